"""May this person do this, now? The answer, and the reason if the answer is no."""

from dataclasses import dataclass

from django.utils.functional import Promise

Sentence = str | Promise


class Refused(Exception):  # noqa: N818 - it is an answer to the user, not an error of the program
    """An expected no. Its text is a sentence for the user that says why and what to do."""


@dataclass(frozen=True)
class Verdict:
    """True when there is no reason against it; otherwise `reason` is the sentence to show."""

    reason: Sentence = ""

    def __bool__(self) -> bool:
        return not self.reason


ALLOWED = Verdict()


def require(verdict: Verdict) -> None:
    """Raises Refused with the verdict's reason when it is a no."""
    if not verdict:
        raise Refused(verdict.reason)
