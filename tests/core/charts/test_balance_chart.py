from decimal import Decimal

from hospitium.core.charts import Amount, BalanceRow, balance_bars

FINDING = "Wien 1 zu 3, Warschau 2 zu mindestens 4, Barnet unbekannt zu 1."
ROWS = (
    BalanceRow("Wien", Amount(1, "1"), Amount(3, "3")),
    BalanceRow("Warschau", Amount(2, "2"), Amount(4, "mind. 4", has_unknown=True)),
    BalanceRow("Barnet", Amount(None, "unbekannt"), Amount(0, "0")),
)


def bars(rows=ROWS, **words):
    titles = {"guests_title": "Gäste in Berlin", "ours_title": "Berlin zu Gast", "finding": FINDING}
    return balance_bars(rows=rows, **{**titles, **words})


def widths(drawing, role):
    return [float(one.get("width")) for one in drawing.root.iter() if one.get("class") == role and one.get("width")]


def test_balance_bars_share_one_scale(draw):
    drawing = draw(bars(), FINDING)

    assert [round(one / widths(drawing, "c-partner")[0], 1) for one in widths(drawing, "c-own")] == [3.0, 4.0]
    assert drawing.overlaps() == []


def test_balance_bars_print_zero_and_unknown_differently(draw):
    drawing = draw(bars(), FINDING)

    assert drawing.count("c-open") == 2  # the word in its box, and the piece after "at least 4"
    assert drawing.labels()[-2:] == ["unbekannt", "0"]


def test_balance_bars_with_nothing_but_zero(draw):
    drawing = draw(bars(rows=(BalanceRow("Prag", Amount(0, "0"), Amount(Decimal(0), "0 €")),)), FINDING)

    assert (drawing.count("c-own"), drawing.count("c-partner")) == (0, 0)


def test_balance_bars_with_large_amounts_and_long_titles(draw):
    row = BalanceRow("Kosten " * 9, Amount(Decimal("1234567.89"), "1.234.567,89 €"), Amount(1, "1 €", True))

    drawing = draw(bars(rows=(row,), guests_title="Besuche der Gäste " * 3, ours_title="Unsere Reisen " * 3), FINDING)

    assert drawing.overlaps() == []


def test_balance_bars_escape_labels(draw, hostile):
    row = BalanceRow(hostile, Amount(1, hostile), Amount(None, hostile))

    assert "<script" not in bars(rows=(row,), guests_title=hostile)
    assert bars(rows=()).startswith("<svg")
