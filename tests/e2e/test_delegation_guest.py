"""In Warsaw, on a phone, in Polish: twelve members from a list with two errors, and then by hand what was wrong."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Opener, Site
from tests.e2e.test_guests import flaws, links_mailed
from tests.e2e.test_seminar import phone

FOCAL = "punkt.kontaktowy@example.org"
MEMBER = "ewa.przykladna@example.org"
HEADINGS = "Lp.;Nazwisko;Imię;Stanowisko;Adres e-mail"
GOOD = (
    "Przykładna;Ewa;dyrektorka biura;ewa.przykladna@example.org",
    "Wzorcowy;Jan;zastępca dyrektora;jan.wzorcowy@example.org",
    "Żółć-Próbna;Świętosława;kierowniczka;",
    "Testowy;Łukasz;inżynier;",
    "Zmyślona;Małgorzata;radczyni;",
    "Pomyślany;Grzegorz;specjalista;",
    "Wymyślna;Agnieszka;specjalistka;",
    "Dąbek-Fikcyjny;Krzysztof;kierowca;",
    "Nieprawdziwa;Joanna;tłumaczka;",
    "Udawany;Paweł;referent;",
)
WRONG = ("Zły;Adres;referent;adres@@example", '"Dwa\nWiersze";Piotr;referent;')


def the_list() -> bytes:
    rows = [*GOOD[:4], WRONG[0], *GOOD[4:], WRONG[1]]
    return "\r\n".join([HEADINGS, *(f"{number};{row}" for number, row in enumerate(rows, 1))]).encode()


def give_link(open_as: Opener) -> None:
    officer = open_as("officer", language="en")
    officer.goto("/desk/delegations/1/guests/")
    officer.fill("[name=name]", "Punkt Kontaktowy")
    officer.fill("[name=email]", FOCAL)
    officer.select_option("select[name=language]", "pl")
    assert flaws(officer) == []
    officer.locator("form:has([name=ends_on]) button[type=submit]").click()
    expect(officer.locator("table")).to_contain_text(FOCAL)


def come_in(page: Page, link: str, email: str) -> None:
    page.goto(link)
    assert flaws(page) == []
    page.fill("[name=guest_email]", email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/delegation/" if email == FOCAL else "**/member/")


def test_the_focal_point_names_twelve_members_on_a_phone(open_as: Opener, site: Site) -> None:
    give_link(open_as)
    guest = open_as(language="pl", width=390)
    come_in(guest, links_mailed(site, to=FOCAL)[-1], FOCAL)
    expect(guest.locator("html")).to_have_attribute("lang", "pl")
    guest.locator("details summary").first.click()
    assert flaws(guest) == []

    # The list, its columns, and what is wrong in it.
    guest.locator("a[href*='/delegation/list/']").click()
    assert flaws(guest) == []
    guest.set_input_files("[name=file]", {"name": "delegacja.csv", "mimeType": "text/csv", "buffer": the_list()})
    guest.locator("form:has([name=file]) button[type=submit]").click()
    guest.wait_for_url("**/columns/")
    chosen = [guest.locator(f"[name=column_{column}]").input_value() for column in range(5)]
    assert (chosen, flaws(guest)) == (["", "family_name", "given_name", "function", "email"], [])
    guest.locator("main form button[type=submit]").click()
    guest.wait_for_url("**/preview/")
    problems = guest.locator(".hsp-panel:has(#problems) tbody tr")
    expect(problems).to_have_count(2)
    expect(problems.nth(0)).to_contain_text("adres@@example")
    expect(problems.nth(1)).to_contain_text("U+000A")
    assert flaws(guest) == []
    guest.locator("button[name=rows][value=right]").click()
    guest.wait_for_url("**/delegation/")
    seats = guest.locator(".hsp-seats > li")
    expect(seats).to_have_count(10)

    # The two that were wrong are typed; the first of them after the connection was lost in the middle.
    guest.fill("#new [name=family_name]", "Zły")
    guest.fill("#new [name=given_name]", "Adam")
    expect(guest.locator("#new [data-hospitium-draft-state]")).to_contain_text(":", timeout=15_000)
    guest.reload()
    guest.locator("#draft a").click()
    expect(guest.locator("[name=family_name]")).to_have_value("Zły")
    assert flaws(guest) == []
    guest.fill("[name=function-pl]", "referent")
    guest.locator("form[data-hospitium-draft] button[type=submit]").first.click()
    expect(seats).to_have_count(11)
    expect(guest.locator("#draft")).to_have_count(0)
    guest.fill("#new [name=family_name]", "Dwuwierszowy")
    guest.fill("#new [name=given_name]", "Piotr")
    guest.locator("#new button[type=submit]").first.click()
    expect(seats).to_have_count(12)
    phone(guest, "naming")
    expect(guest.locator("#new")).to_have_count(0)
    guest.locator("#hand-in button").click()
    guest.wait_for_url("**/delegation/")
    assert flaws(guest) == []

    # One member answers for herself.
    seats.filter(has_text="Przykładna").first.locator("a").click()
    assert flaws(guest) == []
    guest.locator("a[href*='/ask/']").click()
    guest.locator("form.hsp-confirm button").click()
    guest.wait_for_url("**/delegation/**")
    member = open_as(language="pl", width=390)
    come_in(member, links_mailed(site, to=MEMBER)[-1], MEMBER)
    assert flaws(member) == []
    answer_for_herself(member)

    officer = open_as("officer", language="en")
    officer.goto("/desk/delegations/1/")
    expect(officer.locator(".hsp-panel:has(#members) tbody tr")).to_have_count(12)
    officer.goto("/desk/delegations/1/guests/")
    expect(officer.locator("table")).to_contain_text(MEMBER)


def answer_for_herself(member: Page) -> None:
    """Wishes, passport data that do not come back, and a look at what is known."""
    home = member.url
    member.locator("a[href*='/wishes/']").click()
    member.check("[name=diets][value=vegetarian]")
    member.check("[name=consent]")
    assert flaws(member) == []
    member.locator("main form button[type=submit]").last.click()
    member.wait_for_url(home)
    member.locator("a[href*='/passport/']").click()
    member.fill("[name=sealed-passport_number]", "EX0000000")
    assert flaws(member) == []
    member.locator("form[autocomplete=off] button[type=submit]").click()
    expect(member.locator("button[name=remove]")).to_have_count(1)
    assert "EX0000000" not in member.content()
    member.goto(home)
    member.locator("a[href*='/data/']").click()
    assert flaws(member) == []
