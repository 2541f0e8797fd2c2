# The commands of Hospitium. `make run` to see it, `make test` to prove it; the others are for those who change it.
#
#   make run  [PORT=8000] [PYTHON=python3.12]    needs python3-venv, node 20 and npm; the first time takes minutes
#   make test [DB=postgres] [BROWSER=no]         format, types, architecture, unit tests, wheel, browser tests

SHELL := /bin/sh
.DEFAULT_GOAL := run
MAKEFLAGS += --no-print-directory --no-builtin-rules

PYTHON ?= python3
PORT ?= 8000
DB ?= sqlite
BROWSER ?= yes
# 2: the machines that this is made for; more processes only wait for each other.
PROCESSES ?= 2
# Of the browser tests: each process has an installation and a browser of its own; the long crawl comes first.
SHARED := -n $(PROCESSES) --dist loadgroup --no-loadscope-reorder

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
UV ?= $(VENV)/bin/uv
VENDOR := src/hospitium/static/vendor/hospitium.css
CATALOGUES := $(wildcard src/hospitium/locale/*/LC_MESSAGES/*.po)
DATA := $(if $(HOSPITIUM_DATA),$(HOSPITIUM_DATA),data)

.PHONY: run test check fix e2e bench docs wheel assets lock messages clean
.PHONY: preflight-run preflight-test suite unit try-wheel

# ---- for everybody -----------------------------------------------------------
run: preflight-run $(VENV)/.run $(VENDOR) $(VENV)/.languages
	@test -e "$(DATA)/hospitium.sqlite3" || $(VENV)/bin/hospitium demo berlin
	@exec $(VENV)/bin/hospitium serve --port $(PORT)

ifeq ($(DB),postgres)
test: preflight-test $(VENV)/.test $(VENDOR) $(VENV)/.languages
	@$(PY) scripts/with_postgres.py $(MAKE) suite BROWSER=$(BROWSER) DB=postgres
else
test: preflight-test $(VENV)/.test $(VENDOR) $(VENV)/.languages
	@$(MAKE) --jobs=2 --output-sync=target check try-wheel
	@$(MAKE) suite BROWSER=$(BROWSER)
endif

# ---- for those who change it -------------------------------------------------
check: $(VENV)/.test $(VENDOR) $(VENV)/.languages
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/ruff check --quiet .
	$(PY) scripts/requirements.py
	$(PY) scripts/languages.py check
	DJANGO_SETTINGS_MODULE=hospitium.config.settings_test $(PY) -m django makemigrations --check --dry-run --verbosity 0
	$(VENV)/bin/lint-imports --no-cache
	$(VENV)/bin/mypy

fix: $(VENV)/.test
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

e2e: preflight-test $(VENV)/.test $(VENDOR) $(VENV)/.languages
	$(PY) -m pytest -m browser $(SHARED)

bench: $(VENV)/.test $(VENDOR) $(VENV)/.languages
	$(PY) -m benchmarks

docs: $(VENV)/.test
	$(PY) -m scripts.docs

wheel: $(VENV)/.test $(VENDOR) $(VENV)/.languages
	@rm -rf dist
	$(PY) -m build --wheel --no-isolation --outdir dist . >/dev/null
	@ls -l dist/*.whl

assets: preflight-run $(VENV)/.run
	@rm -f $(VENDOR) $(VENV)/.languages
	@$(MAKE) $(VENDOR) $(VENV)/.languages

# Universal and with hashes; the files hold no address of a registry.
lock:
	@test -x $(UV) || { echo "hospitium: uv is missing. Install it: $(VENV)/bin/pip install uv." >&2; exit 1; }
	$(UV) pip compile pyproject.toml $(LOCKING) --extra postgres --output-file requirements.txt
	$(UV) pip compile pyproject.toml $(LOCKING) --extra postgres --extra dev --output-file requirements-dev.txt

LOCKING := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
	--no-emit-index-url --no-emit-find-links

messages: $(VENV)/.test
	$(PY) scripts/languages.py extract

clean:
	rm -rf $(VENV) node_modules build dist src/hospitium/static/vendor .mypy_cache .ruff_cache .pytest_cache \
		.hypothesis .coverage .coverage.*
	find src tests scripts benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	find src -name '*.mo' -delete

# ---- steps -------------------------------------------------------------------
preflight-run:
	@scripts/preflight.sh run $(PYTHON)

preflight-test:
	@scripts/preflight.sh test $(PYTHON)

$(VENV)/bin/python:
	@echo "hospitium: making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

# Wheels only and with hashes: nothing is compiled, nothing but what was pinned gets in.
$(VENV)/.run: requirements.txt scripts/link.py | $(VENV)/bin/python
	@echo "hospitium: installing the libraries …"
	@$(PIP) install --quiet --require-hashes --only-binary :all: --requirement requirements.txt
	@$(PY) scripts/link.py
	@touch $@

$(VENV)/.test: requirements-dev.txt scripts/link.py | $(VENV)/bin/python
	@echo "hospitium: installing the libraries and the tools of the tests …"
	@$(PIP) install --quiet --require-hashes --only-binary :all: --requirement requirements-dev.txt
	@$(PY) scripts/link.py
	@touch $@

node_modules/.hospitium: package-lock.json .npmrc
	@echo "hospitium: fetching the front-end assets …"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(VENDOR): node_modules/.hospitium scripts/assets.mjs scripts/compress.mjs $(wildcard src/hospitium/static/css/*.css)
	@node scripts/assets.mjs
	@node scripts/compress.mjs
	@touch $@

# Babel comes with the libraries: those of the tests hold those of the run.
$(VENV)/.languages: $(CATALOGUES) scripts/languages.py
	@$(PY) scripts/languages.py compile
	@touch $@

suite: unit
ifneq ($(BROWSER),no)
	$(PY) -m pytest -m browser $(SHARED)
endif

unit:
ifeq ($(DB),postgres)
	$(PY) -m pytest --migrations -m "not browser and not any_database" -n $(PROCESSES)
else
	@rm -f .coverage .coverage.*
	$(PY) -m coverage run -m pytest -m "not browser" --ignore=tests/matrix -n $(PROCESSES)
	@$(PY) -m coverage combine --quiet
	@$(PY) -m coverage report
# The matrix asks thousands of pages; counting the lines that it comes by would take a third of its time again.
	$(PY) -m pytest tests/matrix -n $(PROCESSES)
endif

try-wheel: wheel
	$(PY) scripts/try_wheel.py dist/*.whl
