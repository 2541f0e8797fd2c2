#!/bin/sh
# Says in one sentence what is missing on this machine, before anything is installed.
# usage: scripts/preflight.sh run|test PYTHON
set -eu
purpose=${1:-run}
python=${2:-python3}

stop() {
    echo "hospitium: $1" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

has "$python" || stop "Python is missing. Install it: apt-get install python3 python3-venv."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed, $python is $("$python" -c 'import platform; print(platform.python_version())'). Name a newer one: make $purpose PYTHON=python3.12."
"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
    stop "Python's venv module is missing. Install it: apt-get install python3-venv."
has node || stop "node is missing. Install node 20 or newer, with npm."
[ "$(node --version | sed 's/^v//; s/\..*//')" -ge 20 ] ||
    stop "node 20 or newer is needed, this is $(node --version). Install a newer one."
has npm || stop "npm is missing. Install it beside node."

[ "$purpose" = test ] || exit 0
missing=""
has chromium || missing="chromium"
has pdftotext || missing="$missing poppler-utils"
if [ -n "$missing" ]; then
    [ "$(id -u)" = 0 ] && has apt-get ||
        stop "The tests need a browser and a reader of PDF files. Install them: sudo apt-get install chromium poppler-utils."
    echo "hospitium: installing for the tests: $missing …"
    # shellcheck disable=SC2086
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 ||
        stop "They could not be installed. Install them by hand: apt-get install $missing."
fi
