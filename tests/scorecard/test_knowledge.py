"""A replayed morning knows nothing of later days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from opslib.scorecard.knowledge import BY_HAND, NOT_EXPORTED, Feed, as_known
from opslib.simulate import samples
from opslib.simulate.shop import simulate_facts
from opslib.store import Store

DAY = date(2026, 11, 12)


def stamp(text: str) -> pd.Timestamp:
    return pd.Timestamp(text) if text else pd.NaT


def order(**more: object) -> pd.DataFrame:
    """One order, signed and settled at the end of its history."""
    row = {
        "order_id": "a",
        "date": date(2026, 11, 10),
        "created_at": stamp("2026-11-10 10:00"),
        "paid_at": stamp("2026-11-10 10:05"),
        "shipped_at": stamp("2026-11-11 17:00"),
        "signed_at": stamp("2026-11-13 12:00"),
        "status": "done",
        "refund_amount": 30.0,
    }
    return pd.DataFrame([row | more])


@pytest.mark.parametrize(
    ("day", "status", "refund"),
    [
        (date(2026, 11, 10), "paid", 0.0),  # leaves on the 11th at 17:00
        (date(2026, 11, 11), "shipped", 0.0),
        (date(2026, 11, 16), "shipped", 0.0),  # settled four days after signing, on the 17th
        (date(2026, 11, 17), "done", 30.0),
    ],
)
def test_an_order_stands_where_it_stood(day: date, status: str, refund: float) -> None:
    """A late order would look shipped in time, and every order clock would be blind."""
    got = as_known("order", order(), day).iloc[0]
    assert (got["status"], got["refund_amount"]) == (status, refund)
    assert pd.isna(got["shipped_at"]) == (status == "paid")


def test_an_unpaid_order_is_open_for_a_day_and_then_closed() -> None:
    """Baskets left behind would count as sales lost, or as orders to ship."""
    left = order(paid_at=pd.NaT, shipped_at=pd.NaT, signed_at=pd.NaT, status="closed")
    states = [as_known("order", left, DAY + timedelta(days=d)).iloc[0]["status"] for d in (-2, 0)]
    assert states == ["unpaid", "closed"]


def test_a_reply_of_tomorrow_is_not_known() -> None:
    """An inquiry that waits would look answered."""
    asked = pd.DataFrame(
        {
            "received_at": [stamp("2026-11-12 20:00")] * 2,
            "replied_at": [stamp("2026-11-13 08:00"), stamp("2026-11-13 10:00")],
            "contacted_at": [pd.NaT] * 2,
            "stage": ["quoted", "quoted"],
        }
    )
    got = as_known("inquiry", asked, DAY)  # read on the 13th at nine
    assert got["stage"].tolist() == ["quoted", "new"]


def test_a_parcel_on_its_way_is_not_yet_signed() -> None:
    """Parcels would arrive before they left."""
    sent = pd.DataFrame(
        {
            "shipped_at": [stamp("2026-11-12 17:00"), stamp("2026-11-14 17:00")],
            "signed_at": [stamp("2026-11-15 09:00"), pd.NaT],
            "last_scan_at": [stamp("2026-11-15 09:00"), stamp("2026-11-16 09:00")],
            "state": ["已签收", "运输中"],
        }
    )
    got = as_known("parcel", sent, DAY)
    assert got["state"].tolist() == ["运输中"]
    assert got["last_scan_at"].iloc[0] == stamp("2026-11-13 01:00")


@pytest.mark.parametrize("platform", ["1688", "alibaba"])
def test_morning_by_morning_holds_what_one_import_holds(platform: str, tmp_path: Path) -> None:
    """Rows would be lost, doubled or stale after a few days; or tomorrow's would be there."""
    whole = samples.cotton() if platform == "1688" else samples.demo_alibaba()
    spec = replace(whole, start=whole.end - timedelta(days=44))
    facts = simulate_facts(spec, 3)
    last = spec.end - timedelta(days=3)
    stores = {name: Store(tmp_path / name) for name in ("daily", "once")}
    daily = Feed(stores["daily"], "s", platform, facts)
    for back in (2, 1, 0):
        daily.morning_after(last - timedelta(days=back))
    Feed(stores["once"], "s", platform, facts).morning_after(last)
    con = {name: store.snapshot().connect("s") for name, store in stores.items()}
    tables = stores["once"].snapshot().tables("s")
    assert tables == set(facts) - set(NOT_EXPORTED[platform]) and len(tables) > 9
    for table in tables:
        sql = f"""SELECT * EXCLUDE (source_file, source_row, imported_at, also_from)
                  FROM "{table}" ORDER BY ALL"""
        held = {name: c.execute(sql).df() for name, c in con.items()}
        pd.testing.assert_frame_equal(held["daily"], held["once"], obj=table)
        if table not in BY_HAND:
            assert pd.to_datetime(held["once"]["date"]).max() <= pd.Timestamp(last)
