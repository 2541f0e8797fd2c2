"""Records for the tests, and everything that the database holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

import hospitium.interchange

BERLIN = Path(hospitium.interchange.__file__).parent / "records" / "berlin.yaml"
CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "records"
LINZ = CORPUS / "linz.yaml"
MANIFEST = yaml.safe_load((CORPUS / "manifest.yaml").read_text(encoding="utf-8"))["files"]
HOME = """
home:
  city: Linz
  office: Magistrat Linz
  unit: Internationale Beziehungen
  point: [48.3069, 14.2858]
"""
PARTNERS = """
partners:
  - {id: debrecen, country: HU, since: 1994-05-05, point: [47.5316, 21.6273], names: {de: Debrecen, own: Debrecen}}
  - {id: tartu, country: EE, since: 1999, names: {de: Tartu, ru: Тарту}}
"""
SMALL = HOME + PARTNERS


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours, with the rows of relations to many."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("hospitium."):
            found[model._meta.label] = [repr(sorted(row.items())) for row in model.objects.order_by("pk").values()]
    return found


def texts() -> list[str]:
    """Everything in the database that can be read."""
    return [line for rows in everything().values() for line in rows]
