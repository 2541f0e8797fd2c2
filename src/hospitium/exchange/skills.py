"""The five parts of a Europass Mobility, the scales of an evaluation, and the marks of a host."""

from django.utils.translation import gettext_lazy as _

SKILLS = {
    "job": _("Job-related skills"),
    "language": _("Language skills"),
    "digital": _("Digital skills"),
    "organisational": _("Organisational skills"),
    "social": _("Social skills"),
}
# From 1 (not at all) to 5 (entirely).
EVALUATION = {
    "question": _("My question was answered."),
    "host": _("The host had time for me."),
    "preparation": _("I was well prepared."),
    "use": _("I can use what I saw."),
    "office": _("The office was of help."),
}
HOST_MARKS = {
    "prepared": _("The guest was well prepared."),
    "useful": _("The stay was of use to us, too."),
    "effort": _("The effort was reasonable."),
}
SCALE = (
    ("1", _("1, not at all")),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", _("5, entirely")),
)
