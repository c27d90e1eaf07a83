"""What an import replaces and what it leaves alone, table by table."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opslib.errors import ParameterError, StoreError, UnknownName
from opslib.facts import TABLES
from opslib.store import Store

from .rows import JUNE, MAY, day, got, put


def test_a_day_is_replaced_as_a_whole_and_its_neighbours_stay(tmp_path: Path) -> None:
    """A corrected export would leave a withdrawn product's sales in the shop's total."""
    store = Store(tmp_path)
    put(store, "product_day", day("a", clicks=1), day("b", clicks=2), day("a", JUNE, clicks=3))
    again = put(store, "product_day", day("a", clicks=5), file="b" * 16)
    assert (again.state, again.replaced, again.rows) == ("replaced", 2, 1)
    assert got(store, "product_day", "date", "item_id", "clicks") == [
        (MAY, "a", 5),
        (JUNE, "a", 3),
    ]


def test_a_day_of_another_window_length_stays(tmp_path: Path) -> None:
    """Importing the 7-day export would wipe the 30-day export that ends on the same day."""
    store = Store(tmp_path)
    put(store, "product_window", day("a", days=30, visitors=90))
    put(store, "product_window", day("a", days=7, visitors=20))
    assert got(store, "product_window", "days", "visitors") == [(30, 90), (7, 20)]


def test_columns_that_a_second_export_lacks_keep_their_value(tmp_path: Path) -> None:
    """A flow export would blank the sales that the trade export brought for the same day."""
    store = Store(tmp_path)
    first = {"date": MAY, "terminal": "all", "pay_amount": 10.0, "visitors": 5, "source_row": 3}
    put(store, "shop_day", first, file="1" * 16)
    second = {"date": MAY, "terminal": "all", "visitors": 7, "clicks": 9, "source_row": 4}
    put(store, "shop_day", second, file="2" * 16)
    columns = ("pay_amount", "visitors", "clicks", "source_file", "source_row", "also_from")
    assert got(store, "shop_day", *columns) == [
        (10.0, 7, 9, "2" * 16, 4, f"{'1' * 16}:3"),
    ]


def test_a_supplied_empty_cell_empties_the_stored_one(tmp_path: Path) -> None:
    """A number that the platform took back would stay in the report for ever."""
    store = Store(tmp_path)
    put(store, "shop_day", {"date": MAY, "terminal": "all", "visitors": 5})
    put(store, "shop_day", {"date": MAY, "terminal": "all", "visitors": None})
    assert got(store, "shop_day", "visitors", "also_from") == [(None, None)]


def test_an_order_moves_with_its_lines_to_another_month(tmp_path: Path) -> None:
    """An order that is paid after midnight of the 31st would be counted in both months."""
    store = Store(tmp_path)
    line = {"order_id": "9", "line_no": 1, "date": MAY, "amount": 4.0}
    put(store, "order_line", line, {**line, "line_no": 2}, {**line, "order_id": "8"})
    moved = put(store, "order_line", {**line, "date": JUNE}, file="b" * 16)
    assert moved.replaced == 2
    assert got(store, "order_line", "order_id", "line_no", "month") == [
        ("8", 1, "2026-05"),
        ("9", 1, "2026-06"),
    ]


def test_a_register_replaces_its_own_kind_only(tmp_path: Path) -> None:
    """Importing the tool list would delete the tasks, or keep tools that were crossed out."""
    store = Store(tmp_path)
    put(store, "register", {"kind": "tool", "id": "1", "date": MAY}, {"kind": "tool", "id": "2"})
    put(store, "register", {"kind": "task", "id": "1", "due": JUNE})
    put(store, "register", {"kind": "tool", "id": "2", "date": None})
    assert got(store, "register", "kind", "id", "month") == [
        ("task", "1", "none"),
        ("tool", "2", "none"),
    ]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_the_same_rows_again_change_nothing(tmp_path: Path, table: str) -> None:
    """A second start of the morning's import would make every row look newly corrected."""
    store, fact = Store(tmp_path), TABLES[table]
    sample = {"text": "x", "int": 3, "float": 0.1, "date": MAY, "bool": True}
    sample["time"] = datetime(2026, 5, 31, 23, 59)
    row = {c: sample[t] for c, t in fact.columns.items()}
    rows = [row, {**row, fact.key[-1]: {"text": "y", "int": 4}[fact.columns[fact.key[-1]]]}]
    first = put(store, table, *rows)
    again = put(store, table, *reversed(rows), file="b" * 16)
    assert (first.state, again.state, again.version) == ("imported", "unchanged", first.version)
    assert {f for (f,) in got(store, table, "source_file")} == {"a" * 16}


def test_shops_never_mix(tmp_path: Path) -> None:
    """One client's numbers would overwrite another client's in an agency's store."""
    store = Store(tmp_path)
    put(store, "product_day", day("a", clicks=1), shop="s1")
    put(store, "product_day", day("a", clicks=2), shop="s2")
    assert got(store, "product_day", "shop", "clicks") == [("s1", 1)]
    assert got(store, "product_day", "shop", "clicks", shop=None) == [("s1", 1), ("s2", 2)]


@pytest.mark.parametrize(
    "shop", ["", "..", "../x", "a/b", "a\\b", "A", "店", "a'b", "x=1", "a b", "-a", "a" * 65, "a\n"]
)
def test_a_hostile_shop_id_is_refused_before_anything_is_written(tmp_path: Path, shop: str) -> None:
    """A shop id with a path in it would write outside the workspace."""
    with pytest.raises(ParameterError):
        put(Store(tmp_path / "store"), "product_day", day("a"), shop=shop)
    assert list(tmp_path.rglob("*.parquet")) == []


def test_rows_that_cannot_be_keyed_are_refused(tmp_path: Path) -> None:
    """Of two rows with one key the store would keep one in silence: a wrong total."""
    store = Store(tmp_path)
    put(store, "product_day", day("a", clicks=1))
    for rows in ([day("a"), day("a")], [day(None)], [{"item_id": "a"}]):  # type: ignore[arg-type]
        with pytest.raises(StoreError):
            put(store, "product_day", *rows)
    with pytest.raises(StoreError):
        wrong = pa.table({"date": [MAY], "item_id": ["a"], "clicks": ["many"]})
        store.write("product_day", "s1", wrong, columns=["clicks"], source_file="f")
    assert got(store, "product_day", "clicks") == [(1,)]


def test_unknown_tables_and_columns_name_the_nearest(tmp_path: Path) -> None:
    """A misspelt column in a format would be dropped without a word."""
    with pytest.raises(UnknownName, match="product_day"):
        put(Store(tmp_path), "product_day", day("a"), shop="s1") and Store(tmp_path).write(
            "product_dy", "s1", pa.table({}), columns=[], source_file="f"
        )
    with pytest.raises(UnknownName, match="clicks"):
        rows = pa.table({"date": [MAY], "item_id": ["a"], "clickss": [1]})
        Store(tmp_path).write("product_day", "s1", rows, columns=[], source_file="f")


def test_no_rows_is_no_news(tmp_path: Path) -> None:
    """An empty export would raise, or make a version that says nothing."""
    empty = TABLES["product_day"].schema.empty_table().select(["date", "item_id"])
    written = Store(tmp_path).write("product_day", "s1", empty, columns=[], source_file="f")
    assert (written.state, written.rows) == ("unchanged", 0)


Cell = st.none() | st.integers(0, 3)
Days = st.dictionaries(
    st.tuples(st.integers(28, 33), st.sampled_from("ab")), st.tuples(Cell, Cell), max_size=5
)
slow = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _on(n: int) -> date:
    return date.fromordinal(date(2026, 5, 1).toordinal() + n - 1)


@slow
@given(st.lists(Days.filter(bool), min_size=1, max_size=9))
def test_any_series_of_day_imports_ends_like_a_dictionary_of_days(
    tmp_path_factory: pytest.TempPathFactory, files: list[dict[tuple[int, str], tuple[Any, Any]]]
) -> None:
    """Rewriting crowded months would lose or double rows for an operator with many files."""
    store, model = Store(tmp_path_factory.mktemp("s")), {}
    for n, file in enumerate(files):
        covered = {on for on, _ in file}
        model = {k: v for k, v in model.items() if k[0] not in covered} | file
        rows = [day(i, _on(on), clicks=c, visitors=v) for (on, i), (c, v) in file.items()]
        put(store, "product_day", *rows, file=f"{n:016d}")
        assert put(store, "product_day", *rows, file="f" * 16).state == "unchanged"
    expected = sorted(((_on(on), i, *v) for (on, i), v in model.items()), key=repr)
    assert got(store, "product_day", "date", "item_id", "clicks", "visitors") == expected
    store.compact()
    assert got(store, "product_day", "date", "item_id", "clicks", "visitors") == expected


Part = st.tuples(
    st.sets(st.sampled_from(["clicks", "visitors", "pay_orders"]), min_size=1),
    st.dictionaries(st.integers(30, 32), st.tuples(Cell, Cell, Cell), min_size=1, max_size=3),
)


@slow
@given(st.lists(Part, min_size=1, max_size=5))
def test_any_series_of_column_merges_ends_like_a_dictionary_of_cells(
    tmp_path_factory: pytest.TempPathFactory, files: list[Any]
) -> None:
    """A column would come from the wrong one of two exports of the same day."""
    store, model = Store(tmp_path_factory.mktemp("s")), {}
    names = ["clicks", "visitors", "pay_orders"]
    for n, (supplied, days) in enumerate(files):
        rows = []
        for on, cells in days.items():
            new = {c: v for c, v in zip(names, cells, strict=True) if c in supplied}
            model[on] = {**dict.fromkeys(names), **model.get(on, {}), **new}
            rows.append({"date": _on(on), "terminal": "all", **new})
        put(store, "shop_day", *rows, file=f"{n:016d}")
    expected = sorted(((_on(on), *(c[n] for n in names)) for on, c in model.items()), key=repr)
    assert got(store, "shop_day", "date", *names) == expected


@slow
@given(st.permutations([0, 1, 2]), st.lists(st.tuples(Cell, Cell), min_size=3, max_size=3))
def test_exports_with_different_columns_may_arrive_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], values: list[tuple[Any, Any]]
) -> None:
    """The folder's file order would decide what the report says."""
    stores = [Store(tmp_path_factory.mktemp("s")) for _ in range(2)]
    names = ["clicks", "visitors", "pay_orders"]
    for store, turn in zip(stores, ([0, 1, 2], order), strict=True):
        for n in turn:
            rows = [
                {"date": _on(31 + k), "terminal": "all", names[n]: values[n][k]} for k in range(2)
            ]
            put(store, "shop_day", *rows, file=f"{n:016d}")
    first, second = (got(store, "shop_day", "date", *names) for store in stores)
    assert first == second
