"""What can be taken over from a table of applications, and how offices head such columns in the six languages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.core.imports.choices import Choices
from hospitium.core.imports.columns import guessed
from hospitium.core.imports.targets import Field, Target
from hospitium.core.tables import Sheet

APPLICATIONS = Target(
    "applications",
    _("Applications"),
    (
        Field("key", _("Number"), "number", "nr|no|id|key|lfd nr|kennung|lp|c|sorszam|номер"),
        Field(
            "name",
            _("Person"),
            "text",
            "name|nachname vorname|familie|imie i nazwisko|jmeno|jmeno a prijmeni|nev|фио|имя и фамилия",
            is_required=True,
        ),
        Field("email", _("E-mail address"), "text", "e mail|email|mail|adres e mail|e mail cim|электронная почта"),
        Field(
            "unit",
            _("Unit"),
            "unit",
            "dienststelle|abteilung|bezirk|department|wydzial|odbor|osztaly|подразделение",
        ),
        Field("city", _("City"), "city", "stadt|partnerstadt|miasto|mesto|varos|город"),
        Field("organisation", _("Department there"), "text", "behorde|amt|urzad|urad|hivatal|ведомство"),
        Field("function", _("Function"), "text", "funktion|stelle|position|stanowisko|funkce|beosztas|должность"),
        Field("years", _("Years of service"), "years", "dienstjahre|jahre|lata|roky|ev|стаж"),
        Field("title", _("Topic in one line"), "text", "thema|titel|temat|tema|тема"),
        Field("topic", _("Field"), "topic", "handlungsfeld|feld|obszar|oblast|terulet|область"),
        Field(
            "question",
            _("Question"),
            "story",
            "frage|erkenntnisinteresse|pytanie|otazka|kerdes|вопрос",
        ),
        Field("benefit", _("Benefit"), "story", "nutzen|korzysc|prinos|haszon|польза"),
        Field("languages", _("Languages"), "languages", "sprachen|sprache|jezyki|jazyky|nyelvek|языки"),
        Field("weeks", _("Weeks"), "weeks", "wochen|dauer|tygodnie|tydny|hetek|недели"),
        Field("windows", _("Windows"), "windows", "zeit|zeiten|zeitraum|wann|termin|terminy|obdobi|idoszak|сроки|when"),
        Field("wishes", _("Wishes"), "wishes", "wunsche|wunschorte|zyczenia|prani|kivansagok|пожелания"),
        Field(
            "supervisor",
            _("Supervisor"),
            "text",
            "fuhrungskraft|vorgesetzte|przelozony|nadrizeny|vezeto|руководитель",
        ),
        Field(
            "supervisor_email", _("E-mail address of the supervisor"), "text", "mail fuhrungskraft|e mail fuhrungskraft"
        ),
        Field("substitute", _("Substitute"), "text", "vertretung|zastepca|zastup|helyettes|заместитель"),
        Field("substitute_email", _("E-mail address of the substitute"), "text", "mail vertretung|e mail vertretung"),
        Field(
            "consented",
            _("Consents are there"),
            "yes",
            "zustimmung|zustimmungen|zgoda|souhlas|hozzajarulas|согласие",
        ),
    ),
)


def guessed_for(sheet: Sheet, choices: Choices, header: int = -1) -> Choices:
    """The same choices, with the columns that the headings suggest."""
    return guessed(sheet, APPLICATIONS, choices, header)
