"""What the exploring controls show for one setting: a figure, its comparison, its cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..labels import Label
from ..metrics import METRICS, dimensions
from ..report import Block, State, drawings, figure_block, markup, style, words
from ..report.blocks import dressed, table

if TYPE_CHECKING:
    from ..shop import Shop

_DAYS = 90
_MEMBERS = 12


def draw(shop: Shop, state: State) -> Block:
    """The metric's value and comparison; its alarms over 90 days, or its members."""
    metric = METRICS[state.metric]
    row = next(shop.measure(state.metric, window=state.window).itertuples())
    title = markup.join([
        metric.label, words.COLON, style.window(state.window), " ",
        _value(shop, row), " ", words.AGAINST[state.against], " ",
        style.change(row.value, getattr(row, state.against), metric.unit) or style.NOTHING,
    ])  # fmt: skip
    body = _members(shop, state) if state.by else _trend(shop, state)
    return figure_block(title, *body, text=title)


def cuts(shop: Shop) -> list[str]:
    """The dimensions that this shop has any data for."""
    stored = shop.snapshot.tables(shop.identity.id)
    tables = {"channel": "channel_day", "product": "product_day", "keyword": "keyword_day"}
    return ["", *(d for d, t in tables.items() if t in stored)]


def beside(*parts: Any) -> Any:
    """Widgets below each other; a section that failed stands in its place as it is."""
    import ipywidgets as w

    return w.VBox([p if isinstance(p, w.Widget) else w.HTML(dressed(p.html)) for p in parts])


def _value(shop: Shop, row: object) -> str:
    unit, value = METRICS[row.metric].unit, row.value  # type: ignore[attr-defined]
    if style.missing(value):
        return style.span(row.low, row.high, unit, shop.currency)  # type: ignore[attr-defined]
    return style.figure(value, unit, shop.currency)


def _trend(shop: Shop, state: State) -> list[object]:
    """The daily line with its band at this alarm threshold."""
    frame = shop.anomalies(state.metric, alarms_per_month=state.alarms).tail(_DAYS)
    if frame.empty:
        return [markup.tag("p", words.NO_DATA, cls="mute")]
    metric = METRICS[state.metric]
    told = drawings.trend_sentence(metric.label, frame, metric.unit, shop.currency)
    alarms = words.ALARM_DAYS.format(days=len(frame), n=int(frame["flag"].fillna(0).sum()))
    line = drawings.trend(frame, metric.unit, shop.currency, alt=told)
    return [line, markup.tag("p", told, " ", alarms, cls="mute")]


def _members(shop: Shop, state: State) -> list[object]:
    """The largest members with their comparison."""
    if state.by not in dimensions(state.metric):
        return [markup.tag("p", _NOT_BY, cls="mute")]
    frame = shop.measure(state.metric, by=state.by, window=state.window)
    size = frame["value"].fillna(frame["high"])
    top = frame.assign(size=size).sort_values(["size", "member"], ascending=[False, True])
    unit = METRICS[state.metric].unit
    rows = [
        (
            markup.name(r.name if pd.notna(r.name) and r.name else r.member, 40),
            _value(shop, r),
            style.change(r.value, getattr(r, state.against), unit) or style.NOTHING,
        )
        for r in top.head(_MEMBERS).itertuples()
    ]
    heads = (words.DIMENSION[state.by], words.VALUE, words.AGAINST[state.against])
    return [table(heads, rows)]


_NOT_BY = Label("这个指标不能这样拆。", "This metric cannot be cut like that.")
