"""Logo and colours of the installing city, from the settings."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from hospitium.core.http import public

# Picture formats that cannot carry a script.
FORMATS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}


@public
def colours(request: HttpRequest) -> HttpResponse:
    """The city's own colour in place of ours, for light and for dark pages; the settings check that it is a colour."""
    light, dark = settings.INSTALLATION["colour"], settings.INSTALLATION["colour_dark"]
    rules = []
    if light:
        rules.append(f':root, [data-kern-theme="light"] {{ --hsp-accent: {light}; --hsp-own: {light}; }}')
    if dark:
        own = f"--hsp-accent: {dark}; --hsp-own: {dark};"
        rules.append(f"@media (prefers-color-scheme: dark) {{ :root:not([data-kern-theme]) {{ {own} }} }}")
        rules.append(f'[data-kern-theme="dark"] {{ {own} }}')
    response = HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@public
def logo(request: HttpRequest) -> HttpResponse:
    """The city's logo, a PNG, JPEG or WebP file that the settings name."""
    file = Path(str(settings.INSTALLATION["logo"] or "-"))
    media_type = FORMATS.get(file.suffix.lower())
    if media_type is None or not file.is_file():
        raise Http404
    response = HttpResponse(file.read_bytes(), content_type=media_type)
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
