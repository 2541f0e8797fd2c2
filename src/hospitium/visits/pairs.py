"""Language pairs of an interpreter as people write them: “Deutsch > Polnisch”, “de <> pl” for both directions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.search import fold
from hospitium.core import wording

Pair = tuple[str, str]
LINE = re.compile(r"(?P<origin>[^<>↔→=-]+?)\s*(?P<arrow><->|<=>|<>|↔|->|=>|→|>)\s*(?P<target>[^<>↔→=-]+)")
BOTH = frozenset({"<->", "<=>", "<>", "↔"})
MOST = 40


@cache
def names(language: str) -> Mapping[str, str]:
    """Folded name or code of a language → its code; `language` goes first, then every language of the house."""
    found: dict[str, str] = {}
    for code in dict.fromkeys([language, *dict(settings.LANGUAGES)]):
        for known, name in Locale.parse(code).languages.items():
            if len(known) <= 3 and wording.is_language(known):
                found.setdefault(fold(str(name)), known)
                found.setdefault(known, known)
    return found


def parse_pairs(lines: Iterable[str], language: str) -> list[Pair]:
    """Directions in the order of their codes, each once. Raises ValidationError that names the line."""
    found: set[Pair] = set()
    for line in lines:
        match = LINE.fullmatch(line.strip())
        if not match:
            raise ValidationError(_("“%(line)s” cannot be read. Write: de <> pl"), "pairs", {"line": line})
        origin, target = (code_of(match[part], line, language) for part in ("origin", "target"))
        if origin == target:
            raise ValidationError(_("“%(line)s” names one language twice."), "pairs", {"line": line})
        found.add((origin, target))
        if match["arrow"] in BOTH:
            found.add((target, origin))
    if len(found) > MOST:
        raise ValidationError(_("At most %(most)s directions."), "pairs", {"most": MOST})
    return sorted(found)


def code_of(word: str, line: str, language: str) -> str:
    code = names(language).get(fold(word.strip()))
    if code is None:
        raise ValidationError(
            _("“%(word)s” in “%(line)s” is not a language."), "pairs", {"word": word.strip(), "line": line}
        )
    return code


def pairs_as_lines(pairs: Sequence[Pair], language: str) -> list[str]:
    """As `parse_pairs` reads them, with the names of the languages; two directions become one line."""
    known = set(pairs)
    lines = []
    for origin, target in sorted(known):
        is_both = (target, origin) in known
        if is_both and target < origin:
            continue
        arrow = "↔" if is_both else "→"
        words = [wording.language_name(code, language=language) for code in (origin, target)]
        lines.append(f"{words[0]} {arrow} {words[1]}")
    return lines


__all__ = ["pairs_as_lines", "parse_pairs"]
