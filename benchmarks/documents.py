"""Documents: a booklet of 40 pages with tables and pictures from a cold process; WeasyPrint beside it on request."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.load import MeasurementError
from benchmarks.ours import ROOT, Figure

NAME = "Booklet of 40 pages with tables and pictures of the days, cold process, PDF/UA-1 and PDF/A-2a"
ASKED = 0.7
RUNS = 5
DAYS, ITEMS = 23, 14
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hospitium-bench" / "weasyprint"
OURS = """
import json, sys
from hospitium.documents.rendering import render_pdf
with open(sys.argv[1], encoding="utf-8") as data, open(sys.argv[2], "wb") as pdf:
    pdf.write(render_pdf("booklet", json.load(data)))
"""
THEIRS = """
import sys
from weasyprint import HTML
HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""
PAIR = ("de", "hu")
WORDS = {
    "greeting": ("Grußwort", "Köszöntő"),
    "programme": ("Programm", "Program"),
    "time": ("Zeit", "Idő"),
    "venues": ("Orte", "Helyszínek"),
    "people": ("Mitwirkende", "Közreműködők"),
    "hints": ("Gut zu wissen", "Jó tudni"),
    "contacts": ("Ihr Kontakt", "Kapcsolat"),
    "no_items": ("Nichts geplant.", "Nincs program."),
    "columns": ("Deutsch", "Magyar"),
}


def figures(*, say: Callable[[str], None]) -> list[Figure]:
    """Ours, and with PEERS=1 WeasyPrint on the same content."""
    with tempfile.TemporaryDirectory(prefix="hospitium-bench-") as folder:
        found = [ours(Path(folder))]
        if os.environ.get("PEERS") == "1":
            found.append(theirs(Path(folder)))
    for figure in found:
        say(f"{figure.name}: {figure.measured or ''} s {figure.note}")
    return found


def ours(folder: Path) -> Figure:
    data, target = folder / "data.json", folder / "ours.pdf"
    data.write_text(json.dumps(booklet(), ensure_ascii=False), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    times = tuple(timed([sys.executable, "-c", OURS, str(data), str(target)], environment) for _ in range(RUNS))
    return Figure(NAME, "s", ASKED, times, size_of(target))


def theirs(folder: Path) -> Figure:
    name = "… WeasyPrint on the same content, PDF/UA-1"
    source, target = folder / "theirs.html", folder / "theirs.pdf"
    source.write_text(page_of(booklet()), encoding="utf-8")
    try:
        python = environment_of_weasyprint()
        command = [str(python), "-c", THEIRS, str(source), str(target)]
        times = tuple(timed(command, dict(os.environ)) for _ in range(3))
    except (MeasurementError, OSError, subprocess.SubprocessError) as error:
        return Figure(name, "s", note=f"not measured: {error}")
    return Figure(name, "s", None, times, size_of(target))


def environment_of_weasyprint() -> Path:
    python = CACHE / "bin" / "python"
    if not (CACHE / "bin" / "weasyprint").exists():
        subprocess.run([sys.executable, "-m", "venv", str(CACHE)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "weasyprint"]
        subprocess.run(install, check=True, capture_output=True, timeout=900)
    return python


def timed(command: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds from the start of the process until the file is there."""
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise MeasurementError(" ".join(done.stderr.strip().splitlines()[-1:]) or "no word")
    return time.perf_counter() - begun


def size_of(pdf: Path) -> str:
    """Pages and kilobytes; the pages are left out where their tree is packed and cannot be counted so simply."""
    content = pdf.read_bytes()
    pages = len(re.findall(rb"/Type ?/Page[^s]", content))
    return f"{pages} pages, {len(content) // 1024} kB" if pages else f"{len(content) // 1024} kB"


# ---- what is printed -----------------------------------------------------------
def phrases(first: str, second: str) -> list[dict[str, str]]:
    return [{"text": text, "language": language} for text, language in zip((first, second), PAIR, strict=True)]


def booklet() -> dict[str, Any]:
    """Twenty-three days with fourteen items each, forty places and forty people, in German and Hungarian."""
    long = ("Wir freuen uns, Sie zu begrüßen. " * 40, "Örömmel üdvözöljük Önöket. " * 40)
    return {
        "paper": "a4",
        "languages": list(PAIR),
        "title": phrases("Verkehr und Stadtentwicklung", "Közlekedés és városfejlesztés"),
        "series": phrases("Seminar Nr. 9", "9. szeminárium"),
        "office": phrases("Senatskanzlei", "Szenátusi Kancellária"),
        "when": phrases("3.–22. August 2027", "2027. augusztus 3–22."),
        "edition": phrases("Stand: 1. Juli 2027", "Állapot: 2027. július 1."),
        "imprint": phrases("Änderungen sind möglich.", "A változtatás joga fenntartva."),
        "words": {name: phrases(*pair) for name, pair in WORDS.items()},
        "greeting": phrases(*long),
        "days": [day(number) for number in range(DAYS)],
        "venues": [entry(f"Haus {number}", f"{number}. ház") for number in range(40)],
        "people": [entry(f"Person {number}", f"{number}. személy") for number in range(40)],
        "hints": phrases(*long),
        "contacts": [{"name": "Referat", "function": phrases("Leitung", "Vezető"), "reach": "office@example.org"}],
    }


def day(number: int) -> dict[str, Any]:
    blocks = [
        {
            "first": 480 + 60 * hour,
            "minutes": 50,
            "lane": hour % 2,
            "tone": ("own", "partner", "quiet", "line")[hour % 4],
        }
        for hour in range(ITEMS)
    ]
    return {
        "title": phrases(f"Dienstag, {number + 3}. August 2027", f"2027. augusztus {number + 3}., kedd"),
        "items": [item(hour) for hour in range(ITEMS)],
        "strip": {
            "first": 480,
            "last": 480 + 60 * ITEMS,
            "hours": list(range(8, 8 + ITEMS)),
            "blocks": blocks,
            "alt": f"{ITEMS} Punkte von 8 bis 22 Uhr.",
        },
    }


def item(hour: int) -> dict[str, Any]:
    texts = ("Aufbau und Aufgaben der Verkehrsverwaltung", "A közlekedési igazgatás felépítése")
    lines = [
        [{**phrase, "quiet": quiet} for quiet in (False, True)]
        for phrase in phrases("Rotes Rathaus", "Vörös Városháza")
    ]
    return {"time": f"{hour + 8}:00–{hour + 8}:50", "title": phrases(*texts), "lines": lines}


def entry(first: str, second: str) -> dict[str, Any]:
    texts = phrases("Mit der U5, zwei Minuten zu Fuß. " * 3, "Az U5-ös metróval, két perc gyalog. " * 3)
    return {"name": phrases(first, second), "line": "Rathausstraße 15, 10178 Berlin", "texts": texts}


# ---- the same as a page for WeasyPrint -----------------------------------------
STYLE = """@page { size: A4; margin: 20mm 18mm 20mm 25mm; @bottom-right { content: counter(page); font-size: 8pt } }
body { font: 10pt 'Fira Sans', sans-serif } table { width: 100%; border-collapse: collapse } tr { break-inside: avoid }
td, th { border-bottom: .3pt solid #bbb; padding: 1.4mm 4mm 1.4mm 0; text-align: left; vertical-align: top }
h1 { break-before: page } .pair { display: flex; gap: 6mm } .pair > div { flex: 1 } small { color: #4a5068 }"""
COLOURS = {"own": "#1f46b0", "partner": "#7d5a00", "quiet": "#aaa", "line": "#ddd"}


def page_of(data: dict[str, Any]) -> str:
    body = "".join(parts_of(data))
    title = html.escape(data["title"][0]["text"])
    return f"<!doctype html><html lang=de><title>{title}</title><style>{STYLE}</style><body>{body}"


def parts_of(data: dict[str, Any]) -> Iterator[str]:
    words = data["words"]
    yield f"<h1>{joined(data['title'])}</h1><h1>{joined(words['greeting'])}</h1>{beside(data['greeting'])}"
    yield f"<h1>{joined(words['programme'])}</h1>"
    for one in data["days"]:
        yield f"<h2>{joined(one['title'])}</h2>{picture(one['strip'])}<table><thead><tr><th>{joined(words['time'])}"
        yield "".join(f"<th>{said(word)}" for word in words["columns"]) + "</thead>"
        for row in one["items"]:
            yield f"<tr><td>{row['time']}" + "".join(cell(row, side) for side in (0, 1))
        yield "</table>"
    for name in ("venues", "people"):
        yield f"<h1>{joined(words[name])}</h1>"
        yield "".join(f"<h2>{joined(one['name'])}</h2>{one['line']}{beside(one['texts'])}" for one in data[name])
    yield f"<h1>{joined(words['hints'])}</h1>{beside(data['hints'])}"


def cell(row: dict[str, Any], side: int) -> str:
    lines = "".join(f"<br><small>{said(line)}</small>" for line in row["lines"][side])
    return f"<td><b>{said(row['title'][side])}</b>{lines}"


def said(phrase: dict[str, str]) -> str:
    return f"<span lang={phrase['language']}>{html.escape(phrase['text'])}</span>"


def joined(pair: list[dict[str, str]]) -> str:
    return " · ".join(said(phrase) for phrase in pair)


def beside(pair: list[dict[str, str]]) -> str:
    return "<div class=pair>" + "".join(f"<div>{said(phrase)}</div>" for phrase in pair) + "</div>"


def picture(strip: dict[str, Any]) -> str:
    blocks = "".join(
        f'<rect x="{one["first"] - strip["first"]}" y="{20 - 10 * one["lane"]}" width="{one["minutes"]}" height="9" '
        f'fill="{COLOURS[one["tone"]]}"/>'
        for one in strip["blocks"]
    )
    width = strip["last"] - strip["first"]
    return (
        f'<svg role="img" aria-label="{strip["alt"]}" viewBox="0 0 {width} 30" width="100%" height="8mm">{blocks}</svg>'
    )


if __name__ == "__main__":
    figures(say=print)
