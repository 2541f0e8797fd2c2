"""What the pages for councillors say is what the program does."""

import doctest
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "algorithms"


@pytest.mark.parametrize(("page", "examples"), [("stable", 16), ("balanced", 21), ("optimal", 17)])
def test_the_examples_of_the_page(page, examples):
    found = doctest.testfile(str(PAGES / f"matching-{page}.md"), module_relative=False)

    assert found == doctest.TestResults(0, examples)
