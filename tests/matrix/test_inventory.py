"""Every address stands in a routes.toml, every entry of a routes.toml is an address, every row is in the table."""

from hospitium.accounts.policy import table
from hospitium.accounts.routes import SELF_GUARDED, routes
from tests.matrix.addresses import patterns

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def names():
    return {route.name for _pattern, route in patterns() if route.name}


def test_every_address_is_listed():
    assert sorted(name for name in names() if not name.startswith(SELF_GUARDED) and name not in routes()) == []


def test_every_entry_is_an_address():
    assert sorted(set(routes()) - names()) == []


def test_every_entry_names_rows_of_the_table_and_methods():
    wrong = [
        (name, method, row)
        for name, rows in routes().items()
        for method, row in rows.items()
        if row not in table() or method not in METHODS
    ]

    assert wrong == []


def test_addresses_without_a_name_are_not_ours():
    ours = [
        str(pattern.pattern)
        for pattern, route in patterns()
        if not route.name and getattr(pattern.callback, "__module__", "").startswith("hospitium.")
    ]

    assert ours == []


def test_every_row_of_the_table_is_used_by_some_address_or_rule():
    from pathlib import Path

    import hospitium

    code = "\n".join(
        file.read_text(encoding="utf-8")
        for pattern in ("*.py", "routes.toml")
        for file in Path(hospitium.__file__).parent.rglob(pattern)
        if "tests" not in file.parts
    )
    unused = [row for row in table() if f'"{row}"' not in code]

    assert unused == []
