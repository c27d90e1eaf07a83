"""The threshold planner is told what a piece costs, and so how far buyers go beyond a threshold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd
import pytest

from opslib import events
from opslib.campaigns.response import Response, Tier
from opslib.campaigns.thresholds import plan_thresholds
from opslib.marketing import tiers as made
from opslib.marketing.tiers import tiers, usual_piece

AS_OF = date(2026, 11, 20)
LINES = "order_id INT, date DATE, status TEXT, unit_price DOUBLE, qty DOUBLE, amount DOUBLE"


def year(*lines: tuple[object, ...], settings: dict[str, float] | None = None) -> SimpleNamespace:
    """A shop that has these order lines only: days ago, status, unit price, pieces."""
    con = duckdb.connect()
    con.execute(f"CREATE TABLE order_line ({LINES})")
    for k, (ago, status, price, qty) in enumerate(lines):
        known = price if price is None else float(price)  # type: ignore[arg-type]
        row = [k, AS_OF - timedelta(days=int(ago)), status, known, qty, 40.0 * float(qty)]  # type: ignore[arg-type, call-overload]
        con.execute("INSERT INTO order_line VALUES (?, ?, ?, ?, ?, ?)", row)
    con.execute(
        """CREATE TABLE "order" AS SELECT order_id, date, status, amount AS goods_amount,
           amount AS paid_amount, NULL::TEXT AS buyer, FALSE AS is_fake FROM order_line"""
    )
    numbers = {"margin_floor": 0.1, "ad_margin": 0.4}
    shop = SimpleNamespace(
        con=con,
        as_of=AS_OF,
        profile=SimpleNamespace(number=lambda name, day: numbers[name]),
        calendar=events.calendar(AS_OF - timedelta(days=200), AS_OF, region="", events=[]),
    )
    return SimpleNamespace(shop=shop, settings=settings or {})


def test_a_usual_piece_is_the_median_of_paid_lines_of_half_a_year():
    """Prices 10, 20 and 90, and one told by its amount: 40. An old and an unpaid line are none."""
    lines = [(1, "paid", 10, 3), (2, "done", 20, 1), (3, "shipped", 90, 2), (4, "paid", None, 2)]
    other = [(400, "paid", 5000, 1), (5, "unpaid", 5000, 1), (6, "paid", None, 0)]
    assert usual_piece(year(*lines, *other)) == 30.0  # type: ignore[arg-type]
    assert usual_piece(year(*other)) == 0.0  # type: ignore[arg-type]


def test_the_plan_stands_on_the_shops_own_piece(monkeypatch):
    """Without it every buyer would stop at the very yuan of the threshold."""
    monkeypatch.setattr(made, "worth", lambda shop: SimpleNamespace(margin=0.4))
    lines = [(k % 150 + 1, "paid", 40, 3 + k % 4) for k in range(300)]
    known = year(*lines, settings={"threshold": 200, "depth": 0.05})
    found = tiers(known)  # type: ignore[arg-type]
    assert found.piece == 40.0
    values = known.shop.con.execute('SELECT goods_amount FROM "order" ORDER BY date, order_id')
    amounts = values.df()["goods_amount"]
    ask = [[Tier(200, off=10)]]
    with_it = plan_thresholds(amounts, 0.4, 0.1, response=Response(piece=40.0), candidates=ask)
    without = plan_thresholds(amounts, 0.4, 0.1, candidates=ask)
    assert found.orders.gain == pytest.approx(with_it.gain)
    assert with_it.gain != pytest.approx(without.gain, rel=0.01)


def test_buyers_are_told_what_they_lack_to_the_threshold_itself(monkeypatch):
    """'1,501 for 1,500' would be read as a slip; pieces count in what is earned only."""
    monkeypatch.setattr(made, "worth", lambda shop: SimpleNamespace(margin=0.4))
    lines = [(k % 150 + 1, "paid", 40, 3 + k % 4) for k in range(300)]
    known = year(*lines, settings={"threshold": 200, "depth": 0.05})
    known.shop.con.execute("""UPDATE "order" SET buyer = 'b' || (order_id % 4)""")
    who = tiers(known).orders.who  # type: ignore[arg-type]
    assert len(who) and set(who["threshold"]) == {200.0}
    assert list(who["gap"]) == list(200.0 - who["usual"])


@pytest.mark.parametrize("seed", [41, 42, 43])
def test_the_piece_brings_what_is_added_nearer_to_what_buyers_do(seed):
    """Buyers within reach buy whole pieces of 50 until they cross 300: played one by one."""
    dice = np.random.default_rng([seed, 59])
    values = 50.0 * dice.integers(2, 12, 4000) + dice.uniform(0, 50, 4000)
    keen = Response(9e6, 1e3, 900, assumed=False, elasticity=0.0)
    ask, off = [[Tier(300, off=15)]], 15.0
    gap, worth = 300 - values, dice.uniform(size=4000) ** 0.25  # what added goods are worth to him
    worth *= np.clip(1 - gap / (3 * values), 0, 1)
    takes = (gap > 0) & (off > (1 - worth) * gap)
    added = 1000 * (np.ceil(gap[takes] / 50) * 50).sum() / len(values)
    pieces = replace(keen, piece=50.0)
    told = {
        p: plan_thresholds(pd.Series(values), 0.4, 0.0, response=r, candidates=ask).tiers["added"]
        for p, r in ((0, keen), (50, pieces))
    }
    errors = {p: abs(float(t.sum()) - added) for p, t in told.items()}
    assert errors[50] < errors[0] / 2
