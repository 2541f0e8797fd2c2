"""Check codes of letters: 80 random bits in sixteen letters that nobody mixes up (Crockford's base 32)."""

from __future__ import annotations

import base64
import io
import secrets

import segno
from django.conf import settings
from django.urls import reverse

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, BITS, GROUP = 16, 80, 4
# What people type for a letter that looks like it, also on a Cyrillic keyboard, and what they put between the groups.
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", **dict(zip("АВЕКМНОРСТХІЈ", "ABEKMH0PCTX1J", strict=True))})
BETWEEN = str.maketrans("", "", " -–\u00a0\u202f.\t")


def new_code() -> str:
    """A code that nobody can guess: sixteen letters without hyphens, as it is stored."""
    number = secrets.randbits(BITS)
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(LENGTH)))


def read_code(typed: str) -> str:
    """The code that somebody typed, whatever its spaces, hyphens and small letters; "" when it cannot be one."""
    code = typed[:60].translate(BETWEEN).upper().translate(LOOKALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def in_groups(code: str) -> str:
    """As it stands on the paper: "7K3M-Q2XR-9T5V-WYAB"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def address_of(code: str) -> str:
    """The whole address at which the code can be checked."""
    return f"{settings.BASE_URL}{reverse('delegations:check_code', args=[in_groups(code)])}"


def field_address() -> str:
    """The address of the page with the field."""
    return f"{settings.BASE_URL}{reverse('delegations:check')}"


def qr_picture(text: str) -> str:
    """A QR code as SVG, with its quiet zone; error correction M also reads a folded paper."""
    picture = io.BytesIO()
    image = segno.make(text, error="m", micro=False)
    image.save(picture, kind="svg", border=4, omitsize=True, xmldecl=False, nl=False)
    return picture.getvalue().decode()


def qr_png(text: str) -> str:
    """The same code as a PNG in base 64, for papers of office programs; ten dots a module print sharply."""
    picture = io.BytesIO()
    image = segno.make(text, error="m", micro=False)
    image.save(picture, kind="png", scale=10, border=4)
    return base64.b64encode(picture.getvalue()).decode()
