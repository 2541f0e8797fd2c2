"""Dates, periods, numbers and what is unknown, in each language of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import engines
from django.utils import timezone, translation

from hospitium.algorithms.dates import PartialDate
from hospitium.algorithms.reciprocity import Tally
from hospitium.core import wording
from hospitium.core.multilingual import MACHINE, Multilingual, written_in
from hospitium.core.templatetags.wording import tally_text

DAY, MONTH, YEAR = PartialDate(1991, 8, 12), PartialDate(1994, 2), PartialDate(1993)


@pytest.mark.parametrize(
    ("language", "day", "month", "long"),
    [
        ("de", "12.08.1991", "Feb. 1994", "12. August 1991"),
        ("en", "12 Aug 1991", "Feb 1994", "12 August 1991"),
        ("pl", "12.08.1991", "lut 1994", "12 sierpnia 1991"),
        ("cs", "12. 8. 1991", "únor 1994", "12. srpna 1991"),
        ("hu", "1991. 08. 12.", "1994. febr.", "1991. augusztus 12."),
        ("ru", "12.08.1991", "февр. 1994\u202fг.", "12 августа 1991\u202fг."),
    ],
)
def test_day_is_written_by_the_rules_of_the_language(language: str, day: str, month: str, long: str) -> None:
    written = [
        wording.day(DAY, language=language),
        wording.day(MONTH, language=language),
        wording.day(YEAR, language=language),
        wording.day(DAY, language=language, style="long"),
    ]

    assert written == [day, month, "1993", long]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Di, 9. Juni"),
        ("en", "Tue 9 June"),
        ("pl", "wt., 9 czerwca"),
        ("cs", "út 9. června"),
        ("hu", "június 9., K"),
        ("ru", "вт, 9 июня"),
    ],
)
def test_day_at_the_desk_names_the_weekday_and_leaves_out_the_year(language: str, text: str) -> None:
    assert wording.day(date(2026, 6, 9), language=language, style="desk", this_year=2026) == text


def test_day_at_the_desk_of_another_year_names_the_year() -> None:
    assert wording.day(date(2025, 6, 9), language="de", style="desk", this_year=2026) == "9. Juni 2025"


@pytest.mark.parametrize(
    ("begins", "ends", "german", "polish", "hungarian"),
    [
        ("2026-07-02", "2026-07-03", "2.–3. Juli 2026", "2–3 lipca 2026", "2026. július 2–3."),
        (
            "2026-06-30",
            "2026-07-02",
            "30. Juni – 2. Juli 2026",
            "30 czerwca – 2 lipca 2026",
            "2026. június 30. – július 2.",
        ),
        (
            "2025-12-30",
            "2026-01-02",
            "30. Dezember 2025 – 2. Januar 2026",
            "30 grudnia 2025 – 2 stycznia 2026",
            "2025. december 30. – 2026. január 2.",
        ),
        ("1993", "1995", "1993–1995", "1993–1995", "1993–1995"),
        ("1993-02", "1993-05", "Februar–Mai 1993", "luty–maj 1993", "1993. február – május"),
        ("1993", "1993", "1993", "1993", "1993"),
    ],
)
def test_period_says_once_what_both_days_share(
    begins: str, ends: str, german: str, polish: str, hungarian: str
) -> None:
    first, last = PartialDate.parse(begins), PartialDate.parse(ends)

    assert [wording.period(first, last, language=language) for language in ("de", "pl", "hu")] == [
        german,
        polish,
        hungarian,
    ]


def test_period_with_one_end_is_that_day_and_without_any_is_empty() -> None:
    assert [
        wording.period(DAY, None, language="de"),
        wording.period(None, DAY, language="de"),
        wording.period(None, None, language="de"),
    ] == ["12. August 1991", "12. August 1991", ""]


def test_period_in_a_table_is_written_in_figures() -> None:
    first, last = PartialDate(2026, 7, 2), PartialDate(2026, 7, 3)

    assert [wording.period(first, last, language=language, style="table") for language in ("de", "cs", "en")] == [
        "02.–03.07.2026",
        "2.–3. 7. 2026",
        "2–3 Jul 2026",
    ]


def test_numbers_and_money_follow_the_language() -> None:
    assert [
        wording.number(1300, language="de"),
        wording.number(0.93, language="de"),
        wording.money(1300, "EUR", language="de"),
        wording.money(Decimal("1300.50"), "EUR", language="de"),
        wording.number(1300, language="pl"),
        wording.money(1300, "EUR", language="en"),
    ] == ["1.300", "0,93", "1.300\u00a0€", "1.300,50\u00a0€", "1\u00a0300", "€1,300"]


def test_names_of_months_countries_and_languages() -> None:
    assert wording.months(language="de")[:3] == ("Jan", "Feb", "Mär")
    assert wording.month_names(language="cs")[0] == "leden"
    assert wording.weekday(date(2026, 6, 9), language="de") == "Dienstag"
    assert wording.country("PL", language="hu") == "Lengyelország"
    assert wording.language_name("pl", language="de") == "Polnisch"
    assert [wording.city_name("Vienna", language=one) for one in ("de", "pl", "cs", "hu", "ru", "en")] == [
        "Wien", "Wiedeń", "Vídeň", "Bécs", "Вена", "Vienna",
    ]  # fmt: skip
    assert (wording.city_name("Graz", language="ru"), wording.city_name("", language="ru")) == ("Graz", "")
    codes = ("pl", "hsb", "qqz", "polnisch", "de_AT", "und", "")
    assert [wording.is_language(code) for code in codes] == [True, True, False, False, False, False, False]
    assert (wording.country("QZ", language="de"), wording.language_name("qqz", language="de")) == ("QZ", "qqz")


@dataclass
class Span:
    begins: PartialDate | None
    ends: PartialDate | None


def rendered(source: str, **context: Any) -> str:
    return str(engines["django"].from_string(source).render(context))


def test_filters_show_dates_in_the_language_of_the_page() -> None:
    source = '{{ when|day }}|{{ when|day:"long" }}|{{ span|period }}|{{ at|moment }}'
    at = timezone.make_aware(datetime(2026, 6, 9, 8, 30))

    with translation.override("de"):
        page = rendered(source, when=DAY, span=Span(PartialDate(2026, 7, 2), PartialDate(2026, 7, 3)), at=at)

    assert page == "12.08.1991|12. August 1991|2.–3. Juli 2026|09.06.2026, 8:30"


def test_day_of_a_moment_is_the_day_of_the_office() -> None:
    """23:30 in Greenwich is the next day in the office."""
    with translation.override("en"):
        assert rendered("{{ at|day }}", at=datetime(2026, 6, 8, 23, 30, tzinfo=UTC)) == "9 Jun 2026"


def test_unknown_is_a_word_in_italics_and_nought_is_a_number() -> None:
    word = '<span class="hsp-unknown">unknown</span>'
    source = "{{ nothing|unknown }}|{{ nought|unknown }}|{{ nothing|day }}|{{ nothing|number }}|{{ span|period }}"

    with translation.override("en"):
        page = rendered(source, nothing=None, nought=0, span=Span(None, None))

    assert page == "|".join([word, "0", word, word, word])


@pytest.mark.parametrize(
    ("tally", "text"),
    [
        (Tally(44, 0), "44"),
        (Tally(0, 0), "0"),
        (Tally(44, 1), "at least 44, 1 unknown"),
        (Tally(1300, 2), "at least 1,300, 2 unknown"),
        (Tally(0, 3), "unknown"),
    ],
)
def test_tally_says_what_is_missing(tally: Tally[int], text: str) -> None:
    with translation.override("en"):
        assert tally_text(tally) == text


def test_here_gives_a_foreign_wording_its_language() -> None:
    with translation.override("pl"):
        page = rendered("{{ text|here }}", text=written_in("de", "Bezirk <Mitte>"))

    assert page == '<span lang="de">Bezirk &lt;Mitte&gt;</span>'


def test_here_says_that_a_machine_translated() -> None:
    text = Multilingual({"de": "Bezirk", "en": "Borough"}, "de", {"en": MACHINE})

    with translation.override("en"):
        assert rendered("{{ text|here }}", text=text) == (
            'Borough <small class="hsp-muted">(translated by machine)</small>'
        )
