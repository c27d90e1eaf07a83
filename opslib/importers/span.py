"""Of which days a row speaks: its own column, the words above the header, or the file's name."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import ImportProblem
from ..labels import Label
from .dates import NO_DAY, Span, days_in_name, parse_period, periods, span_in_text
from .formats import ORDER_TIMES, Period
from .guess import look
from .header import preamble
from .reading import Reading, carried_down

# A file name may carry the day of the download; rows that end so long before it are odd.
_STALE = 45
_DAY_KINDS = ("time", "date")
FIX_DAY = Label(
    "请改成 2026-05-23 这样的日期后重新导入。", "Write it like 2026-05-23 and import again."
)
NO_TIME = Label(
    "时间缺失或读不懂，不知道是哪一天。",
    "the time is missing or cannot be read, so its day is unknown.",
)


def read_span(reading: Reading) -> tuple[pa.Array, pa.Array] | None:
    """First and last day of every row; None for a table whose rows need no day.

    Rows whose day cannot be read are refused. Raises ImportProblem when the sheet says nowhere
    of which days it speaks.
    """
    one = reading.format
    rule = one.period
    times = [s for s in rule.sources if s not in Period().sources and s in reading.values]
    if "column" in rule.sources and (spans := _from_column(reading)) is not None:
        return spans
    if times:
        return _from_times(reading, times)
    is_orders = "order" in one.tables
    if not is_orders and all("date" not in t.key for t in one.facts):
        return None
    whole = _of_the_sheet(reading, rule)
    if whole is None and is_orders:
        raise _no_order_day(reading)
    if whole is None:
        raise ImportProblem(
            reading.source.name,
            Label("不知道是哪一天的数据。", "it does not say of which day its data are."),
            Label(
                "请在文件名里写上日期，如 名称_2026-05-01.xlsx；一段时间写首尾两天。",
                "Put the day into the file name: NAME_2026-05-01.xlsx, or first and last day.",
            ),
        )
    n = len(reading.keep)
    first, last = (pa.repeat(pa.scalar(d, pa.date32()), n) for d in whole)
    return first, last


def _from_column(reading: Reading) -> tuple[pa.Array, pa.Array] | None:
    column = reading.format.columns.get("date")
    place = reading.place(column) if column else None
    if column is None or place is None:
        return None
    text = reading.text(place)
    if "date" in reading.format.rows.forward_fill:
        text = carried_down(text, reading.keep)
    first, last = periods(text)
    title = reading.header.seen[place]
    is_orders = "order" in reading.format.tables
    # Later lines of a merged order have no day of their own: orders.py sees to these.
    merged = is_orders and bool(reading.format.rows.forward_fill)
    needed = not merged and (is_orders or any("date" in t.key for t in reading.format.facts))
    bad = np.flatnonzero(np.asarray(pc.is_null(first.values))) if needed else first.bad
    what = Label("日期读不懂或缺失。", "the date is missing or cannot be read.")
    if needed:
        reading.refuse_unread(bad, title, place, what, FIX_DAY)
    elif len(bad):
        reading.cells(bad, title, place, what, FIX_DAY)
    return first.values, last.values


def _from_times(reading: Reading, names: list[str]) -> tuple[pa.Array, pa.Array]:
    """The day of the first of these times that a row has."""
    times = pc.coalesce(*[reading.values[n] for n in names])
    days = pc.cast(pc.floor_temporal(times, unit="day"), pa.date32())
    # A time of day alone (or any 0.85, which reads as one) says nothing of the day.
    days = pc.if_else(pc.equal(days, pa.scalar(NO_DAY, pa.date32())), None, days)
    column = reading.format.columns[names[-1]]
    missing = np.flatnonzero(np.asarray(pc.is_null(days)))
    if not reading.format.rows.forward_fill:
        place = reading.place(column)
        title = reading.header.seen[place] if place is not None else column.name
        reading.refuse_unread(missing, title, place, NO_TIME, FIX_DAY)
    return days, days


def _no_order_day(reading: Reading) -> ImportProblem:
    """Orders that stand on no day would be in no report: what to declare, or to export."""
    one = reading.format
    declared = [one.columns[n] for n in ("date", *ORDER_TIMES) if n in one.columns]
    if names := [c.aliases[0] for c in declared if c.aliases]:
        zh, en = "、".join(names), ", ".join(names)
        fix = Label(
            f"请在导出时勾选“{zh}”，或把现在的列名加到格式 {one.id} 的 aliases 里。",
            f"Include {en} in the export, or add its new name to the aliases in format {one.id}.",
        )
    else:
        likely = [c.name for c in look(reading.sheet, reading.header) if c.kind in _DAY_KINDS]
        name = likely[0].replace('"', "") if likely else "..."
        fix = Label(
            f"请在格式 {one.id} 里声明：[columns.created_at]（下单）或 [columns.paid_at]（付款）"
            f'，下一行写 aliases = ["{name}"]。',
            f"Declare it in format {one.id}: [columns.created_at] (placed) or [columns.paid_at] "
            f'(paid), and below it aliases = ["{name}"].',
        )
    what = Label("没有一列说明订单是哪一天。", "no column gives the day of the order.")
    return ImportProblem(reading.source.name, what, fix)


def _of_the_sheet(reading: Reading, rule: Period) -> Span | None:
    found: Span | None = None
    for source in rule.sources:
        if source == "preamble":
            above = preamble(reading.sheet, reading.header)
            found = span_in_text(above, rule.pattern) or parse_period(reading.sheet.name or "-")
        elif source == "file_name":
            name = reading.sheet.member or reading.source.name
            days = days_in_name(name) or days_in_name(reading.source.name)
            found = (min(days), max(days)) if days else None
        if found is not None:
            break
    if found and rule.days and found[0] == found[1]:
        return found[1] - timedelta(days=rule.days - 1), found[1]
    return found


def check_file_name(reading: Reading, first: pa.Array, last: pa.Array) -> None:
    """Does the file name's date agree with the rows?

    `file_name = "all"`: every row must lie within the name's days, others are refused. "last": the
    name is the last day or the day of the download, so that later rows are a warning.
    """
    rule = reading.format.period.file_name
    named = days_in_name(reading.sheet.member or reading.source.name)
    if rule == "none" or not named or not reading.keep.any():
        return
    begin, end = min(named), max(named)
    ends = last.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    starts = first.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    if rule == "all" or begin != end:
        outside = reading.keep & ((starts < np.datetime64(begin)) | (ends > np.datetime64(end)))
        rows = np.flatnonzero(outside)
        what = Label(
            f"文件名写的是 {begin} 到 {end}，这一行不在其中。",
            f"the file name says {begin} to {end}, this row lies outside.",
        )
        if rule == "all":
            reading.refuse(rows, "日期", None, what, Label("请核对文件。", "Check the file."))
        elif len(rows):
            _warn_name(reading, what)
    else:
        newest = ends[reading.keep].max()
        if newest > np.datetime64(end) or newest < np.datetime64(end - timedelta(days=_STALE)):
            what = Label(
                f"文件名写的是 {end}，行里的最后一天是 {newest}。",
                f"the file name says {end}, the last day in the rows is {newest}.",
            )
            _warn_name(reading, what)


def _warn_name(reading: Reading, what: Label) -> None:
    fix = Label("以行里的日期为准；请核对。", "The rows' own days were taken; check the file.")
    reading.say(what, fix)


def put_on_day(reading: Reading, days: pa.Array | None) -> None:
    """Give times that stood without a day ("10:30") the day of their row."""
    for name, column in reading.format.columns.items():
        values = reading.values.get(name)
        if column.type != "time" or values is None or days is None:
            continue
        moments = values.to_numpy(zero_copy_only=False).astype("datetime64[us]")
        bare = moments.astype("datetime64[D]") == np.datetime64(NO_DAY)
        if bare.any():
            own = (
                days.to_numpy(zero_copy_only=False).astype("datetime64[D]").astype("datetime64[us]")
            )
            moved = np.where(bare, own + (moments - np.datetime64(NO_DAY, "us")), moments)
            reading.values[name] = pa.array(moved, pa.timestamp("us"))


def covered(first: pa.Array, last: pa.Array, keep: np.ndarray) -> tuple[date, date] | None:
    """First and last day that the kept rows speak of."""
    rows = pa.array(keep)
    begin = pc.min(first.filter(rows)).as_py()
    end = pc.max(last.filter(rows)).as_py()
    return (begin, end) if begin and end else None
