"""A report is not made of half a day: what is missing is named before anything starts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from opslib.errors import NotReady
from opslib.ready import readiness, silent_days, week_readiness
from opslib.store import Store

TODAY = date(2026, 11, 20)


def days(n: int, until: date = TODAY) -> list[date]:
    return [until - timedelta(days=i) for i in range(n)]


def write(store: Store, table: str, columns: dict[str, list]) -> None:
    rows = pa.table(columns)
    store.write(table, "s", rows, columns=rows.column_names, source_file="a" * 16)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path)
    when = days(10)
    write(made, "shop_day", {"date": when, "terminal": ["all"] * 10, "visitors": [5] * 10})
    return made


def test_an_empty_shop_is_not_ready(tmp_path: Path) -> None:
    """A new workspace must say that it has no data rather than show an empty page."""
    assert not readiness(Store(tmp_path).snapshot(), "s", TODAY).ok


def test_a_day_that_arrived_is_ready(store: Store) -> None:
    """With the shop's overview of the day there is something to report."""
    assert readiness(store.snapshot(), "s", TODAY).ok


def test_a_missing_day_is_named_with_the_newest_there_is(store: Store) -> None:
    """The operator must know which export to download."""
    ready = readiness(store.snapshot(), "s", TODAY + timedelta(days=1))
    with pytest.raises(NotReady, match=r"2026-11-21.*2026-11-20"):
        ready.demand("s", TODAY + timedelta(days=1))


WEEK = date(2026, 11, 9), date(2026, 11, 15)


@pytest.mark.parametrize(
    ("last", "ok"),
    [
        (date(2026, 11, 14), False),  # its Sunday is not there
        (date(2026, 11, 15), True),
        (date(2026, 11, 18), True),
        (date(2026, 10, 1), True),  # advertising has stopped: the page says so
    ],
)
def test_a_week_waits_for_its_last_day_of_advertising(store: Store, last: date, ok: bool) -> None:
    """Six days would be reviewed as seven, and every plan would seem to have spent less."""
    texts = "product_line plan item_id keyword creative audience".split()
    names = dict.fromkeys(texts, [""] * 5)
    write(
        store, "ad_day", {"date": days(5, last), "level": ["plan"] * 5, **names, "hour": [-1] * 5}
    )
    ready = week_readiness(store.snapshot(), "s", WEEK)
    assert ready.ok == ok
    assert ok or ("2026-11-09" in ready.missing[0].zh and "2026-11-14" in ready.missing[0].en)


def test_a_shop_without_advertising_is_told_so_on_its_page(store: Store, tmp_path: Path) -> None:
    """Such a shop would wait for ever; one without any data has nothing to show."""
    assert week_readiness(store.snapshot(), "s", WEEK).ok
    assert not week_readiness(Store(tmp_path / "empty").snapshot(), "s", WEEK).ok


def test_a_cut_short_product_export_is_named(store: Store) -> None:
    """Ten of forty products make sales by product look as if they had collapsed."""
    when = [d for d in days(8)[1:] for _ in range(40)] + [TODAY] * 10
    items = [str(i) for _ in days(8)[1:] for i in range(40)] + [str(i) for i in range(10)]
    write(store, "product_day", {"date": when, "item_id": items})
    ready = readiness(store.snapshot(), "s", TODAY)
    assert not ready.ok
    assert "10" in ready.missing[0].zh and "40" in ready.missing[0].zh


def traded(store: Store, until: date, without: date) -> None:
    """Nine weeks of one order a day, Saturdays and one day left out."""
    when = [d for d in days(63, until) if d.weekday() != 5 and d != without]
    write(store, "order", {"order_id": [d.isoformat() for d in when], "date": when})


def test_a_weekday_without_its_usual_orders_is_named(tmp_path: Path) -> None:
    """2026-11-20 is a Friday, and every Friday had orders: a zero would be a missing file."""
    store = Store(tmp_path)
    traded(store, TODAY, without=TODAY)
    ready = readiness(store.snapshot(), "s", TODAY)
    with pytest.raises(NotReady, match=r"2026-11-20.*2026-11-19"):
        ready.demand("s", TODAY)


def test_a_saturday_on_which_nobody_ever_orders_is_ready(tmp_path: Path) -> None:
    """A wholesaler that rests on Saturdays must get its page on Sundays all the same."""
    store = Store(tmp_path)
    saturday = TODAY + timedelta(days=1)
    traded(store, saturday, without=date(2000, 1, 1))
    assert readiness(store.snapshot(), "s", saturday).ok


def test_a_gap_before_the_day_is_found(tmp_path: Path) -> None:
    """Sales of the week look weak when Wednesday's file never came: it is to be said."""
    store = Store(tmp_path)
    wednesday = TODAY - timedelta(days=2)
    traded(store, TODAY, without=wednesday)
    snapshot = store.snapshot()
    assert readiness(snapshot, "s", TODAY).ok
    assert silent_days(snapshot.connect("s"), TODAY - timedelta(days=13), TODAY) == [wednesday]


def test_orders_alone_may_lag_three_days(tmp_path: Path) -> None:
    """A wholesaler has no orders on a Saturday; that is no missing export."""
    store = Store(tmp_path)
    write(store, "order", {"order_id": ["1"], "date": [TODAY - timedelta(days=3)]})
    assert readiness(store.snapshot(), "s", TODAY).ok
    assert not readiness(store.snapshot(), "s", TODAY + timedelta(days=1)).ok
