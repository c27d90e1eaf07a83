"""The board of key figures: four windows, each against three baselines, with a small trend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from . import style, words
from .ads_words import FILLING
from .blocks import Block, block, card, empty, more, table
from .drawings import Mark, sparkline, trend, trend_sentence
from .markup import Raw, join, tag
from .sheet import Sheet

WINDOWS = (1, 3, 7, 30)


def kpis(
    sheet: Sheet,
    board: pd.DataFrame,
    trends: Mapping[str, pd.DataFrame],
    *,
    cards: Sequence[str] = (),
    events: Sequence[Mark] = (),
    chosen: int = 7,
) -> Block:
    """How is the shop, over yesterday, 3, 7 and 30 days?

    board: rows of `measure` for the whole shop, windows 1/3/7/30. trends: metric -> frame(date,
    value, lower, upper, flag), any number of days. cards: metrics with a card of their own, in
    that order (default: those with a trend); all others stand in the table below.
    """
    if board.empty:
        return empty("kpis", words.NO_DATA)
    rows = {(r.metric, int(r.window)): r for r in board.itertuples()}
    windows = [w for w in WINDOWS if any(w == window for _, window in rows)]
    shown = [m for m in (cards or trends) if any(m == metric for metric, _ in rows)]
    boxes = [_card(sheet, m, [rows.get((m, w)) for w in windows], trends.get(m)) for m in shown]
    start = chosen if chosen in windows else windows[-1]
    body = [_switch(windows, start), tag("div", *boxes, cls="kpis")]
    parts: list[object] = [
        tag("div", *body, cls="switched"),
        more(
            words.ALL_METRICS,
            card(_everything(sheet, board, windows), tag("p", words.AGAINST_HINT, cls="mute")),
        ),
    ]
    if trends:
        lines = [_line(sheet, m, f, events) for m, f in trends.items() if len(f)]
        parts.append(more(words.ALL_TRENDS, tag("div", *lines, cls="lines")))
    return block(*parts, text=_plain(sheet, rows, shown, start), section="board")


def line(sheet: Sheet, metric: str, frame: pd.DataFrame, events: Sequence[Mark] = ()) -> Block:
    """How did one metric run, and which days were unusual?"""
    if frame.empty:
        return empty("trend", words.NO_DATA)
    told = trend_sentence(sheet.label(metric), frame, sheet.unit(metric), sheet.currency)
    return block(_line(sheet, metric, frame, events), text=told, section="trend")


def _switch(windows: Sequence[int], chosen: int) -> Raw:
    """Radio buttons: the style sheet shows the window that is chosen, no script needed."""
    parts: list[Raw] = []
    for days in windows:
        box = tag(
            "input",
            type="radio",
            name="window",
            id=f"w{days}",
            cls=f"pick p{days}",
            checked=days == chosen,
        )
        parts += [box, tag("label", style.window(days), for_=f"w{days}", cls=f"l{days}")]
    return join(parts)


def _card(sheet: Sheet, metric: str, rows: Sequence[Any], frame: pd.DataFrame | None) -> Raw:
    label, unit = sheet.label(metric), sheet.unit(metric)
    flagged = frame is not None and len(frame) and "flag" in frame and bool(frame["flag"].iloc[-1])
    head = tag(
        "div",
        tag("span", style.start(label), cls="mute"),
        tag("span", words.OUT, cls="pill watch") if flagged else None,
        cls="head",
    )
    known = [row for row in rows if row is not None]
    values = [_window(sheet, row, always=len(known) == 1) for row in known]
    spark = None
    if frame is not None and len(frame):
        spark = sparkline(frame, alt=trend_sentence(label, frame, unit, sheet.currency))
    return tag("div", head, *values, spark, cls="kpi", data_metric=metric)


def _window(sheet: Sheet, row: Any, *, always: bool = False) -> Raw:
    """One window's value and how it stands against its baselines.

    always: shown whatever window is picked, for a figure that has only one.
    """
    compared = [
        join([tag("span", words.AGAINST_SHORT[k], cls="mute"), tag("span", moved)])
        for k in words.AGAINST
        if (moved := style.change(row.value, getattr(row, k, None), sheet.unit(row.metric)))
    ]
    return tag(
        "div",
        tag("div", figure(sheet, row), cls="v"),
        tag("div", *compared, cls="vs") if compared else None,
        _caveat(row),
        cls="win always" if always else f"win w{int(row.window)}",
    )


def figure(sheet: Sheet, row: Any) -> Raw:
    """The figure of a measurement row, or its bounds where only they are known."""
    number = sheet.measured(row)
    if row.basis == "bounds" and style.missing(row.value):
        shown = style.span(row.low, row.high, number.unit, sheet.currency)
        return sheet.show(number, shown)
    return sheet.show(number)


def _caveat(row: Any) -> Raw | None:
    if row.basis == "bounds" and style.missing(row.value):
        return tag("div", words.BOUNDS, cls="mute tiny")
    if row.basis == "daily mean":
        return tag("div", words.DAY_BY_DAY, cls="mute tiny")
    if bool(getattr(row, "filling", False)):
        return tag("div", FILLING, cls="mute tiny")
    if bool(getattr(row, "partial", False)):
        absent = max(int(row.window) - int(row.days_present), 1)
        return tag("div", words.PARTIAL.format(n=absent), cls="mute tiny")
    return None


def _everything(sheet: Sheet, board: pd.DataFrame, windows: Sequence[int]) -> Raw:
    """All metrics in one table, a column a window; tables.xlsx gets every baseline too."""
    by_metric: dict[str, dict[int, Any]] = {}
    for row in board.itertuples():
        by_metric.setdefault(str(row.metric), {})[int(row.window)] = row
    lines = []
    for metric, rows in by_metric.items():
        only = next(iter(rows.values())) if len(rows) == 1 else None
        shown = [only] if only else [rows.get(w) for w in windows]
        ahead = [""] * (len(windows) - len(shown))
        lines.append(
            [
                style.start(sheet.label(metric)),
                *ahead,
                *(_both(sheet, r) if r else "" for r in shown),
            ]
        )
    _keep(sheet, board)
    return table([words.METRIC, *(style.window(w) for w in windows)], lines)


def _both(sheet: Sheet, row: Any) -> Raw:
    """A value, and below it how it moved against the period before."""
    moved = style.change(row.value, row.before, sheet.unit(row.metric))
    daily = str(words.DAY_BY_DAY) if row.basis == "daily mean" else None
    filling = str(FILLING) if bool(getattr(row, "filling", False)) else None
    told = join([moved or None, daily, filling], " · ")
    value = figure(sheet, row)
    return tag("div", value, tag("span", told, cls="sub")) if told else value


def _keep(sheet: Sheet, board: pd.DataFrame) -> None:
    baselines = list(words.AGAINST)
    plain = [
        (
            str(sheet.label(r.metric)),
            int(r.window),
            *(r.value, r.low, r.high),
            *(getattr(r, b, None) for b in baselines),
        )
        for r in board.itertuples()
    ]
    heads = [words.METRIC, words.WINDOW, words.VALUE, "≥", "≤", *words.AGAINST.values()]
    frame = pd.DataFrame(plain, columns=[str(h) for h in heads])
    sheet.table("kpis", words.ALL_METRICS, frame)


def _line(sheet: Sheet, metric: str, frame: pd.DataFrame, events: Sequence[Mark]) -> Raw:
    unit, label = sheet.unit(metric), sheet.label(metric)
    told = trend_sentence(label, frame, unit, sheet.currency)
    key = join([words.BAND, words.FLAG, words.GAP], " · ")
    drawn = trend(frame, unit, sheet.currency, alt=told, marks=events)
    return card(
        tag("b", style.start(label)),
        drawn,
        tag("p", told, cls="mute"),
        tag("p", key, cls="mute tiny"),
    )


def _plain(sheet: Sheet, rows: Mapping[Any, Any], shown: Sequence[str], window: int) -> str:
    parts = [
        f"{sheet.label(m)} {style.figure(rows[m, window].value, sheet.unit(m), sheet.currency)}"
        for m in shown
        if (m, window) in rows
    ]
    return f"{style.window(window)}: " + " | ".join(parts)
