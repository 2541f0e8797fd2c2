"""Installs a wheel into an empty environment, serves an empty data folder with it, and asks for pages.

usage: python scripts/try_wheel.py dist/hospitium-….whl
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A page in another language shows that the catalogues came along, the files that the assets did.
PAGES = ("/", "/static/vendor/hospitium.css", "/static/vendor/icons.svg")


def install(wheel: Path, folder: Path) -> Path:
    """The environment's folder of programs. It knows nothing of this folder: no path of ours, no node."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin/pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    pinned = ["--require-hashes", "--only-binary", ":all:", "--requirement", ROOT / "requirements.txt"]
    subprocess.run([*pip, *pinned], check=True)
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    return folder / "bin"


def address_of(server: subprocess.Popen[str]) -> str:
    assert server.stdout
    for line in server.stdout:
        if match := re.search(r"http://\S+", line):
            return match.group(0).rstrip("/")
    sys.exit("wheel: the server did not start")


def ask(address: str) -> None:
    for page in PAGES:
        with urllib.request.urlopen(address + page, timeout=20) as answer:  # noqa: S310 - our own server
            content = answer.read()
            print(f"wheel: {page} {answer.status}, {len(content)} bytes")
            if not content:
                sys.exit(f"wheel: {page} is empty")


def main() -> int:
    wheel = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="hospitium-wheel-") as folder:
        home = Path(folder)
        begun = time.monotonic()
        programs = install(wheel, home / "env")
        print(f"wheel: installed in {time.monotonic() - begun:.0f} s")
        left = {"PYTHONPATH", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        environment = {name: value for name, value in os.environ.items() if name not in left}
        environment |= {"HOSPITIUM_DATA": str(home / "data"), "PATH": f"{programs}:/usr/bin:/bin"}
        server = subprocess.Popen(
            [programs / "hospitium", "serve", "--port", "0"],
            env=environment, cwd=home, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            ask(address_of(server))
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(15)
    print("wheel: installed, served, stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
