"""What a reader sees: pinned versions, earlier knowledge, typed views, grown schemas."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from opslib import facts
from opslib.facts import ORIGIN, PARTITION, TABLES, FactTable
from opslib.labels import Label
from opslib.model import ImportedFile, Problem
from opslib.store import Store
from opslib.store.log import Log

from .rows import JUNE, MAY, day, got, put

MONDAY = datetime(2026, 6, 1, 8)


def test_every_view_exists_with_all_columns_before_anything_was_imported(tmp_path: Path) -> None:
    """A query on a table that no export has filled yet would fail instead of saying: nothing."""
    with Store(tmp_path / "none").snapshot().connect("s1") as con:
        for name, fact in TABLES.items():
            found = con.execute(f'DESCRIBE "{name}"').fetchall()
            assert [f[0] for f in found] == [*PARTITION, *fact.columns, *ORIGIN]
            assert con.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (0,)
    assert not (tmp_path / "none").exists()


def test_stored_types_are_those_of_the_empty_view(tmp_path: Path) -> None:
    """A metric would work on an empty shop and fail on a full one, or the other way round."""
    store = Store(tmp_path)
    put(store, "order", {"order_id": "2875511223344556677", "date": MAY, "paid_amount": 0.1})
    described = []
    for shop in ("s1", "s2"):
        with store.snapshot().connect(shop) as con:
            described.append([r[:2] for r in con.execute('DESCRIBE "order"').fetchall()])
    assert described[0] == described[1]
    assert got(store, "order", "order_id") == [("2875511223344556677",)]


def test_a_snapshot_keeps_its_numbers_while_others_write_and_compact(tmp_path: Path) -> None:
    """The top of a page and its bottom would speak of different data."""
    store = Store(tmp_path)
    put(store, "product_day", day("a", clicks=1))
    held = store.snapshot()
    put(Store(tmp_path), "product_day", day("a", clicks=2))
    put(Store(tmp_path), "product_day", day("a", JUNE, clicks=2))
    store.compact()
    with held.connect("s1") as con:
        assert con.execute("SELECT clicks FROM product_day").fetchall() == [(1,)]
    assert held.versions == {"product_day": 1}


def test_what_was_known_on_a_day_can_be_read_again(tmp_path: Path) -> None:
    """An old report could not be made again after a late correction arrived."""
    store = Store(tmp_path)
    for n in range(4):
        put(store, "product_day", day("a", clicks=n), at=MONDAY + timedelta(days=n))
    put(store, "shop_day", {"date": MAY, "terminal": "all"}, at=MONDAY + timedelta(days=2))
    store.compact()
    before = store.snapshot(MONDAY - timedelta(seconds=1))
    assert before.tables() == set()
    for n in range(4):
        snapshot = store.snapshot(MONDAY + timedelta(days=n, hours=1))
        with snapshot.connect("s1") as con:
            assert con.execute("SELECT clicks FROM product_day").fetchall() == [(n,)]
        assert snapshot.tables("s1") == {"product_day", *(["shop_day"] if n >= 2 else [])}


def test_knowledge_has_a_time_zone(tmp_path: Path) -> None:
    """What arrived at 8 in Shanghai would count as known only at 8 in London."""
    store, china = Store(tmp_path), timezone(timedelta(hours=8))
    put(store, "product_day", day("a", clicks=1), at=MONDAY.replace(tzinfo=china))
    assert store.snapshot(datetime(2026, 6, 1, 0, tzinfo=UTC)).tables() == {"product_day"}
    assert store.snapshot(MONDAY - timedelta(hours=8, seconds=1)).tables() == set()
    assert got(store, "product_day", "imported_at") == [(datetime(2026, 6, 1, 0),)]


def test_an_import_dated_back_is_known_after_the_one_before_it(tmp_path: Path) -> None:
    """A search over times that go back would find versions at random."""
    store = Store(tmp_path)
    put(store, "product_day", day("a", clicks=1), at=MONDAY)
    put(store, "product_day", day("a", clicks=2), at=MONDAY - timedelta(days=9))
    assert store.snapshot(MONDAY - timedelta(days=1)).tables() == set()
    with store.snapshot(MONDAY).connect() as con:
        assert con.execute("SELECT clicks FROM product_day").fetchall() == [(2,)]


def test_only_the_asked_shop_and_months_are_read(tmp_path: Path) -> None:
    """The morning's report would read every client's every month."""
    store = Store(tmp_path)
    for shop in ("s1", "s2"):
        put(store, "product_day", day("a", MAY), day("a", JUNE), shop=shop)
    files = store.snapshot().files("product_day", "s2", {"2026-06"})
    assert [Path(f).parent.name for f in files] == ["month=2026-06"]
    assert "shop=s2" in files[0]
    with store.snapshot().connect("s2", ["2026-06"]) as con:
        rows = con.execute("SELECT shop, month, date FROM product_day").fetchall()
    assert rows == [("s2", "2026-06", JUNE)]


@pytest.mark.parametrize("name", ["it's", "*", "a[b]c", "?", "店 铺", 'q"q', "shop=evil", "a;b--"])
def test_any_folder_name_is_one_plain_folder(tmp_path: Path, name: str) -> None:
    """A workspace in a folder called 店铺[1] would be read as a pattern, or as SQL."""
    store = Store(tmp_path / name)
    put(store, "product_day", day("a", clicks=1))
    put(Store(tmp_path / "b"), "product_day", day("a", clicks=2))
    assert got(store, "product_day", "shop", "clicks") == [("s1", 1)]


def _with(table: FactTable, **columns: facts.Type) -> FactTable:
    return FactTable(table.name, table.key, {**table.columns, **columns}, table.scope)


def test_a_store_from_before_a_new_column_still_opens_and_takes_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update of opslib would lock an operator out of last year's data."""
    put(Store(tmp_path), "product_day", day("a", clicks=1), day("b", JUNE, clicks=2), at=MONDAY)
    grown = _with(TABLES["product_day"], shares="int")
    monkeypatch.setitem(TABLES, "product_day", grown)
    store = Store(tmp_path)
    assert got(store, "product_day", "item_id", "shares") == [("a", None), ("b", None)]
    later = MONDAY + timedelta(days=1)
    put(store, "product_day", {**day("a", clicks=3), "shares": 7}, at=later)
    expected = [("a", 3, 7), ("b", 2, None)]
    assert got(store, "product_day", "item_id", "clicks", "shares") == expected
    with store.snapshot(MONDAY).connect("s1") as con:
        old = con.execute("SELECT clicks, shares FROM product_day ORDER BY 1").fetchall()
    assert old == [(1, None), (2, None)]
    put(store, "product_day", {**day("c", JUNE, clicks=3), "shares": 8}, at=later)
    store.compact()
    assert got(store, "product_day", "item_id", "shares") == [("a", 7), ("c", 8)]


def test_a_store_survives_the_step_back_to_an_older_opslib(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trying a newer version once would make the store unreadable for the installed one."""
    with monkeypatch.context() as newer:
        newer.setitem(TABLES, "product_day", _with(TABLES["product_day"], shares="int"))
        put(Store(tmp_path), "product_day", {**day("a", clicks=3), "shares": 7})
    put(Store(tmp_path), "product_day", day("a", JUNE, clicks=4))
    assert got(Store(tmp_path), "product_day", "clicks") == [(3,), (4,)]


def test_a_reader_cannot_be_sent_to_the_network(tmp_path: Path) -> None:
    """Opening a report could call out, or wait for a download on a machine without network."""
    with (
        Store(tmp_path).snapshot().connect() as con,
        pytest.raises(duckdb.Error, match="httpfs"),
    ):
        con.execute("SELECT * FROM read_csv('https://example.invalid/x.csv')")


def test_compaction_leaves_one_file_a_past_month_and_drops_what_a_killed_import_left(
    tmp_path: Path,
) -> None:
    """A store would grow by a file a day and by every broken import."""
    store = Store(tmp_path)
    put(store, "product_day", day("a", JUNE, clicks=0))
    put(store, "product_day", day("a", JUNE.replace(day=2), clicks=0))
    for n in range(5):
        put(store, "product_day", day("a", MAY.replace(day=n + 1), clicks=n))
    log = Log(tmp_path / "product_day", TABLES["product_day"].schema)
    left = log.add(pa.table({"date": [MAY]}), "s1", "2026-05")
    stranger = tmp_path / "product_day" / "notes.parquet"
    stranger.touch()
    before = set(tmp_path.rglob("*.parquet"))
    store.compact()
    assert len(store.snapshot().files("product_day", months=["2026-05"])) == 1
    assert len(store.snapshot().files("product_day", months=["2026-06"])) == 2
    assert before - set(tmp_path.rglob("*.parquet")) == {tmp_path / "product_day" / left.path}
    assert len(got(store, "product_day", "clicks")) == 7


def test_many_small_imports_do_not_leave_many_files(tmp_path: Path) -> None:
    """A report would open a file for every day of the year: five times slower."""
    store = Store(tmp_path)
    for n in range(28):
        put(store, "product_day", day("a", MAY.replace(day=n + 1), clicks=n))
    assert len(store.snapshot().files("product_day")) <= 7
    assert [c for (c,) in got(store, "product_day", "clicks")] == sorted(range(28), key=repr)


def test_the_ledger_keeps_what_became_of_each_file(tmp_path: Path) -> None:
    """An operator could not see next week why a row of today is missing."""
    store = Store(tmp_path)
    problem = Problem(Label("不是数", "no number"), row=7, column="点击", value="=1+1")
    good = ImportedFile(
        "a.xlsx",
        "f" * 64,
        "x",
        "shop_day",
        "s1",
        (MAY, JUNE),
        {"read": 3, "accepted": 2, "refused": 1, "totals_dropped": 0},
        "imported",
        (problem,),
        ("date", "clicks"),
    )
    bad = ImportedFile("b.xlsx", "e" * 64, None, None, None, None, {}, "refused")
    store.record([], MONDAY)
    store.record([good], MONDAY)
    store.record([bad], MONDAY + timedelta(days=1))
    store.compact()
    both = store.arrivals()
    assert both["path"].tolist() == ["a.xlsx", "b.xlsx"]
    assert both["accepted"].tolist() == [2, 0]
    assert '"zh": "不是数"' in both["problems"][0]
    assert store.arrivals("s1")["start"].tolist() == [MAY]
    assert store.arrivals(known_at=MONDAY)["path"].tolist() == ["a.xlsx"]
    assert Store(tmp_path / "none").arrivals().empty
