"""Members as papers name them: in each script, with function and organisation in each language."""

from __future__ import annotations

from collections.abc import Sequence

from hospitium.core.multilingual import here
from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.names import address_line, name_in, salutation_in, script_of
from hospitium.delegations.queries.members import in_precedence
from hospitium.visits.documents.words import Phrase, phrase


def printable(delegation: Delegation) -> list[Member]:
    """Whoever comes and may stand on a print, in the order of protocol; names as the reader of the page sorts them."""
    found = in_precedence(Member.objects.filter(delegation=delegation).printable().select_related("rank"), here())
    for member in found:
        # The same record for all of them, so that none of them reads it again.
        member.delegation = delegation
    return found


def name(member: Member, language: str) -> str:
    """The name in a text of this language, with the academic title."""
    return " ".join(part for part in (member.academic_title, name_in(member.person, language)) if part)


def addressed(member: Member, language: str) -> str:
    """With what stands before a name in an address."""
    return address_line(member.person, language)


def lines_of_address(member: Member, language: str) -> tuple[str, str, str]:
    """Name, function and organisation; what nobody has given is empty."""
    function, organisation = (phrase(text, language)["text"] for text in (member.function, member.organisation))
    return addressed(member, language), function, organisation


def salutation_of(member: Member, language: str) -> str:
    """How a letter to this person begins."""
    own, function = member.salutation.texts.get(language, ""), phrase(member.function, language)["text"]
    return salutation_in(member.person, language, function=function, own=own).text


def passport_name(member: Member) -> str:
    """As it stands in the passport, which a consulate compares letter by letter."""
    return f"{member.given_name} {member.family_name.upper()}".strip()


# Scripts that the typeface of our prints has; another would come out as empty boxes.
SET_IN_TYPE = frozenset({"LATIN", "CYRILLIC", "GREEK"})


def own_script(member: Member) -> str:
    """The name in its own script; "" where it stands in the passport like that, or where we cannot set it."""
    own = member.own_name
    return own if own != str(member) and script_of(own) in SET_IN_TYPE else ""


def functions(member: Member, languages: Sequence[str]) -> list[Phrase]:
    """The function in each language, each wording once: what is not translated is not printed twice."""
    return once([phrase(member.function, language) for language in languages])


def organisations(member: Member, languages: Sequence[str]) -> list[Phrase]:
    return once([phrase(member.organisation, language) for language in languages])


def once(phrases: Sequence[Phrase]) -> list[Phrase]:
    return [one for number, one in enumerate(phrases) if one["text"] and one not in phrases[:number]]


def in_lines(phrases: Sequence[Phrase]) -> str:
    return "\n".join(one["text"] for one in phrases)
