"""The house keeps its order: what no linter knows. Each check is tried on a bad example, too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from hospitium.accounts.policy import table
from hospitium.accounts.routes import SELF_GUARDED, SHUT, routes
from hospitium.delegations.views import guests
from tests import house
from tests.house import PACKAGE, ROOT, python_files, relative, templates

SOURCES = {relative(file): file.read_text(encoding="utf-8") for file in python_files()}
PAGES = {relative(file): file.read_text(encoding="utf-8") for file in templates()}

# Where writing is the work itself.
MAY_WRITE = re.compile(
    r"[a-z]+/actions(\.py|/.*)|core/(events|mails|claims|search|http|editing|leases|models)\.py|operations/.*|[a-z]+/tasks\.py"
)
MAY_OPEN = re.compile(r"[a-z]+/actions(\.py|/.*)|core/(http|mails)\.py|operations/.*")
# Objects that have such a method and are no rows of ours.
NO_ROWS = re.compile(
    r"^(book|document|workbook|sheet|table|stream|image|self\.fs|cache|request\.session|response|form|archive|sheets?|file"
    r"|super\(\)|ZipInfo|hashlib|connection\.creation|User\.objects\.create_user)\b.*"
)


def test_only_actions_write():
    assert [
        (name, line, call)
        for name, source in SOURCES.items()
        if not MAY_WRITE.fullmatch(name)
        for line, call in house.writes(source)
        if not NO_ROWS.match(call)
    ] == []


@pytest.mark.parametrize(
    "line",
    [
        "activity.save()",
        "Activity.objects.create(x=1)",
        "Activity.objects.filter(pk=1).update(x=1)",
        "activity.delete()",
        "Activity.objects.bulk_create([])",
        "activity.topics.all().delete()",
        "Unit.objects.update_or_create(key=1)",
    ],
)
def test_a_view_that_writes_is_seen(line):
    assert len(house.writes(f"def view(request):\n    {line}\n")) == 1
    assert not NO_ROWS.match(house.writes(line)[0][1])


@pytest.mark.parametrize("line", ["values.update(a=1)", "found.add(3)", "headers.set(1)", "seen.clear()"])
def test_pythons_own_containers_are_no_rows(line):
    assert house.writes(line) == []


def test_only_actions_open_transactions():
    assert [
        (name, line)
        for name, source in SOURCES.items()
        if not MAY_OPEN.fullmatch(name)
        for line in house.transactions(source)
    ] == []


def test_a_transaction_elsewhere_is_seen():
    assert house.transactions("@transaction.atomic\ndef view(): ...\nwith atomic(): ...") == [1, 3]


# ---- messages ------------------------------------------------------------------

# The extraction of messages knows these names alone; a message behind another name would stay English everywhere.
OTHER_NAME = re.compile(r"\b(?:n?p?gettext(?:_lazy|_noop)?)\s+as\s+(?!_\b)\w+")


def test_messages_are_marked_by_names_that_the_extraction_knows():
    assert [(name, found) for name, source in SOURCES.items() for found in OTHER_NAME.findall(source)] == []


@pytest.mark.parametrize("line", ["from x import gettext as now", "from x import ngettext_lazy as later, y"])
def test_a_message_behind_another_name_is_seen(line):
    assert OTHER_NAME.search(line)
    assert not OTHER_NAME.search("from x import gettext as _")


# ---- events --------------------------------------------------------------------


def recorded() -> set[str]:
    """Every event code of the sources; `*.fact_stated` stands for each model that can be disputed."""
    disputed = {model._meta.model_name for model in apps.get_models() if hasattr(model, "disputable")}
    codes: set[str] = set()
    for source in SOURCES.values():
        for code in house.event_codes(source):
            codes |= {code.replace("*", str(name)) for name in disputed} if code.startswith("*.") else {code}
    return codes


def sentences() -> dict[str, list[str]]:
    """Event code → apps that have a sentence for it."""
    found: dict[str, list[str]] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("hospitium.") and (Path(app.path) / "history.py").exists():
            module = __import__(f"{app.name}.history", fromlist=["SENTENCES"])
            for code in module.SENTENCES:
                found.setdefault(code, []).append(app.label)
    return found


def test_every_event_has_one_sentence_and_every_sentence_its_event():
    assert (sorted(recorded() - set(sentences())), sorted(set(sentences()) - recorded())) == ([], [])
    assert {code: owners for code, owners in sentences().items() if len(owners) > 1} == {}


def test_codes_are_found_however_they_are_written():
    source = (
        'STEP_EVENTS = {"sign": "e.signed"}\n'
        'record("a.made", x)\nevents.record("b.made", x)\nnote(f"{kind}.fact_stated", x)\n'
        'code = "c.opened" if y else "c.closed"\nset_published(x, True, "d.published", by)\nprint("e.no")'
    )

    assert house.event_codes(source) == {
        "a.made",
        "b.made",
        "*.fact_stated",
        "c.opened",
        "c.closed",
        "d.published",
        "e.signed",
    }


# ---- templates -----------------------------------------------------------------

# Overrides of the sign-in library's and Django's pages: these name them.
NAMED_ELSEWHERE = re.compile(
    r"templates/(account|allauth|mfa|socialaccount|usersessions)/.*|templates/(400|403|404|409|429|500)\.html|templates/ui\.html"
    r"|accounts/templates/accounts/mail/.*"
)


def template_name(path: str) -> str:
    return path.partition("templates/")[2]


def test_every_template_is_used():
    named: set[str] = set()
    for source in (*SOURCES.values(), *PAGES.values()):
        named |= house.named_templates(source)
    unused = [path for path in PAGES if template_name(path) not in named and not NAMED_ELSEWHERE.fullmatch(path)]

    assert unused == []


def test_every_template_that_is_named_exists():
    known = {template_name(path) for path in PAGES}
    ours = {path.split("/")[0] for path in known if "/" in path}
    missing = {
        (path, name)
        for path, source in (*SOURCES.items(), *PAGES.items())
        for name in house.named_templates(source)
        if name.split("/")[0] in ours and "/" in name and name not in known
    }

    assert {
        (path, name) for path, name in missing if not name.startswith(("account", "mfa", "allauth", "django/"))
    } == set()


def test_names_of_templates_are_found():
    assert house.named_templates('render(r, "a/b.html") {% include "components/x.html" %} t="accounts/mail/y"') == {
        "a/b.html",
        "components/x.html",
        "accounts/mail/y.txt",
    }


def test_pages_hold_nothing_that_the_security_policy_forbids():
    assert {path: found for path, text in PAGES.items() if (found := house.inline(text))} == {}


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p style="color:red">', ["style attribute"]),
        ('<a href="#" onclick="x()">', ["event handler"]),
        ("<style>p{}</style>", ["style element"]),
        ("<script>x()</script>", ["script without src"]),
        ('<a href="javascript:x">', ["javascript: address"]),
        ('<script src="https://cdn.example/x.js"></script>', ["foreign host"]),
        ('<link href="//cdn.example/x.css">', ["foreign host"]),
        ('<script type="application/ld+json">{}</script>', []),
        ('<script src="/static/js/x.js" defer></script>{# <style> #}', []),
    ],
)
def test_inline_code_is_seen(html, found):
    assert house.inline(html) == found


# ---- addresses -----------------------------------------------------------------

GUESTS_OF_DELEGATIONS = {f"delegations:{pattern.name}" for pattern in guests.PATHS}
PUBLIC = {
    "core:set_language",
    "core:colours",
    "core:logo",
    "portal:root",
    "portal:robots",
    "portal:sitemap",
    "portal:security",
    "portal:start",
    "portal:cities",
    "portal:city",
    "portal:city_ics",
    "portal:activities",
    "portal:atom",
    "portal:ics",
    "portal:page",
    "portal:calls",
    "portal:call",
    "portal:notes",
    "portal:calls_atom",
    "accounts:guest_door",
    "programme:guest_year",
    "programme:guest_year_line",
    "programme:guest_year_new",
    "delegations:guest_evaluation",
    "visits:guest_confirmation",
    "exchange:guest_consent",
    "exchange:guest_substitute",
    "exchange:guest_offer",
    "exchange:guest_offer_withdraw",
    "exchange:guest_ranking",
    "exchange:guest_people",
    "exchange:guest_person",
    "exchange:guest_person_end",
    "exchange:guest_person_place",
    "exchange:guest_application",
    "exchange:guest_application_data",
    "exchange:guest_application_known",
    "exchange:guest_application_place",
    "exchange:guest_application_end",
    "exchange:guest_placement",
    "exchange:guest_placement_change",
    "exchange:guest_placement_paper",
    "exchange:guest_feedback",
    "calendars:feed",
    "delegations:check",
    "delegations:check_code",
    *GUESTS_OF_DELEGATIONS,
}


def views(resolver: URLResolver | None = None, prefix: str = "") -> dict[str, object]:
    """Every address that a request can reach: its name and its view."""
    found: dict[str, object] = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= views(pattern, inner)
        elif isinstance(pattern, URLPattern):
            found[f"{prefix}{pattern.name}"] = pattern.callback
    found.pop("None", None)  # Addresses without a name, which the door shuts.
    return found


def test_the_public_pages_are_exactly_these():
    assert {name for name, view in views().items() if getattr(view, "is_public", False)} == PUBLIC


def test_every_address_stands_in_the_routes_and_every_route_is_an_address():
    ours = {name for name in views() if not name.startswith(SELF_GUARDED) and name not in SHUT}

    assert (sorted(ours - set(routes())), sorted(set(routes()) - ours)) == ([], [])


def addresses(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern)


def test_no_two_pages_share_an_address():
    counted = Counter(addresses(get_resolver().url_patterns))

    assert [address for address, count in counted.items() if count > 1] == []


def test_every_route_names_a_row_of_the_policy_and_public_pages_the_public_one():
    rows = {(name, row) for name, methods in routes().items() for row in methods.values()}

    assert {(name, row) for name, row in rows if row not in table()} == set()
    assert {name for name, row in rows if row == "public.read"} == PUBLIC


# ---- size, settings, names -----------------------------------------------------


def test_no_file_is_longer_than_anybody_reads():
    long = {path: source.count("\n") for path, source in SOURCES.items() if source.count("\n") > house.LONGEST_FILE}
    tests = {
        file.name: lines
        for file in (ROOT / "tests").rglob("*.py")
        if (lines := file.read_text(encoding="utf-8").count("\n")) > house.LONGEST_FILE
    }

    assert (long, tests) == ({}, {})


def test_no_function_is_longer_than_a_glance():
    assert {
        (path, name, lines) for path, source in SOURCES.items() for name, lines in house.long_functions(source)
    } == set()


def test_a_long_function_is_seen_and_its_docstring_forgiven():
    body = "\n".join("    x = 1" for _line in range(40))
    docstring = '    """' + "\n    word" * 20 + '"""\n'

    assert house.long_functions(f"def f():\n{body}\n") == [("f", 41)]
    assert house.long_functions(f"def f():\n{docstring}{body[10:]}\n") == []


def test_nobody_imports_the_settings():
    assert [
        (path, line)
        for path, source in SOURCES.items()
        if path != "config/settings_test.py"
        for line in house.settings_imports(source)
    ] == []


def test_an_import_of_the_settings_is_seen():
    assert house.settings_imports(
        "from hospitium.config import settings\nimport hospitium.config.settings\nfrom django.conf import settings"
    ) == [1, 2]


# The default of TIME_ZONE.
ZONE = [
    ("config/settings.py", number, "Berlin")
    for number, line in enumerate(SOURCES["config/settings.py"].splitlines(), 1)
    if line.startswith("TIME_ZONE = ")
]


def test_the_first_city_is_in_its_record_and_nowhere_in_the_code():
    found = [
        (path, line, word)
        for path, source in (*SOURCES.items(), *PAGES.items())
        for line, word in house.names_of_the_first_city(source)
    ]

    assert [one for one in found if one not in ZONE] == []


def test_a_name_of_the_first_city_is_seen():
    assert house.names_of_the_first_city("a = 1\nTITLE = 'Berlin'\nZONE = 'Europe/Berlin'") == [
        (2, "Berlin"),
        (3, "Berlin"),
    ]


def test_the_package_is_what_these_checks_read():
    assert (len(SOURCES) > 150, len(PAGES) > 80, (PACKAGE / "core" / "events.py").exists()) == (True, True, True)
