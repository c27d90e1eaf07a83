"""The declared columns of a sheet as typed values; what cannot be read is reported."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..labels import Label
from . import cells, dates
from .cells import Cells, Parser
from .formats import KEEP, Column
from .header import normalise
from .reading import Reading, carried_down
from .unfit import refuse_unfit

PARSERS: dict[str, Parser] = {
    "text": cells.words,
    "id": cells.identifier,
    "count": cells.count,
    "number": cells.plain_number,
    "money": cells.number,
    "mixed": cells.number,
    "rate": cells.unsigned_rate,
    "low": cells.low,
    "high": cells.high,
    "single": cells.single,
    "bool": cells.truth,
    "score": cells.score,
    "date": dates.day,
    "time": dates.moment,
    "clock": dates.clock,
    "month": dates.month,
    "hour": dates.hour,
}
# The header's unit, and what the declared unit makes of it.
_TIME = {("min", "s"): 60.0, ("h", "s"): 3600.0, ("min", "h"): 1 / 60, ("s", "h"): 1 / 3600}
_FIX_CELL = Label(
    "该值按空处理；请在原文件改正后重新导入。",
    "It counts as empty; mend the cell and import again.",
)


def read_columns(reading: Reading) -> None:
    """Type every declared column that the sheet has into `reading.values`, except the period."""
    # Shares last: they may be checked against their parts.
    for column in sorted(reading.format.columns.values(), key=lambda c: c.type == "rate"):
        place = reading.place(column)
        if column.type == "period" or place is None:
            continue
        text = reading.text(place)
        if column.name in reading.format.rows.forward_fill:
            text = carried_down(cells.clean(text), reading.keep)
        unit = reading.header.units[place]
        read = PARSERS[column.type](text, unit)
        title = reading.header.seen[place]
        if len(read.bad) and not column.needed and not _gives_the_day(reading, column):
            reading.unread(read.bad, title, place, _unreadable(column, text, read.bad), _FIX_CELL)
        reading.values[column.name] = _finish(reading, column, text, read, unit, title)
        if column.needed:
            refuse_unfit(reading, column, place)


def _gives_the_day(reading: Reading, column: Column) -> bool:
    """Is this time the only one that tells a row's day? Then its row is refused, and told so."""
    one = reading.format
    declared = [one.columns.get("date" if n == "column" else n) for n in one.period.sources]
    placed = [c.name for c in declared if c and reading.place(c) is not None]
    return column.type == "time" and placed == [column.name]


def _unreadable(column: Column, text: pa.Array, bad: np.ndarray) -> Label:
    first = text[int(bad[0])].as_py() or ""
    if column.type == "id":
        return Label(
            "编号已变成科学计数，末尾数字丢失。",
            "the id is in scientific notation, digits are lost.",
        )
    if column.type == "count" and cells.parse_number(first)[0] is not None:
        return Label("这里应是不带小数的个数。", "a whole number, not negative, is expected here.")
    return Label("这个值读不懂。", "this value cannot be read.")


def _finish(
    reading: Reading, column: Column, text: pa.Array, read: Cells, unit: str, title: str
) -> pa.Array:
    values = read.values
    if column.type == "rate":
        return _rate(reading, column, read, unit, title)
    if column.name == "buyer":
        return _hashed(values, reading.format.missing_buyer, reading.source.salt)
    if column.values:
        return _mapped(reading, column, values, title)
    if column.type == "id":
        _warn_long(reading, values, title)
    if (scale := _TIME.get((unit, column.unit))) is not None:
        return pc.multiply(values, scale)
    if (
        column.type == "money"
        and (unit == "USD") != (reading.format.currency == "USD")
        and unit
        in (
            "USD",
            "元",
        )
    ):
        reading.say(
            Label(
                f"“{title}”的币种与格式声明的 {reading.format.currency} 不同。",
                f"'{title}' is in another currency than the declared {reading.format.currency}.",
            ),
            Label("请核对 currency。", "Check the format's currency."),
            column=title,
        )
    return values


def _rate(reading: Reading, column: Column, read: Cells, unit: str, title: str) -> pa.Array:
    """A share between 0 and 1, by the % signs, the header's unit, its parts, or its size."""
    values = read.values.to_numpy(zero_copy_only=False)
    signs = read.percent
    if unit == "%" or (signs is not None and signs.any()):
        known = np.isfinite(values)
        bare = known & ~signs if signs is not None else np.zeros(len(known), dtype=bool)
        if unit != "%" and (bare & (values != 0)).any():
            reading.cells(
                np.flatnonzero(bare & (values != 0)),
                title,
                None,
                Label("同列有 % 号而这里没有，按 % 读。", "no % sign here; read as percent."),
                Label("请核对。", "Check it."),
            )
        return pa.array(np.round(values / 100, 10), from_pandas=True)
    percent = _by_parts(reading, column, values)
    if percent is None:
        percent = bool(np.nanmax(values, initial=0) > 1)
    if percent:
        reading.say(
            Label(
                f"“{title}”没有 % 号，按百分数读。", f"'{title}' has no % sign; read as percent."
            ),
            Label("请核对。", "Check it."),
            column=title,
        )
        return pa.array(np.round(values / 100, 10), from_pandas=True)
    return pa.array(values, from_pandas=True)


def _by_parts(reading: Reading, column: Column, values: np.ndarray) -> bool | None:
    """Percent or share? Whichever lies nearer to numerator / denominator; None if unknown."""
    names = (column.numerator, column.denominator)
    parts = [reading.values[n] for n in names if n in reading.values]
    if len(parts) < 2:
        return None
    top, bottom = (p.to_numpy(zero_copy_only=False).astype(float) for p in parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log10(np.abs(values) / np.abs(top / bottom))
    usable = ratio[np.isfinite(ratio)]
    return bool(np.median(usable) > 1) if len(usable) else None


def _hashed(values: pa.Array, missing: tuple[str, ...], salt: str) -> pa.Array:
    """A buyer as 16 hex digits that cannot be read back without the workspace's salt."""
    coded = values.dictionary_encode()
    gone = {m.casefold() for m in missing}

    def secret(text: str | None) -> str | None:
        if text is None or text.casefold() in gone:
            return None
        plain = text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
        return hashlib.sha256(f"{salt}{plain}".encode()).hexdigest()[:16]

    return pa.array([secret(t) for t in coded.dictionary.to_pylist()], pa.string()).take(
        coded.indices
    )


def _mapped(reading: Reading, column: Column, values: pa.Array, title: str) -> pa.Array:
    """Words of the export as the words of the facts; an unlisted one is reported."""
    table = {normalise(k)[0]: v for k, v in column.values.items()}
    table |= {normalise(v)[0]: v for v in column.values.values()}
    coded = values.dictionary_encode()
    found, foreign = [], []
    for text in coded.dictionary.to_pylist():
        known = table.get(normalise(text)[0]) if text else None
        if text and known is None:
            if not column.other:
                foreign.append(text)
            keep = column.other == KEEP or (column.other is None and not column.needed)
            known = text if keep else column.other or None
        found.append(known)
    if foreign and not column.needed:
        reading.say(
            Label(
                f"“{title}”里没见过的值：{'、'.join(foreign[:10])}。",
                f"'{title}' holds values not seen before: {', '.join(foreign[:10])}.",
            ),
            Label(
                f"请在格式 {reading.format.id} 的 columns.{column.name}.values 里加上。",
                f"Add them to columns.{column.name}.values of format {reading.format.id}.",
            ),
            column=title,
        )
    return pa.array(found, pa.string()).take(coded.indices)


def _warn_long(reading: Reading, values: pa.Array, title: str) -> None:
    if cells.stored_as_number(values):
        reading.say(
            Label(
                f"“{title}”超过 15 位且按数字保存，末几位可能已丢失。",
                f"'{title}' has over 15 digits kept as numbers; the last digits may be lost.",
            ),
            Label("请重新下载，不要用 Excel 打开保存。", "Download again, do not resave in Excel."),
            column=title,
        )
