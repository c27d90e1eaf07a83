"""Read one format's TOML and refuse, with its line, whatever is not understood."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ..declared import Declared, did_you_mean, label_of, read_declared
from ..facts import TABLES, FactTable
from ..labels import Label
from .formats import (
    CELL_TYPES,
    ORDER_TIMES,
    SPANS,
    Column,
    Format,
    Match,
    Orders,
    Period,
    Rows,
    Wide,
    default_type,
    fact_tables,
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TOP = _words(
    """id label platform table currency match period rows orders columns constants personal ignore
    seller missing_buyer wide"""
)
NEEDED = ("id", "label", "platform", "table", "columns")
KEYS = {
    "match": _words("sheet preamble without at_least rows"),
    "period": _words("from pattern days file_name"),
    "rows": _words("totals dash_is_total forward_fill same_key"),
    "orders": _words("cancellation_prefix cancelled_status paid_from_lines nothing_paid not_goods"),
    "column": _words(
        "aliases type required unit values other numerator denominator sheets needed above"
    ),
    "wide": _words("table key members type value suffixes"),
}
CHOICES = {
    "platform": ("1688", "alibaba", "both"),
    "same_key": ("refuse", "sum", "copy"),
    "file_name": ("all", "last", "none"),
}
_FACT_COLUMN = Label("事实列", "fact column")


def read_format(path: Path) -> Format:
    """The format that this TOML file declares; DeclarationError with the line if it is wrong."""
    source = read_declared(Path(path))
    source.known(source.data, TOP)
    for key in NEEDED:
        if key not in source.data:
            raise source.error(
                Label(f"缺少“{key}”。", f"'{key}' is missing."),
                Label(f"请加上 {key} = …", f"Add {key} = ..."),
            )
    return _build(source, source.data)


def _build(source: Declared, data: dict[str, Any]) -> Format:
    tables = _names(data["table"])
    facts: list[FactTable] = []
    for name in tables:
        _one_of(source, Label("事实表", "table"), name, [*SPANS, *TABLES], "table")
        facts += fact_tables(name)
    _one_of(source, Label("平台", "platform"), data["platform"], CHOICES["platform"], "platform")
    columns = {n: _column(source, facts, n, c) for n, c in data["columns"].items()}
    known = {c for t in facts for c in t.columns}
    for name in data.get("constants", {}):
        _one_of(source, _FACT_COLUMN, name, known, "constants", name)
    return Format(
        id=str(data["id"]),
        label=label_of(source, data["label"], "label"),
        platform=data["platform"],
        tables=tables,
        columns=columns,
        path=str(source.path),
        definition=hashlib.sha256(source.text.encode()).hexdigest()[:12],
        currency=data.get("currency", ""),
        match=_match(source, data.get("match", {})),
        period=_period(source, tables, columns, data.get("period", {})),
        rows=_rows(source, columns, data.get("rows", {})),
        orders=_orders(source, data.get("orders", {})),
        constants=data.get("constants", {}),
        personal=_names(data.get("personal", ())),
        ignore=_names(data.get("ignore", ())),
        seller=_names(data.get("seller", ())),
        missing_buyer=_names(data.get("missing_buyer", ())),
        wide=tuple(_wide(source, i, w) for i, w in enumerate(data.get("wide", ()))),
    )


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(v) for v in value)


def _one_of(
    source: Declared, kind: Label, name: object, known: Collection[str], *spot: str | int
) -> None:
    """Refuse a value outside the closed set, with the nearest known ones."""
    if name not in known:
        what = Label(f"不认识的{kind.zh}“{name}”。", f"unknown {kind.en} '{name}'.")
        raise source.error(what, did_you_mean(str(name), known), *spot)


def _column(source: Declared, facts: list[FactTable], name: str, data: dict[str, Any]) -> Column:
    kinds = {c: k for t in facts for c, k in t.columns.items()}
    spot = ("columns", name)
    _one_of(source, _FACT_COLUMN, name, kinds, *spot)
    source.known(data, KEYS["column"], *spot)
    kind = data.get("type", default_type(name, kinds[name]))
    if kind == "date" and kinds[name] == "time":
        kind = "time"  # a moment is read from a bare day too
    _one_of(source, Label("单元格类型", "cell type"), kind, CELL_TYPES, *spot, "type")
    for role in ("numerator", "denominator"):
        if role in data:
            _one_of(source, _FACT_COLUMN, data[role], kinds, *spot, role)
    return Column(
        name=name,
        aliases=_names(data.get("aliases", ())),
        type=kind,
        required=bool(data.get("required", False)),
        unit=data.get("unit", ""),
        values=data.get("values", {}),
        other=data.get("other"),
        numerator=data.get("numerator", ""),
        denominator=data.get("denominator", ""),
        sheets=data.get("sheets", {}),
        needed=bool(data.get("needed", False)),
        above=data.get("above"),
    )


def _match(source: Declared, data: dict[str, Any]) -> Match:
    source.known(data, KEYS["match"], "match")
    _patterns(source, data, "match", ("sheet", "preamble"))
    return Match(**{**data, "without": _names(data.get("without", ()))})


def _period(
    source: Declared, tables: tuple[str, ...], columns: dict[str, Column], data: dict[str, Any]
) -> Period:
    source.known(data, KEYS["period"], "period")
    _patterns(source, data, "period", ("pattern",))
    times = [n for n, c in columns.items() if c.type == "time"]
    known = [*Period().sources, *times]
    usual = Period().sources
    if "order" in tables:  # an order's day stands in its row, never in the name of the file
        usual = ("column", *(t for t in ORDER_TIMES if t in times))
    for name in _names(data.get("from", ())):
        _one_of(source, Label("日期来源", "source of the period"), name, known, "period", "from")
    rest = {k: v for k, v in data.items() if k != "from"}
    if "file_name" in rest:
        kind = Label("文件名规则", "file name rule")
        _one_of(source, kind, rest["file_name"], CHOICES["file_name"], "period", "file_name")
    return Period(sources=_names(data.get("from", usual)), **rest)


def _patterns(source: Declared, data: dict[str, Any], table: str, keys: tuple[str, ...]) -> None:
    for key in keys:
        try:
            re.compile(data.get(key, ""))
        except re.error as bad:
            what = Label(f"不是有效的正则表达式：{bad}", f"this is no valid pattern: {bad}")
            raise source.error(what, None, table, key) from bad


def _rows(source: Declared, columns: dict[str, Column], data: dict[str, Any]) -> Rows:
    source.known(data, KEYS["rows"], "rows")
    for key in ("dash_is_total", "forward_fill"):
        for name in _names(data.get(key, ())):
            _one_of(source, Label("列", "column"), name, columns, "rows", key)
    if "same_key" in data:
        kind = Label("重复行规则", "rule for repeated rows")
        _one_of(source, kind, data["same_key"], CHOICES["same_key"], "rows", "same_key")
    rest = {k: _names(v) for k, v in data.items() if k != "same_key"}
    return Rows(same_key=data.get("same_key", "refuse"), **rest)


def _orders(source: Declared, data: dict[str, Any]) -> Orders:
    source.known(data, KEYS["orders"], "orders")
    return Orders(**{**data, "not_goods": _names(data.get("not_goods", ()))})


def _wide(source: Declared, index: int, data: dict[str, Any]) -> Wide:
    spot = ("wide", index)
    source.known(data, KEYS["wide"], *spot)
    for key in ("table", "key", "members"):
        if key not in data:
            raise source.error(Label(f"缺少“{key}”。", f"'{key}' is missing."), None, *spot)
    _one_of(source, Label("事实表", "table"), data["table"], TABLES, *spot, "table")
    known = TABLES[data["table"]].columns
    suffixes = {k: _names(v) for k, v in data.get("suffixes", {}).items()}
    for name in (data["key"], *filter(None, [data.get("value")]), *suffixes):
        _one_of(source, _FACT_COLUMN, name, known, *spot)
    return Wide(
        table=data["table"],
        key=data["key"],
        members=data["members"],
        type=data.get("type", "mixed"),
        value=data.get("value", ""),
        suffixes=suffixes,
    )
