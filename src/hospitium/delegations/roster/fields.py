"""What can be taken over from a list of members, and how such lists head their columns in the six languages."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from hospitium.core.imports.choices import Choices
from hospitium.core.imports.columns import guessed
from hospitium.core.imports.targets import Field, Target
from hospitium.core.tables import Sheet

MEMBERS = Target(
    "members",
    _("Members of the delegation"),
    (
        Field(
            "family_name",
            _("Family name as in the passport"),
            "text",
            "nachname|familienname|zuname|family name|last name|surname|nazwisko|prijmeni|vezeteknev|csaladnev|фамилия"
            "|фамилия латиницей|nazwisko w paszporcie|familienname im pass|surname in passport",
        ),
        Field(
            "given_name",
            _("Given names as in the passport"),
            "text",
            "vorname|vornamen|rufname|given name|given names|first name|first names|forename|imie|imiona|jmeno"
            "|krestni jmeno|keresztnev|utonev|имя|имя латиницей|imie w paszporcie",
        ),
        Field(
            "name",
            _("Whole name in one column"),
            "text",
            "name|vor und nachname|name vorname|vorname name|teilnehmer|teilnehmerin|person|full name|name and surname"
            "|participant|delegate|imie i nazwisko|nazwisko i imie|uczestnik|osoba|jmeno a prijmeni|prijmeni a jmeno"
            "|ucastnik|nev|teljes nev|resztvevo|имя и фамилия|фамилия и имя|фио|ф и о|участник",
        ),
        Field(
            "own_family_name",
            _("Family name in its own script"),
            "text",
            "nachname original|familienname eigene schrift|family name own script|surname original"
            "|nazwisko w oryginale|nazwisko cyrylica|prijmeni v originale|vezeteknev eredeti irassal"
            "|фамилия кириллицей|прізвище",
        ),
        Field(
            "own_given_name",
            _("Given names in their own script"),
            "text",
            "vorname original|vorname eigene schrift|given name own script|given name original|imie w oryginale"
            "|imie cyrylica|jmeno v originale|keresztnev eredeti irassal|имя кириллицей|ім я",
        ),
        Field(
            "address",
            _("Form of address"),
            "choice",
            "anrede|geschlecht|salutation|form of address|zwrot|zwrot grzecznosciowy|osloveni|megszolitas|обращение",
        ),
        Field(
            "academic_title",
            _("Academic title"),
            "text",
            "titel|akademischer titel|akad titel|title|academic title|tytul|tytul naukowy|titul|cim|tudomanyos fokozat"
            "|звание|ученая степень|титул",
        ),
        Field(
            "function",
            _("Function"),
            "words",
            "funktion|amt|position|stelle|dienststellung|function|job|job title|post|funkcja|stanowisko|funkce|pozice"
            "|beosztas|tisztseg|munkakor|должность|функция|посада",
        ),
        Field(
            "organisation",
            _("Organisation"),
            "words",
            "organisation|institution|einrichtung|behorde|dienststelle|referat|abteilung|organization|office|department"
            "|instytucja|organizacja|urzad|biuro|wydzial|organizace|instituce|urad|odbor|szervezet|szervezeti egyseg"
            "|intezmeny|hivatal|organizacja|организация|учреждение|отдел|ведомство",
        ),
        Field(
            "role",
            _("Role"),
            "choice",
            "rolle|rolle in der delegation|role|rola|rola w delegacji|role v delegaci|szerep|szerepkor|роль",
        ),
        Field(
            "email",
            _("E-mail address"),
            "text",
            "e mail|email|mail|mailadresse|e mail adresse|e mail address|poczta|adres e mail|adres email|e posta"
            "|emailova adresa|e mail cim|эл почта|почта|электронная почта|адрес электронной почты",
        ),
        Field(
            "phone",
            _("Mobile phone"),
            "text",
            "telefon|tel|handy|mobil|mobiltelefon|telefonnummer|phone|mobile|telephone|telefon komorkowy|komorka"
            "|numer telefonu|mobilni telefon|mobilszam|телефон|мобильный телефон",
        ),
    ),
)


def guessed_for(sheet: Sheet, choices: Choices, header: int = -1) -> Choices:
    """The columns as the headings suggest; "Name" beside "Vorname" is the family name and not the whole one."""
    found = guessed(sheet, MEMBERS, choices, header)
    keys = set(found.columns.values())
    if {"name", "given_name"} <= keys and "family_name" not in keys:
        columns = {column: "family_name" if key == "name" else key for column, key in found.columns.items()}
        return replace(found, columns=columns)
    return found
