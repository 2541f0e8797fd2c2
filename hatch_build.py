"""Refuses to build a wheel that would lack the assets or a compiled language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = ("hospitium.css", "icons.svg")


class Complete(BuildHookInterface):
    """What git does not keep must have been made before: `make wheel` does it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        package = Path(self.root) / "src/hospitium"
        missing = [name for name in ASSETS if not (package / "static/vendor" / name).is_file()]
        missing += [
            str(file.relative_to(package))
            for file in sorted(package.glob("locale/*/LC_MESSAGES/*.po"))
            if not file.with_suffix(".mo").is_file()
        ]
        if missing:
            raise RuntimeError(f"{missing[0]} is missing: build with `make wheel`, which makes it first.")
