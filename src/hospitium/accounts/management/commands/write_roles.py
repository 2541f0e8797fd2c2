"""Writes the manual's page on roles and rights anew, from the policy table."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hospitium.accounts.rights import as_markdown


class Command(BaseCommand):
    help = "Writes docs/manual/roles.md from the policy table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="docs/manual/roles.md")

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(options["file"])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(as_markdown(), encoding="utf-8")
