"""The exact split of a change: hand-worked shares, exactness, swapped signs, honest degradation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.errors import ParameterError
from opslib.metrics import explain
from opslib.metrics.noise import beyond
from opslib.model import Why

from .facts_in_memory import connect

AS_OF = date(2026, 11, 20)
STEPS = ("impressions", "clicks", "visitors", "pay_buyers", "pay_amount")


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def one(con, **more: Any) -> Why:
    """The Why of a single cut, its sum checked to the cent."""
    why = explain(con, as_of=AS_OF, **more)
    assert isinstance(why, Why)
    assert why.remainder == pytest.approx(0, abs=0.005)
    return why


def day(i: int, *funnel: float, **more: Any) -> dict[str, Any]:
    return {"date": ago(i), **dict(zip(STEPS, funnel, strict=True)), **more}


def amounts(why: Why) -> dict[str, float]:
    return {c.key: c.amount for c in why.contributions}


def test_two_factors_by_hand() -> None:
    """Impressions and order value both double: each earns half of the joint effect."""
    con = connect(shop_day=[day(0, 2000, 100, 50, 10, 400), day(1, 1000, 50, 25, 5, 100)])
    why = one(con, window=1)
    assert (why.before, why.after, why.change) == (100, 400, 300)
    # Half alone first (+100), half last (+200): (100 + 200) / 2 = 150 each.
    assert amounts(why) == pytest.approx(
        {"impressions": 150, "ctr": 0, "visits_per_click": 0, "pay_cvr": 0, "amount_per_buyer": 150}
    )
    ctr = next(c for c in why.contributions if c.key == "ctr")
    assert (ctr.before, ctr.after, ctr.part) == (0.05, 0.05, "factor")


def test_refunds_stand_apart() -> None:
    """More refunds must not be read as worse traffic."""
    con = connect(
        shop_day=[
            day(0, 1000, 50, 25, 5, 100, refund_amount=30.0),
            day(1, 1000, 50, 25, 5, 100, refund_amount=10.0),
        ]
    )
    why = one(con, metric="net_pay_amount", window=1)
    assert (why.before, why.after) == (90, 70)
    assert amounts(why)["refund_amount"] == -20
    assert sum(abs(v) for v in amounts(why).values()) == pytest.approx(20)


@pytest.mark.parametrize(
    ("missing", "first"),
    [((), "impressions"), (("impressions",), "clicks"), (("impressions", "clicks"), "visitors")],
)
def test_the_longest_identity_that_the_data_supports(missing: tuple, first: str) -> None:
    """A shop that does not export clicks still learns about visitors and conversion."""
    rows = [day(0, 900, 60, 50, 10, 300), day(1, 1000, 50, 40, 5, 100)]
    rows = [{k: v for k, v in r.items() if k not in missing} for r in rows]
    why = one(connect(shop_day=rows), window=1)
    assert why.contributions[0].key == first
    assert len(why.contributions) == 5 - len(missing)


def test_orders_alone_tell_new_from_returning_buyers() -> None:
    """Without any export the split goes by buyers, orders and order value."""
    # Yesterday ann (new) 100; today ann again 2 x 60 and bob (new) 50, and 10 without a buyer.
    rows = [
        (1, "ann", 100.0),
        (0, "ann", 60.0),
        (0, "ann", 60.0),
        (0, "bob", 50.0),
        (0, None, 10.0),
    ]
    orders = [
        {"order_id": str(n), "date": ago(i), "buyer": b, "paid_amount": a}
        for n, (i, b, a) in enumerate(rows)
    ]
    why = one(connect(order=orders), window=1)
    found = amounts(why)
    assert (why.before, why.after) == (100, 180)
    assert found["new_buyers"] == 0 and found["new_order_value"] == -50
    assert found["old_buyers"] == 120 and found["unknown_buyers"] == 10
    assert why.note is not None and "订单" in why.note.zh


def test_members_new_gone_and_unattributed() -> None:
    """The cut by product must name who came, who went, and what no product explains."""
    rows = [("A", 1, 10, 100.0), ("A", 0, 5, 50.0), ("B", 1, 4, 40.0), ("C", 0, 6, 90.0)]
    products = [
        {"date": ago(i), "item_id": m, "visitors": v, "pay_amount": a} for m, i, v, a in rows
    ]
    shop = [day(0, 1, 1, 1, 1, 160), day(1, 1, 1, 1, 1, 150)]
    why = one(connect(product_day=products, shop_day=shop), window=1, by="product")
    by = {m: sum(c.amount for c in why.contributions if c.key == m) for m in ("A", "B", "C")}
    assert by == pytest.approx({"A": -50, "B": -40, "C": 90})
    # Shop +10, products 0: the shop's 20 of postage today against 10 yesterday.
    assert amounts(why)["unattributed"] == pytest.approx(10)
    labels = " ".join(c.label.zh for c in why.contributions)
    assert "B（消失）" in labels and "C（新出现）" in labels
    rate = [c for c in why.contributions if (c.key, c.part) == ("A", "rate")]
    assert not rate, "A still earns 10 a visitor: its rate did not move"


def test_mix_and_rate_apart() -> None:
    """Fewer visitors and a worse page are different jobs for different people."""
    rows = [("A", 1, 10, 100.0), ("A", 0, 10, 60.0), ("B", 1, 10, 20.0), ("B", 0, 40, 80.0)]
    channels = [
        {"date": ago(i), "channel": m, "visitors": v, "pay_amount": a} for m, i, v, a in rows
    ]
    why = one(connect(channel_day=channels), window=1, by="channel")
    parts = {(c.key, c.part): c.amount for c in why.contributions}
    assert parts["A", "rate"] < 0 and ("B", "rate") not in parts
    assert parts["B", "mix"] == pytest.approx(60)  # 30 more visitors at an unchanged 2 each
    assert parts["A", "rate"] + parts.get(("A", "mix"), 0) == pytest.approx(-40)


def test_small_members_are_folded_and_still_add_up() -> None:
    """Two thousand lines explain nothing."""
    products = [
        {"date": ago(i), "item_id": f"p{k}", "visitors": 5 + k, "pay_amount": float(k * (3 - i))}
        for i in (0, 1)
        for k in range(40)
    ]
    why = one(connect(product_day=products), window=1, by="product")
    assert len({c.key for c in why.contributions}) == 13
    assert any(c.key == "other" for c in why.contributions)


def test_who_gained_and_lost_most_is_never_folded() -> None:
    """The page lists them by name and has to say whether they moved beyond noise."""
    # Twenty big ones swap traffic for yield at the same money; p0 alone earns less, p1 more.
    big = [
        {"date": ago(i), "item_id": f"b{k}", "visitors": 100 + 50 * i, "pay_amount": 3000.0 + k}
        for i in (0, 1)
        for k in range(20)
    ]
    small = [
        {"date": ago(i), "item_id": f"p{k}", "visitors": 10, "pay_amount": money}
        for k, pair in enumerate(((20.0, 60.0), (70.0, 20.0)))
        for i, money in enumerate(pair)
    ]
    why = one(connect(product_day=[*big, *small]), window=1, by="product")
    net = {k: sum(c.amount for c in why.contributions if c.key == k) for k in ("p0", "p1")}
    assert net == pytest.approx({"p0": -40, "p1": 50})


def test_a_weekly_export_is_explained_for_its_own_week() -> None:
    """Alibaba.com gives products by week only; the Why says which weeks it compares."""
    rows = [
        {"date": d, "days": 7, "item_id": "A", "visitors": v, "inquiries": q}
        for d, v, q in ((date(2026, 11, 14), 100, 8), (date(2026, 11, 7), 80, 4))
    ]
    why = one(connect(product_window=rows), metric="inquiries", by="product")
    assert (why.window.end, why.baseline.end) == (date(2026, 11, 14), date(2026, 11, 7))
    assert why.change == 4


def test_missing_days_are_said_and_nothing_is_split() -> None:
    """Six days against seven would find a cause for a missing file."""
    rows = [day(i, 1000, 50, 25, 5, 100) for i in range(14) if i != 3]
    why = explain(connect(shop_day=rows), as_of=AS_OF)
    assert isinstance(why, Why)
    assert why.contributions == () and why.note is not None
    cut = explain(connect(shop_day=rows), as_of=AS_OF, by="channel")
    assert isinstance(cut, Why) and cut.contributions == ()


def test_several_cuts_at_once_and_metrics_that_cannot_be_split() -> None:
    """A list of cuts gives a list; an average cannot be split into yuan."""
    con = connect(shop_day=[day(0, 2, 2, 2, 2, 2), day(1, 1, 1, 1, 1, 1)])
    whys = explain(con, as_of=AS_OF, window=1, by=[None, "channel"])
    assert isinstance(whys, list) and [w.dimension for w in whys] == ["shop", "channel"]
    for bad in ({"metric": "ctr"}, {"metric": "visitors", "by": "channel"}):
        with pytest.raises(ParameterError):
            explain(con, as_of=AS_OF, **bad)


def test_beyond_noise_by_hand() -> None:
    """Twice 1.4826 times the median of the past sizes; no verdict from five weeks."""
    import numpy as np

    past = np.array([10.0, -20, 30, -40, 50, np.nan, 30])  # median size 30: limit 88.956
    assert beyond(89.0, past) is True
    assert beyond(-88.9, past) is False
    assert beyond(1e9, past[:5]) is None


def test_a_planted_fall_stands_out() -> None:
    """Impressions halve after twelve quiet weeks: that factor, and only that, is beyond noise."""
    wave = [1.00, 1.02, 0.99, 1.01, 0.98, 1.03, 1.0]
    rows = []
    for i in range(112):
        f = wave[(i * 5) % 7] * (1 + 0.01 * ((i * 13) % 11 - 5))
        shown = 1000 * f * (0.5 if i < 7 else 1)
        click, value = 0.05 * wave[(i * 3) % 7], 20 * wave[(i * 2) % 7]
        clicks = shown * click
        funnel = (round(shown), round(clicks), round(clicks), round(clicks / 4), clicks * value)
        rows.append(day(i, *funnel))
    why = one(connect(shop_day=rows))
    found = {c.key: c.beyond_noise for c in why.contributions}
    assert found["impressions"] is True
    assert max(why.contributions, key=lambda c: abs(c.amount)).key == "impressions"


FUNNEL = st.tuples(*(st.integers(0, 50) for _ in range(5)))


@settings(max_examples=25, deadline=None)
@given(FUNNEL, FUNNEL)
def test_any_two_days_split_exactly_and_swapping_flips_signs(a: tuple, b: tuple) -> None:
    """Zeros anywhere in the funnel must not lose a cent or invent one."""
    forth = one(connect(shop_day=[day(0, *a), day(1, *b)]), window=1)
    back = one(connect(shop_day=[day(0, *b), day(1, *a)]), window=1)
    assert forth.change == a[-1] - b[-1]
    mirrored = {k: -v for k, v in amounts(back).items()}
    assert amounts(forth) == pytest.approx(mirrored, abs=1e-9)


MEMBERS = st.dictionaries(
    st.sampled_from("ABCDE"), st.tuples(st.integers(0, 9), st.integers(0, 90)), max_size=5
)


@settings(max_examples=25, deadline=None)
@given(MEMBERS, MEMBERS, st.integers(0, 300), st.integers(0, 300))
def test_any_members_split_exactly(now: dict, before: dict, today: int, yesterday: int) -> None:
    """New, vanished and money without visitors: the lines still add to the shop's change."""
    rows = [
        {"date": ago(i), "channel": m, "visitors": v, "pay_amount": float(a)}
        for i, members in ((0, {**now, "Z": (1, 1)}), (1, {**before, "Z": (1, 1)}))
        for m, (v, a) in members.items()
    ]
    shop = [day(0, 1, 1, 1, 1, today), day(1, 1, 1, 1, 1, yesterday)]
    why = one(connect(channel_day=rows, shop_day=shop), window=1, by="channel")
    assert why.change == today - yesterday
    for member in set(now) | set(before):
        moved = sum(c.amount for c in why.contributions if c.key == member)
        gap = now.get(member, (0, 0))[1] - before.get(member, (0, 0))[1]
        assert moved == pytest.approx(gap, abs=1e-6)
    assert replace(why, contributions=()).remainder == pytest.approx(why.change)
