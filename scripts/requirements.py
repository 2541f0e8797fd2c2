"""Fails when a pinned file does not answer pyproject.toml: `make lock` makes the files anew."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def unanswered(wanted: list[str], file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    pins = {canonicalize_name(name): version for name, version in PIN.findall(text)}
    found = [
        f"{file.name} holds an address" for _address in re.findall(r"https?://|--index-url|--find-links", text)[:1]
    ]
    for words in wanted:
        requirement = Requirement(words)
        version = pins.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            found.append(f"{file.name}: {words} is answered by {version or 'nothing'}")
    return found


project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
faults = unanswered([*project["dependencies"], *extras["postgres"]], ROOT / "requirements.txt")
faults += unanswered([*project["dependencies"], *extras["postgres"], *extras["dev"]], ROOT / "requirements-dev.txt")
if faults:
    sys.exit("\n".join(["requirements: run `make lock`.", *faults]))
print("requirements: both files answer pyproject.toml")
