"""The preview of a long list of members: seconds and memory, with plain readers beside it in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import xlsxwriter

from benchmarks.load import MeasurementError
from benchmarks.ours import ROOT, Figure
from benchmarks.peers import Peer

ROWS, COLUMNS, RUNS = 10_000, 20, 5
NAME = f"Preview of a list of {ROWS:,} members × {COLUMNS} columns"
MEMORY = f"{NAME}: memory of the whole process"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hospitium-bench" / "openpyxl"
SYLLABLES = "ba ko ra mi no wi szcz ek ow sk al ina ler tom czy ja dor ga pre zu lo żół ić ęd".split()
HEADINGS = ("Nazwisko", "Imię", "Tytuł", "Stanowisko", "Instytucja", "Rola", "E-mail", "Telefon")
# Each runs in a process of its own: seconds of each run, then the largest memory in MB.
BEGIN = """
import json, sys, time
content = open(sys.argv[1], "rb").read()
def measure(act):
    act()
    found, used = [], time.process_time()
    for _turn in range({runs}):
        begun = time.perf_counter()
        act()
        found.append(time.perf_counter() - begun)
    used = (time.process_time() - used) / {runs}
    # Of this program alone: what the process was before counts in getrusage.
    lines = open("/proc/self/status").read().splitlines()
    most = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    print(json.dumps([found, most, used]))
"""
OURS = """
from hospitium.operations import django_start
django_start.start()
from hospitium.core import tables
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.preview import previewed, suspected
from hospitium.delegations.roster import guessed_for, plan
def act():
    sheet = tables.read(content)
    made = plan(sheet, guessed_for(sheet, Choices(language="pl")), members=(), language="pl", address_of=str)
    assert len(made.to_do) == {rows}, made.counts
    return previewed(made), suspected(made, None), made.digest
measure(act)
"""
CALAMINE = """
import io
from python_calamine import CalamineWorkbook
measure(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())
"""
OPENPYXL = """
import io
from openpyxl import load_workbook
def act():
    book = load_workbook(io.BytesIO(content), read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))
measure(act)
"""


def figures(*, with_peers: bool, say: Callable[[str], None]) -> tuple[list[Figure], list[Peer]]:
    """Ours with what is asked, and what reading alone costs elsewhere: no names, no suggestions, no guard.

    openpyxl is not among our libraries; `with_peers` says that it may be set up in an environment of its own.
    """
    with tempfile.TemporaryDirectory(prefix="hospitium-bench-") as folder:
        file = Path(folder) / "members.xlsx"
        write(file)
        seconds, memory, work = run(OURS, file, Path(folder))
        size = f"{file.stat().st_size // 1024} kB"
        found = [
            Figure(
                NAME, "s", 2, tuple(seconds), f"{size}; columns, names, duplicates, odd letters; processor {work:.1f} s"
            ),
            Figure(MEMORY, "MB", 250, (memory,)),
        ]
        others = [peer("calamine", "Reading the cells alone.", CALAMINE, file, lambda: sys.executable)]
        if with_peers:
            others.append(
                peer("openpyxl", "Reading the cells alone, read-only.", OPENPYXL, file, environment_of_openpyxl)
            )
    for figure in found:
        say(f"{figure.name}: {figure.measured}")
    return found, others


def environment_of_openpyxl() -> str:
    python = CACHE / "bin" / "python"
    if not list(CACHE.glob("lib/*/site-packages/openpyxl")):
        subprocess.run([sys.executable, "-m", "venv", str(CACHE)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "openpyxl"]
        subprocess.run(install, check=True, capture_output=True, timeout=300)
    return str(python)


def peer(name: str, what: str, script: str, file: Path, python: Callable[[], str]) -> Peer:
    read = f"… {name} reading the same file"
    try:
        seconds, memory, work = run(script, file, file.parent, python())
        figure = Figure(read, "s", None, tuple(seconds), f"{memory:.0f} MB, processor {work:.1f} s")
    except (MeasurementError, OSError, subprocess.SubprocessError) as error:
        figure = Figure(read, "s", note=f"not measured: {error}")
    return Peer(name, what, {read: figure}, {read: NAME})


def run(script: str, file: Path, folder: Path, python: str = sys.executable) -> tuple[list[float], float, float]:
    """Seconds of each run, the largest memory in MB, and seconds of the processor for one run."""
    code = (
        BEGIN.format(runs=RUNS) + script.format(rows=ROWS) if "{rows}" in script else BEGIN.format(runs=RUNS) + script
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "HOSPITIUM_DATA": str(folder)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [python, "-c", code, str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise MeasurementError(" ".join(done.stderr.strip().splitlines()[-1:]) or "no word")
    seconds, memory, work = json.loads(done.stdout.strip().splitlines()[-1])
    return seconds, memory, work


def write(file: Path, seed: int = 4) -> None:
    """The same invented list for the same seed; hardly two people have the same name."""
    chance = Random(seed)
    given = ["".join(chance.choices(SYLLABLES, k=2)).capitalize() for _turn in range(300)]
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("Lista")
        sheet.write_row(0, 0, [*HEADINGS, *(f"Uwagi {n}" for n in range(COLUMNS - len(HEADINGS)))])
        for row in range(1, ROWS + 1):
            family = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
            person = [family, chance.choice(given), "dr", "dyrektorka biura", "Urząd Miasta", ""]
            reach = [f"a{row}@example.org", "+48 22 000 00 00"]
            sheet.write_row(row, 0, [*person, *reach, *(f"tekst {row} {n}" for n in range(COLUMNS - len(HEADINGS)))])


if __name__ == "__main__":
    measured, beside = figures(with_peers=True, say=print)
    for one in beside:
        print(one.name, list(one.figures.values()))
