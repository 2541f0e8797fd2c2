"""One spelling for all ways of writing a word."""

import re
import unicodedata

MAX_CHARACTERS = 200_000
MAX_TOKENS = 20_000
MAX_WORD = 64


class _Plain(dict[int, str | None]):
    """Letter by letter what stays of it, learnt as letters come: nothing of a mark."""

    def __missing__(self, sign: int) -> str | None:
        letter = chr(sign)
        plain = None if unicodedata.combining(letter) else letter
        # Beyond are the thousands of Chinese characters, which nobody's lists hold.
        if sign < 0x3000:
            self[sign] = plain
        return plain


# NFKD does not take these apart.
_PLAIN = _Plain(
    {
        ord("ł"): "l",
        ord("đ"): "d",
        ord("ø"): "o",
        ord("ı"): "i",
        ord("æ"): "ae",
        ord("œ"): "oe",
        ord("þ"): "th",
        ord("ð"): "d",
        ord("ħ"): "h",
        ord("ŧ"): "t",
        ord("ŋ"): "n",
    }
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SHORT_I = "\u0438\u0306"  # и with breve, which is how NFKD writes й
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Small letters without marks: "Žižkov" and "ŽIZKOV" become "zizkov", "Łódź" "lodz", "Straße" "strasse".

    Cyrillic stays Cyrillic: ё becomes е, because print leaves the dots out; й stays й, because it is a letter
    of its own that nobody leaves out and the Russian endings depend on it.
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return apart.replace(_SHORT_I, "й").translate(_PLAIN)


def tokens(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in small letters, marks kept, in their order.

    Never more than 20,000 words of 64 letters from the first 200,000 characters: a hostile text costs no more
    than a long one.
    """
    plain = unicodedata.normalize("NFC", text[:MAX_CHARACTERS].casefold())
    words = (found.group()[:MAX_WORD] for found in _WORD.finditer(plain))
    return tuple(word for word, _ in zip(words, range(MAX_TOKENS), strict=False))


def spellings(word: str) -> frozenset[str]:
    """The folded word and, for ä ö ü, the form with an e: "münchen" gives "munchen" and "muenchen"."""
    return frozenset({fold(word), fold(word.translate(_UMLAUTS))} - {""})
