"""Write anew what is made from the code: docs/states, docs/manual/roles.md and the pictures of the manual."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "manual" / "pictures"


def main() -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "hospitium.config.settings_test", "PYTHONPATH": str(ROOT / "src")}
    run("scripts/states.py")
    run("-m", "django", "write_roles", "docs/manual/roles.md", also=settings)
    PICTURES.mkdir(parents=True, exist_ok=True)
    journeys = ("tests/e2e/test_journeys.py", "tests/e2e/test_seminar.py")
    run("-m", "pytest", *journeys, also={"HOSPITIUM_PICTURES": str(PICTURES)})
    for picture in sorted(PICTURES.glob("*.png")):
        print(f"docs: {picture.relative_to(ROOT)}, {picture.stat().st_size // 1000} kB")


def run(*command: str, also: dict[str, str] | None = None) -> None:
    """One step, in the folder of the project; its failure ends everything."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env={**os.environ, **(also or {})}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
