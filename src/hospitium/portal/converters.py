"""The language as the first step of a public address."""

from django.conf import settings


class Language:
    """One of the languages of the site; another word is another page's address."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)
