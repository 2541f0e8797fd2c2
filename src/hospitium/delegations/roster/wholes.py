"""A whole name in one cell taken apart: which part is the family name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hospitium.delegations.names import script_of

FAMILY_FIRST, GIVEN_FIRST = "family_first", "given_first"
# Before a name, in the languages of the house and of their neighbours; kept apart as the academic title.
TITLES = re.compile(
    r"^(?:(?:prof|dr|doc|mgr|ing|inz|inż|hab|mag|dipl|phdr|judr|mudr|rndr|bc|mba|проф|др)\b\.?(?:-ing\.?)?[ ,]*)+", re.I
)
FORMS = re.compile(r"^(?:herrn?|frau|mr|mrs|ms|pan|pani|paní|úr|г-н|г-жа|господин|госпожа)\b\.?[ ]*", re.I)
PATRONYMIC = re.compile(r"(?:[оеё]вна|ична|инична|[оеё]вич|ьич|івна|йович)$", re.I)
# They belong to the family name that follows.
PARTICLES = frozenset("von van de der den del della di da du la le zu zur zum ten ter af bin al el".split())


@dataclass(frozen=True)
class Whole:
    """The parts of a name; `is_sure` when the cell itself said which is which."""

    family: str
    given: str
    title: str = ""
    is_sure: bool = True


def taken_apart(text: str, *, order: str = "", usual: str = GIVEN_FIRST) -> Whole:
    """The name by what the cell shows (a comma, capitals, a patronymic), then by what was chosen, then by habit."""
    bare = FORMS.sub("", text.strip())
    found = TITLES.match(bare)
    title, bare = (found.group().strip(" ,"), bare[found.end() :]) if found else ("", bare)
    if "," in bare:
        family, _comma, given = bare.partition(",")
        return Whole(family.strip(), given.strip(), title)
    words = bare.split()
    if len(words) < 2:
        return Whole(bare, "", title)
    return (
        by_capitals(words, title, order) or by_patronymic(words, title, order) or by_order(words, title, order, usual)
    )


def by_capitals(words: list[str], title: str, order: str) -> Whole | None:
    """NOWAK Jan, Jan NOWAK: who writes one part in capitals means the family name."""
    capitals = [len(word) > 1 and word.isupper() for word in words]
    if order or all(capitals) or not any(capitals):
        return None
    family = " ".join(word for word, is_loud in zip(words, capitals, strict=True) if is_loud)
    given = " ".join(word for word, is_loud in zip(words, capitals, strict=True) if not is_loud)
    return Whole(family, given, title)


def by_patronymic(words: list[str], title: str, order: str) -> Whole | None:
    """Иванова Анна Петровна, Анна Петровна Иванова: a patronymic follows the given name."""
    if order or len(words) != 3 or script_of("".join(words)) != "CYRILLIC":
        return None
    if PATRONYMIC.search(words[2]):
        return Whole(words[0], " ".join(words[1:]), title)
    if PATRONYMIC.search(words[1]):
        return Whole(words[2], " ".join(words[:2]), title)
    return None


def by_order(words: list[str], title: str, order: str, usual: str) -> Whole:
    if (order or usual) == FAMILY_FIRST:
        return Whole(words[0], " ".join(words[1:]), title, is_sure=bool(order) or len(words) == 2)
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in PARTICLES:
        cut -= 1
    # Two words say it in this order; of three nobody knows whether two belong to the family name.
    return Whole(" ".join(words[cut:]), " ".join(words[:cut]), title, is_sure=bool(order) or len(words) == 2)
