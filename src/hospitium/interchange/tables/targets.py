"""What can be taken over from a table: its fields, and the headings by which office lists name them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.core.imports.targets import Field, Target

PARTNER = (
    "partner|partnerstadt|stadt|partnerschaft|city|partner city|partnership|partnerships|miasto|miasto partnerskie"
    "|partnerstwo|mesto|partnerske mesto|partnerstvi|varos|partnervaros|kapcsolat|город|город партнер"
    "|партнер|партнерство"
)
ACTIVITIES = Target(
    "activities",
    _("Activities"),
    (
        Field("partnerships", _("Partnerships"), "partnerships", PARTNER, is_required=True),
        Field(
            "begins",
            _("Begins"),
            "date",
            "beginn|von|ab|datum|wann|date|begin|begins|from|start|when|od|data|poczatek|kiedy|zacatek|kdy|kezdet|kezdete"
            "|datum|mikor|начало|с|дата|когда",
            is_required=True,
        ),
        Field("ends", _("Ends"), "date", "ende|bis|end|ends|until|to|do|koniec|konec|vege|ig|конец|окончание|до|по"),
        Field(
            "title",
            _("Title"),
            "words",
            "titel|thema|bezeichnung|aktivitat|veranstaltung|anlass|title|topic|subject|activity|event|tytul|temat|nazwa"
            "|dzialanie|wydarzenie|nazev|tema|akce|aktivita|cim|targy|rendezveny|esemeny|название|тема|мероприятие",
            is_required=True,
        ),
        Field(
            "format",
            _("Format"),
            "choice",
            "format|art|typ|kind|type|rodzaj|forma|druh|formatum|jelleg|tipus|формат|вид|тип",
            is_required=True,
        ),
        Field("direction", _("Direction"), "choice", "richtung|direction|kierunek|smer|irany|направление"),
        Field("state", _("State"), "choice", "status|stand|zustand|state|stan|stav|allapot|статус|состояние"),
        Field("number", _("Number in the series"), "count", "nr|nummer|no|number|numer|cislo|sorszam|номер"),
        Field(
            "heads",
            _("Persons"),
            "count",
            "personen|teilnehmer|teilnehmende|teilnehmerzahl|anzahl|kopfe|persons|participants|people|heads|osoby"
            "|uczestnicy|liczba osob|ucastnici|pocet osob|szemelyek|resztvevok|fo|letszam|участники"
            "|человек|количество|лиц",
        ),
        Field(
            "heads_planned",
            _("Persons planned"),
            "count",
            "geplant|personen geplant|planned|persons planned|planowane|planovano|tervezett|план|запланировано",
        ),
        Field(
            "nights", _("Nights"), "count", "ubernachtungen|nachte|nights|noclegi|noci|noclehy|ejszakak|ночи|ночевки"
        ),
        Field("places", _("Places"), "words", "ort|orte|place|places|venue|miejsce|misto|helyszin|hely|место"),
        Field("topics", _("Topics"), "topics", "themen|themenfelder|topics|tematy|temata|temak|темы"),
        Field("outcome", _("Outcome"), "words", "ergebnis|outcome|result|wynik|vysledek|eredmeny|результат|итог"),
        Field("source", _("Source"), "text", "quelle|source|zrodlo|zdroj|forras|источник"),
    ),
    defaults=("partnerships", "format", "source"),
)
CONTACTS = Target(
    "contacts",
    _("Contacts"),
    (
        Field("partner", _("Partner"), "partner", PARTNER, is_required=True),
        Field(
            "family_name",
            _("Family name"),
            "text",
            "name|nachname|familienname|family name|last name|surname|nazwisko|prijmeni|jmeno|vezeteknev|csaladnev|nev"
            "|фамилия|имя и фамилия",
            is_required=True,
        ),
        Field(
            "given_name",
            _("Given name"),
            "text",
            "vorname|vornamen|given name|first name|imie|krestni jmeno|keresztnev|utonev|имя",
        ),
        Field("title", _("Title of the person"), "text", "titel|akademischer titel|title|tytul|titul|cim|титул|звание"),
        Field(
            "function",
            _("Function"),
            "text",
            "funktion|amt|position|stelle|function|job|role|funkcja|stanowisko|funkce|pozice|beosztas|tisztseg|должность|функция",
        ),
        Field(
            "organisation",
            _("Organisation"),
            "text",
            "organisation|institution|einrichtung|amt|organization|office|instytucja|organizacja|urzad|organizace|instituce|urad|szervezet|intezmeny|hivatal|организация|учреждение",
        ),
        Field(
            "languages",
            _("Languages"),
            "text",
            "sprache|sprachen|language|languages|jezyk|jezyki|jazyk|jazyky|nyelv|nyelvek|язык|языки",
        ),
        Field(
            "email",
            _("E-mail address"),
            "text",
            "e mail|email|mail|e mail adresse|e mail address"
            "|poczta|adres e mail|e posta|эл почта|почта|электронная почта",
        ),
        Field("phone", _("Telephone"), "text", "telefon|tel|phone|telephone|telefonnummer|telefon|mobil|телефон"),
        Field(
            "met_at",
            _("Where we met"),
            "text",
            "kennengelernt|getroffen|where we met|met at|poznani|poznano|seznameni|ismeretseg|где познакомились",
        ),
        Field(
            "last_contact",
            _("Last contact"),
            "date",
            "letzter kontakt|last contact|ostatni kontakt|posledni kontakt|utolso kapcsolat|последний контакт",
        ),
        Field(
            "note",
            _("Note"),
            "text",
            "notiz|bemerkung|anmerkung|note|remark|notes|uwagi|notatka|poznamka|megjegyzes|примечание|заметка",
        ),
    ),
    defaults=("partner",),
)
TARGETS = {target.key: target for target in (ACTIVITIES, CONTACTS)}
