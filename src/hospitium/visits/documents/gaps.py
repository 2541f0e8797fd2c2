"""What a letter about a visit would leave out because nobody has entered it; said before it is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitium.core import wording
from hospitium.core.multilingual import here
from hospitium.visits.models import Visit

REFERENCE, OFFICER, COST_RULE, LODGING = "reference", "officer", "cost_rule", "lodging"
USUAL = (REFERENCE, OFFICER)
# What each kind of letter of visits.documents says besides.
WANTED: Mapping[str, Collection[str]] = {"invitation": (*USUAL, COST_RULE)}
LABELS: Mapping[str, str | Promise] = {
    REFERENCE: gettext_lazy("the file reference"),
    OFFICER: gettext_lazy("who is in charge, with an e-mail address"),
    COST_RULE: gettext_lazy("who bears which cost"),
    LODGING: gettext_lazy("the hotel with its address"),
}
IS_GIVEN: Mapping[str, Callable[[Visit], bool]] = {
    REFERENCE: lambda visit: bool(visit.file_reference),
    OFFICER: lambda visit: bool(visit.officer and visit.officer.email),
    COST_RULE: lambda visit: bool(visit.cost_rule),
    LODGING: lambda visit: bool(visit.lodging and visit.lodging.address),
}


def gaps_in(visit: Visit, languages: Iterable[str], *, wanted: Collection[str] = USUAL) -> list[str]:
    """The names of what is not there, in the language of the page; of texts, in which of these languages."""
    gaps = [str(LABELS[one]) for one in wanted if not IS_GIVEN[one](visit)]
    codes = dict.fromkeys(languages)
    gaps += [in_language(_("the title"), code) for code in codes if not visit.activity.title.texts.get(code)]
    if COST_RULE in wanted and visit.cost_rule:
        gaps += [in_language(LABELS[COST_RULE], code) for code in codes if not visit.cost_rule.texts.get(code)]
    return gaps


def in_language(what: str | Promise, code: str) -> str:
    language = wording.language_name(code, language=here())
    return _("%(what)s (%(language)s)") % {"what": what, "language": language}
