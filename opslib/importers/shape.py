"""From typed columns to rows of the fact tables: keys, days, channels, wide columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..facts import ARROW, TABLES, FactTable
from ..labels import Label
from .by_hand import activity_years, register_ids
from .header import normalise
from .reading import Reading
from .typed import PARSERS

_SUBTOTALS = pa.array(["汇总", "全部", "合计", "小计"])


def build_tables(
    reading: Reading, first: pa.Array | None, last: pa.Array | None
) -> dict[str, pa.Table]:
    """The kept rows as fact tables: one day in `*_day`, a longer period in `*_window`."""
    if first is not None and last is not None:
        reading.values["date"] = last
        days = _days(first, last)
        if "days" not in reading.values:
            reading.values["days"] = pa.array(days)
        else:
            reading.values["days"] = pc.coalesce(reading.values["days"], pa.array(days))
    put_constants(reading)
    _channel(reading)
    register_ids(reading)
    activity_years(reading)
    _refuse_keyless(reading)
    tables: dict[str, pa.Table] = {}
    for name, rows in _routes(reading).items():
        made = _table(reading, TABLES[name], rows)
        if made.num_rows:
            tables[name] = made
    return tables


def _days(first: pa.Array, last: pa.Array) -> np.ndarray:
    ends = [a.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False) for a in (first, last)]
    return (ends[1] - ends[0] + 1).astype(np.int64)


def _routes(reading: Reading) -> dict[str, np.ndarray]:
    """Which rows go to which table."""
    routes: dict[str, np.ndarray] = {}
    days = reading.values.get("days")
    single = np.ones(len(reading.keep), dtype=bool)
    if days is not None:
        single = days.to_numpy(zero_copy_only=False) == 1
    for table in reading.format.facts:
        if table.name.endswith("_window"):
            routes[table.name] = np.flatnonzero(reading.keep & ~single)
        elif "days" in table.columns or "date" not in table.key:
            routes[table.name] = np.flatnonzero(reading.keep)
        else:
            if table.name.removesuffix("_day") not in reading.format.tables:
                _refuse_long(reading, single)
            routes[table.name] = np.flatnonzero(reading.keep & single)
    return routes


def _refuse_long(reading: Reading, single: np.ndarray) -> None:
    rows = np.flatnonzero(reading.keep & ~single)
    what = Label(
        "一行是多天的合计，这张表只存单日。", "a row of several days; only single days fit."
    )
    fix = Label("请在后台按天导出。", "Export it by day.")
    reading.refuse(rows, "日期", None, what, fix)


def put_constants(reading: Reading) -> None:
    """Columns that are the same for every row of this format, or of this sheet."""
    n = len(reading.keep)
    kinds = {c: k for t in reading.format.facts for c, k in t.columns.items()}
    for name, value in reading.format.constants.items():
        if name not in reading.values:
            reading.values[name] = pa.repeat(pa.scalar(value, ARROW[kinds[name]]), n)
    for column in reading.format.columns.values():
        named = column.sheets.get(reading.sheet.name)
        if named is not None:
            reading.values[column.name] = pa.repeat(pa.scalar(named, pa.string()), n)
    if "currency" in kinds and "currency" not in reading.values and reading.format.currency:
        reading.values["currency"] = pa.repeat(reading.format.currency, n)


def _channel(reading: Reading) -> None:
    """The path of a traffic source: "搜索 > 自然搜索"; a subtotal row is its parent's own row."""
    if not any("channel" in t.key for t in reading.format.facts):
        return
    levels = []
    for name in ("source_l1", "source_l2", "source_l3"):
        if (values := reading.values.get(name)) is None:
            continue
        subtotal = pc.is_in(values, value_set=_SUBTOTALS)
        if name != "source_l1":
            values = pc.if_else(subtotal, pa.scalar(None, pa.string()), values)
            reading.values[name] = values
        levels.append(values)
    if levels:
        reading.values["channel"] = pc.binary_join_element_wise(
            *levels, " > ", null_handling="skip"
        )


def _refuse_keyless(reading: Reading) -> None:
    """Rows without the key that makes them a fact."""
    for column in reading.format.required:
        values = reading.values.get(column.name)
        if values is None or column.name in reading.format.rows.forward_fill:
            continue
        if not any(column.name in t.key for t in reading.format.facts):
            continue
        place = reading.place(column)
        title = reading.header.seen[place] if place is not None else column.name
        missing = np.flatnonzero(np.asarray(pc.is_null(values)))
        what = Label(
            f"缺少“{title}”，不知道是谁的数据。", f"'{title}' is missing, so the row has no owner."
        )
        reading.refuse(missing, title, place, what, Label("请补上。", "Fill it in."))


def _default(name: str, kind: str, n: int) -> pa.Array:
    """What a key column holds when the export does not speak of it."""
    if name == "terminal":
        return pa.repeat(pa.scalar("all"), n)
    if kind == "text":
        return pa.repeat(pa.scalar(""), n)
    return pa.repeat(pa.scalar({"hour": -1, "days": 1}.get(name, 0), ARROW[kind]), n)  # type: ignore[index]


def _table(reading: Reading, table: FactTable, rows: np.ndarray) -> pa.Table:
    picked = pa.array(rows)
    made: dict[str, pa.Array] = {}
    for name, kind in table.columns.items():
        values = reading.values.get(name)
        if values is not None:
            taken = values.take(picked).cast(ARROW[kind])
            made[name] = taken.fill_null("") if name in table.key and kind == "text" else taken
        elif name in table.key:
            made[name] = _default(name, kind, len(rows))
    made["source_row"] = pa.array(reading.row[rows])
    return _one_a_key(reading, table, pa.table(made), rows)


def _one_a_key(reading: Reading, table: FactTable, made: pa.Table, rows: np.ndarray) -> pa.Table:
    """Rows of the same key: counted as copies, added up, or refused, as the format says."""
    keys = [k for k in table.key if k != "copy"]
    frame = made.select(keys).to_pandas()
    if not frame.duplicated().any():
        return made
    rule = reading.format.rows.same_key
    if rule == "copy" and "copy" in table.key:
        copies = frame.groupby(keys, dropna=False).cumcount().to_numpy()
        return made.set_column(made.schema.get_field_index("copy"), "copy", pa.array(copies))
    if rule == "sum":
        return _added(made, keys)
    _refuse_repeated(reading, made, frame, rows)
    return made.filter(pa.array(~frame.duplicated().to_numpy()))


def _refuse_repeated(
    reading: Reading, made: pa.Table, frame: pd.DataFrame, rows: np.ndarray
) -> None:
    """The first row of a key counts; a later one that says the same is dropped with a warning."""
    again = frame.duplicated().to_numpy()
    same = made.drop_columns(["source_row"]).to_pandas().duplicated().to_numpy()
    what = Label(
        "与前面一行的日期和编号相同，数值不同。", "same key as an earlier row, other values."
    )
    fix = Label("只用了第一行；请核对导出。", "Only the first was used; check the export.")
    key, place = _shown_key(reading, [str(c) for c in frame.columns])
    reading.refuse(rows[again & ~same], key, place, what, fix)
    what = Label("整行重复，只算一次。", "the whole row is repeated and counted once.")
    reading.refuse(rows[again & same], key, place, what, fix)


def _shown_key(reading: Reading, keys: list[str]) -> tuple[str, int | None]:
    """The header and place of the last key column that the sheet has: what tells its rows apart."""
    for name in reversed(keys):
        column = reading.format.columns.get(name)
        place = reading.place(column) if column else None
        if place is not None:
            return reading.header.seen[place], place
    return keys[-1], None


# What sub-plans of one name share: adding it up would say nothing.
_NOT_ADDED = ("source_row", "bid", "avg_rank", "budget", "hours_online", "hour")


def _added(made: pa.Table, keys: list[str]) -> pa.Table:
    """Rows of the same key as one: figures added, words and row number of the first."""
    adds: list[str] = []
    firsts: list[str] = []
    for name in made.column_names:
        if name in keys:
            continue
        numeric = pa.types.is_integer(made[name].type) or pa.types.is_floating(made[name].type)
        adds_up = numeric and name not in _NOT_ADDED
        (adds if adds_up else firsts).append(name)
    grouped = made.group_by(keys, use_threads=False).aggregate(
        [(n, "sum") for n in adds] + [(n, "first") for n in firsts]
    )
    grouped = grouped.rename_columns(
        [c.removesuffix("_sum").removesuffix("_first") for c in grouped.column_names]
    )
    return grouped.select(made.column_names).cast(made.schema)


def build_wide(reading: Reading) -> dict[str, pa.Table]:
    """Columns that are facts of their own (scores, peers' values) as rows of another table."""
    tables: dict[str, pa.Table] = {}
    dates, days = reading.values.get("date"), reading.values.get("days")
    if dates is None:
        return tables
    rows = pa.array(np.flatnonzero(reading.keep))
    for wide in reading.format.wide:
        parts = []
        for member, key in _members(reading, wide.members):
            values = _wide_values(reading, wide, member)
            if not values:
                continue
            part = {
                "date": dates.take(rows),
                wide.key: pa.repeat(key, len(rows)),
                **{n: v.take(rows) for n, v in values.items()},
                "source_row": pa.array(reading.row[reading.keep]),
            }
            if "days" in TABLES[wide.table].columns and days is not None:
                part["days"] = days.take(rows)
            parts.append(pa.table(part))
        if parts:
            tables[wide.table] = _some_value(pa.concat_tables(parts, promote_options="default"))
    return tables


def _members(reading: Reading, members: object) -> list[tuple[str, str]]:
    """Headers of the sheet's indicators, each metric once (aliases share one key)."""
    found: dict[str, str] = {}
    for header, key in dict(members).items():  # type: ignore[call-overload]
        if key not in found and any(
            n.startswith(normalise(header)[0]) for n in reading.header.names
        ):
            found[key] = header
    return [(h, k) for k, h in found.items()]


def _wide_values(reading: Reading, wide: object, member: str) -> dict[str, pa.Array]:
    names: dict[str, list[str]] = {}
    if wide.value:  # type: ignore[attr-defined]
        names[wide.value] = [member]  # type: ignore[attr-defined]
    for column, ends in wide.suffixes.items():  # type: ignore[attr-defined]
        names[column] = [f"{member}{j}{end}" for end in ends for j in ("", "-", "_")]
    found = {}
    for column, headers in names.items():
        if places := reading.header.places(headers):
            unit = reading.header.units[places[0]]
            found[column] = PARSERS[wide.type](reading.text(places[0]), unit).values  # type: ignore[attr-defined]
    return found


def _some_value(table: pa.Table) -> pa.Table:
    """Without the rows whose values are all missing."""
    values = [n for n in ("value", "own", "peer_mean", "peer_excellent") if n in table.column_names]
    if not values:
        return table
    return table.filter(pc.is_valid(pc.coalesce(*[table[n] for n in values])))
