"""Applications from a table: which column means what, and what each row would do. Nothing is written here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitium.accounts.models import Unit
from hospitium.algorithms.search import fold
from hospitium.core import wording
from hospitium.core.forms import clean_text
from hospitium.core.models import User
from hospitium.core.tables import Cell, Sheet, TableError
from hospitium.core.tables.sentences import reason
from hospitium.exchange.models import Application, Consent, HostOffer, Level, Round, Wish
from hospitium.partners.models import Partner
from hospitium.topics.models import Topic
from hospitium.visits.forms.choices import FURTHER

CREATE, CHANGE, SAME, WRONG = "create", "change", "same", "wrong"
LOOKED_AT = 20
PART = re.compile(r"[;\n]+")
RANKED = re.compile(r"\s*(\d{1,2})\s*[.:)]?\s+(.*)", re.DOTALL)
ANY_HOST = frozenset({"*", "thema", "topic", "temat", "tema", "téma"})
YES = frozenset("ja yes tak ano igen да x 1 true".split())
MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Heading:
    """A column that is known: its key, its label, and what offices write above it, folded, with bars between."""

    key: str
    label: str | Promise
    others: str = ""


HEADINGS = (
    Heading("key", gettext_lazy("Number"), "nr|no|id|key|lfd nr|kennung"),
    Heading("name", gettext_lazy("Person"), "name|nachname vorname|imie i nazwisko|jmeno|nev|familie"),
    Heading("email", gettext_lazy("E-mail address"), "e mail|email|mail"),
    Heading("unit", gettext_lazy("Unit"), "dienststelle|abteilung|bezirk|department|wydzial|odbor|osztaly"),
    Heading("city", gettext_lazy("City"), "stadt|partnerstadt|miasto|mesto|varos"),
    Heading("organisation", gettext_lazy("Department there"), "behorde|amt"),
    Heading("function", gettext_lazy("Function"), "funktion|stelle|position|stanowisko|funkce|beosztas"),
    Heading("years", gettext_lazy("Years of service"), "dienstjahre|jahre|lata|roky|ev"),
    Heading("title", gettext_lazy("Topic in one line"), "thema|titel|temat|tema"),
    Heading("topic", gettext_lazy("Field"), "handlungsfeld|feld|obszar|oblast|terulet"),
    Heading("question", gettext_lazy("Question"), "frage|erkenntnisinteresse|pytanie|otazka|kerdes"),
    Heading("benefit", gettext_lazy("Benefit"), "nutzen|korzysc|prinos|haszon"),
    Heading("languages", gettext_lazy("Languages"), "sprachen|sprache|jezyki|jazyky|nyelvek"),
    Heading("weeks", gettext_lazy("Weeks"), "wochen|dauer|tygodnie|tydny|hetek"),
    Heading("wishes", gettext_lazy("Wishes"), "wunsche|wunschorte|zyczenia|prani|kivansagok"),
    Heading("supervisor", gettext_lazy("Supervisor"), "fuhrungskraft|vorgesetzte|przelozony|nadrizeny|vezeto"),
    Heading("supervisor_email", gettext_lazy("E-mail address of the supervisor"), "mail fuhrungskraft"),
    Heading("substitute", gettext_lazy("Substitute"), "vertretung|zastepca|zastup|helyettes"),
    Heading("substitute_email", gettext_lazy("E-mail address of the substitute"), "mail vertretung"),
    Heading("consented", gettext_lazy("Consents are there"), "zustimmung|zustimmungen|zgoda|souhlas|hozzajarulas"),
)
BY_KEY = {heading.key: heading for heading in HEADINGS}
LONGEST_EMAIL = 254
TEXTS = {"title": 200, "question": 6000, "benefit": 6000, "function": 160, "organisation": 200}


@dataclass(frozen=True)
class Problem:
    """Why a cell cannot be taken over."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class RowPlan:
    """What one row would do. `changed` are labels of what would be different."""

    row: int
    verb: str
    label: str
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    record: Application | None = None


@dataclass(frozen=True)
class Plan:
    """What a table would do. `refused` says why it does nothing at all."""

    rows: tuple[RowPlan, ...] = ()
    refused: str = ""

    def count(self, verb: str) -> int:
        return sum(row.verb == verb for row in self.rows)

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]

    @property
    def to_do(self) -> list[RowPlan]:
        return [row for row in self.rows if row.verb in (CREATE, CHANGE)]

    @property
    def digest(self) -> str:
        """The same plan has the same digest; a plan that has become another is seen before it is carried out."""
        written = repr([(row.row, row.verb, row.key, row.changed) for row in self.rows])
        return hashlib.sha256(written.encode()).hexdigest()[:32]


@dataclass
class Lexicon:
    """What the words of a table mean here, by folded name, and what the round holds already."""

    units: dict[str, Unit]
    partners: dict[str, Partner]
    topics: dict[str, Topic]
    offers: dict[str, HostOffer]
    languages: dict[str, str]
    by_key: dict[str, Application]
    by_email: dict[str, Application]
    by_account: dict[str, Application]
    accounts: frozenset[str]
    most_wishes: int


def plain(text: str) -> str:
    return MARKS.sub(" ", fold(text)).strip()


@lru_cache(maxsize=64)
def headings_of(heading: Heading) -> frozenset[str]:
    """Our label in every language of the interface, and what offices write."""
    own = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            own.add(plain(str(heading.label)))
    return frozenset(own | set(heading.others.split("|")))


def columns_of(row: Sequence[Cell]) -> dict[str, int]:
    """Field → column; each field and each column once, the first that fits."""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        name = plain(cell.text)
        key = next((one.key for one in HEADINGS if one.key not in found and name in headings_of(one)), "")
        if name and key:
            found[key] = column
    return found


def header_of(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The number of the row with most headings that we know, and its columns."""
    scored = [
        (len(columns), -number, columns) for number, columns in enumerate(map(columns_of, sheet.rows[:LOOKED_AT]))
    ]
    best = max(scored, key=lambda one: one[:2], default=(0, 0, {}))
    return -best[1], best[2]


def plan(sheet: Sheet, record: Round, *, by: User) -> Plan:
    """What the table would do in this round."""
    header, columns = header_of(sheet)
    lacking = [BY_KEY["name"]] if "name" not in columns else []
    if not {"unit", "city"} & set(columns):
        lacking.append(BY_KEY["unit"])
    if lacking:
        names = ", ".join(str(one.label) for one in lacking)
        return Plan(
            refused=_("No column is headed: %(names)s. Use the template, or write these headings.") % {"names": names}
        )
    lexicon = lexicon_of(record, by)
    seen: dict[str, int] = {}
    rows = [
        judged(number, row, columns, lexicon, seen)
        for number, row in enumerate(sheet.rows[header + 1 :], start=header + 2)
        if any(not cell.is_empty for cell in row)
    ]
    return Plan(tuple(rows))


def lexicon_of(record: Round, by: User) -> Lexicon:
    stored = list(
        record.applications.select_related("applicant__user", "unit", "partner", "topic").prefetch_related(
            "wishes", "consents"
        )
    )
    return Lexicon(
        units=named(Unit.objects.all(), lambda one: [one.key, *one.name.texts.values()]),
        partners=named(Partner.objects.visible_to(by), lambda one: [one.key, one.own_name, *one.name.texts.values()]),
        topics=named(Topic.objects.all(), lambda one: [one.key, *one.name.texts.values()]),
        offers=named(record.offers.standing(), lambda one: list(one.title.texts.values())),
        languages=language_words(),
        by_key={one.import_key: one for one in stored if one.import_key},
        by_email={one.applicant.email.lower(): one for one in stored if one.applicant.email},
        by_account={one.applicant.user.email.lower(): one for one in stored if one.applicant.user},
        accounts=frozenset(User.objects.order_by().values_list("email", flat=True)),
        most_wishes=record.wishes_at_most,
    )


def named(records: Any, names_of: Callable[[Any], Sequence[str]]) -> dict[str, Any]:
    return {fold(name.strip()): one for one in records for name in names_of(one) if name.strip()}


@lru_cache(maxsize=1)
def language_words() -> dict[str, str]:
    """Folded name or code of a language, in every language of the house → its code."""
    codes = [*(code for code, _name in settings.LANGUAGES), *FURTHER]
    found = {code: code for code in codes}
    for language, _name in settings.LANGUAGES:
        found |= {fold(wording.language_name(code, language=language)): code for code in codes}
    return found


# ---- one row -------------------------------------------------------------------
def judged(
    number: int, row: Sequence[Cell], columns: Mapping[str, int], lexicon: Lexicon, seen: dict[str, int]
) -> RowPlan:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, column in columns.items():
        text = row[column].text.strip() if column < len(row) else ""
        if not text:
            continue
        try:
            values[key] = READERS[key](clean_text(text, lines=True).strip(), key, lexicon)
        except (TableError, ValidationError) as error:
            problems.append(Problem(number, str(BY_KEY[key].label), text[:80], sentence(error)))
    label = str(values.get("name", ""))
    if not problems:
        problems += missing(number, values)
        problems += wrong_wishes(number, values, lexicon)
    key, account = identity(values), account_of(values, lexicon)
    before = seen.get(key) or seen.get(account)
    if not problems and before:
        problems.append(Problem(number, str(BY_KEY["name"].label), label, reason(TableError("twice", row=before))))
    if problems:
        return RowPlan(number, WRONG, label, problems=tuple(problems))
    seen |= {one: number for one in (key, account) if one}
    return against(number, label, key, values, lexicon)


def sentence(error: TableError | ValidationError) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return OWN[error.code] % error.params if error.code in OWN else reason(error)


OWN: Mapping[str, Any] = {
    "unit_unknown": gettext_lazy("There is no such unit here. Write its name as it stands under “Units”."),
    "city_unknown": gettext_lazy("There is no such city here. Enter it first, or write its name as it stands here."),
    "language_unknown": gettext_lazy("Write languages with levels, such as: Polish B2, English C1."),
    "wish_unknown": gettext_lazy("“%(name)s” is neither a city nor an offer of this round."),
}


def missing(number: int, values: Mapping[str, Any]) -> list[Problem]:
    found = []
    if not values.get("name"):
        found.append(Problem(number, str(BY_KEY["name"].label), "", reason(TableError("missing"))))
    if bool(values.get("unit")) == bool(values.get("city")):
        text = _("Each row needs either a unit of ours or a city, not both.")
        found.append(Problem(number, str(BY_KEY["unit"].label), "", text))
    return found


def wrong_wishes(number: int, values: Mapping[str, Any], lexicon: Lexicon) -> list[Problem]:
    """More wishes than the round allows, and places on one's own side."""
    wishes, is_incoming = values.get("wishes", ()), bool(values.get("city"))
    found = []
    if len(wishes) > lexicon.most_wishes:
        found.append(_("In this round at most %(count)d wishes can be named.") % {"count": lexicon.most_wishes})
    if any((one.partner and is_incoming) or (one.offer and one.offer.is_here != is_incoming) for one in wishes):
        found.append(_("This place is not open to this application."))
    return [Problem(number, str(BY_KEY["wishes"].label), "", text) for text in found]


def account_of(values: Mapping[str, Any], lexicon: Lexicon) -> str:
    """The mail address of the colleague's account, who applies once in a round; "" where there is none."""
    email = str(values.get("email", "")).lower()
    return email if email in lexicon.accounts and not values.get("city") else ""


def identity(values: Mapping[str, Any]) -> str:
    """By what a row is known again: its number, else the mail address, else name and place."""
    if values.get("key"):
        return str(values["key"])[:120]
    if values.get("email"):
        return str(values["email"]).lower()[:120]
    place = values.get("unit") or values.get("city")
    return f"{fold(str(values.get('name', '')))}|{getattr(place, 'key', '')}"[:120]


def against(number: int, label: str, key: str, values: Mapping[str, Any], lexicon: Lexicon) -> RowPlan:
    email = str(values.get("email", "")).lower()
    own = lexicon.by_account.get(account_of(values, lexicon))
    stored = lexicon.by_key.get(key) or lexicon.by_email.get(email) or own
    if stored is None:
        return RowPlan(number, CREATE, label, key, values)
    if stored.is_incoming != bool(values.get("city")):
        text = _("This application stands here as %(where)s; a table does not change that.") % {
            "where": stored.unit or stored.partner
        }
        return RowPlan(number, WRONG, label, key, problems=(Problem(number, str(BY_KEY["unit"].label), label, text),))
    changed = tuple(str(BY_KEY[name].label) for name, value in values.items() if differs(stored, name, value))
    if not changed:
        return RowPlan(number, SAME, label, key, record=stored)
    if stored.state not in {Application.State.SUBMITTED, Application.State.CONSENTED} or not stored.import_key:
        text = _("This application is not changed by a table any more: %(state)s.") % {
            "state": stored.get_state_display()
        }
        return RowPlan(number, WRONG, label, key, problems=(Problem(number, ", ".join(changed), label, text),))
    return RowPlan(number, CHANGE, label, key, values, changed, record=stored)


def differs(stored: Application, name: str, value: Any) -> bool:
    """Is what the cell says different from what is stored? An empty cell says nothing."""
    if name in {"key", "consented"}:
        return name == "consented" and stored.state == Application.State.SUBMITTED and bool(value)
    if name in {"name", "email"}:
        # Whoever has an account says that alone, for all rounds and offices.
        return bool(stored.applicant.user_id is None and getattr(stored.applicant, name) != value)
    if name == "city":
        return bool(stored.partner_id != value.pk)
    if name in {"unit", "topic"}:
        return bool(getattr(stored, f"{name}_id") != value.pk)
    if name == "wishes":
        kept = {(one.rank, one.kind, one.offer_id, one.partner_id) for one in stored.wishes.all()}
        return kept != {(one.rank, one.kind, one.offer_id, one.partner_id) for one in value}
    if name in WHO:
        kind, column = WHO[name]
        consent = next((one for one in stored.consents.all() if one.kind == kind), None)
        return consent is None or getattr(consent, column) != value
    return bool(getattr(stored, name) != value)


WHO: Mapping[str, tuple[str, str]] = {
    "supervisor": (Consent.Kind.SUPERVISOR, "name"),
    "supervisor_email": (Consent.Kind.SUPERVISOR, "email"),
    "substitute": (Consent.Kind.SUBSTITUTE, "name"),
    "substitute_email": (Consent.Kind.SUBSTITUTE, "email"),
}


# ---- cells ---------------------------------------------------------------------
def read_text(text: str, key: str, lexicon: Lexicon) -> str:
    most = TEXTS.get(key, 150)
    if len(text) > most:
        raise TableError("too_long", limit=most)
    return text if key in {"question", "benefit"} else " ".join(text.split())


def read_email(text: str, key: str, lexicon: Lexicon) -> str:
    validate_email(text)
    if len(text) > LONGEST_EMAIL:
        raise TableError("too_long", limit=LONGEST_EMAIL)
    return text


def read_count(text: str, key: str, lexicon: Lexicon) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 2:
        raise TableError("count_shape")
    return int(text)


def found_in(names: Mapping[str, Any], text: str, code: str) -> Any:
    found = names.get(fold(text))
    if found is None:
        raise TableError(code)
    return found


def read_unit(text: str, key: str, lexicon: Lexicon) -> Unit:
    unit: Unit = found_in(lexicon.units, text, "unit_unknown")
    return unit


def read_city(text: str, key: str, lexicon: Lexicon) -> Partner:
    partner: Partner = found_in(lexicon.partners, text, "city_unknown")
    return partner


def read_topic(text: str, key: str, lexicon: Lexicon) -> Topic:
    topic: Topic = found_in(lexicon.topics, text, "topic_unknown")
    return topic


def read_languages(text: str, key: str, lexicon: Lexicon) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in re.split(r"[,;\n]+", text):
        words = part.split()
        if not words:
            continue
        code, level = lexicon.languages.get(fold(" ".join(words[:-1]))), words[-1].upper()
        if code is None or level not in Level.values:
            raise TableError("language_unknown")
        found[code] = level
    return found


def read_wishes(text: str, key: str, lexicon: Lexicon) -> list[Wish]:
    """“1 Vienna; 2 Graz; 2 Linz; 3 *”: equal numbers are ties, * is whoever fits the topic; else in order."""
    found: list[Wish] = []
    for position, part in enumerate((one for one in PART.split(text) if one.strip()), start=1):
        match = RANKED.fullmatch(part)
        rank, name = (int(match[1]), match[2].strip()) if match else (position, part.strip())
        wish = wish_of(name, max(rank, 1), lexicon)
        if not any(
            (one.kind, one.offer_id, one.partner_id) == (wish.kind, wish.offer_id, wish.partner_id) for one in found
        ):
            found.append(wish)
    return found


def wish_of(name: str, rank: int, lexicon: Lexicon) -> Wish:
    folded = fold(name)
    if folded in ANY_HOST:
        return Wish(kind=Wish.Kind.TOPIC, rank=rank)
    if folded in lexicon.partners:
        return Wish(kind=Wish.Kind.CITY, partner=lexicon.partners[folded], rank=rank)
    if folded in lexicon.offers:
        return Wish(kind=Wish.Kind.OFFER, offer=lexicon.offers[folded], rank=rank)
    raise TableError("wish_unknown", name=name[:60])


def read_yes(text: str, key: str, lexicon: Lexicon) -> bool:
    return fold(text) in YES


READERS: Mapping[str, Callable[[str, str, Lexicon], Any]] = {
    **dict.fromkeys(("key", "name", "organisation", "function", "title", "question", "benefit"), read_text),
    **dict.fromkeys(("supervisor", "substitute"), read_text),
    **dict.fromkeys(("email", "supervisor_email", "substitute_email"), read_email),
    **dict.fromkeys(("years", "weeks"), read_count),
    "unit": read_unit,
    "city": read_city,
    "topic": read_topic,
    "languages": read_languages,
    "wishes": read_wishes,
    "consented": read_yes,
}
