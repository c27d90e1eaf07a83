"""Hours and weekdays: a heat map of the week, the hours that differ, a suggested schedule."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...labels import Label
from .. import style, svg, words
from ..blocks import Block, block, card, empty, more, on_phone, table
from ..markup import Raw, filled, join, tag
from ..sheet import Sheet
from . import slots_words as say

_MEASURES = ("clicks", "impressions", "spend", "conv")
_LEFT, _ROW, _TOP = 8.0, 20.0, 18.0


def promo_slots(sheet: Sheet, slots: Any, plan: Any, terms: Any) -> Block:
    """Which hours and weekdays bring more or less beyond chance, and what follows from it?

    slots: cells, parts, weekdays, days, enough, differs (`promotion.judge_slots`). plan: parts
    with weights, gain, gain_lo, gain_hi (`promotion.schedule`). terms: basis, priced, week (its
    first weekday is the first row of the map).
    """
    cells = slots.cells
    if cells.empty or not cells["clicks"].sum():
        return empty("slots", say.NEEDS)
    conv, head = say.CONV[terms.basis], say.HEAD[terms.basis]
    verdict = _verdict(slots, conv)
    parts: list[object] = [tag("p", tag("b", verdict))]
    parts.append(_advice(sheet, plan, terms))
    first, *rest = _MEASURES
    start = terms.week[0].weekday()
    drawn = card(_map(slots, first, head, verdict, start), tag("p", say.LEGEND, cls="mute tiny"))
    parts.append(on_phone(say.MAP.format(what=say.MEASURE[first]), drawn))
    others = [card(_map(slots, m, head, verdict, start)) for m in rest]
    parts.append(more(say.OTHER_MAPS, *others))
    parts.append(more(say.HOURS_TABLE, card(_hours(sheet, slots, plan, head))))
    parts.append(tag("p", say.METHOD.format(days=slots.days, conv=conv), cls="mute tiny"))
    _keep(sheet, cells, head, conv)
    return block(*parts, text=verdict, section="slots")


def _verdict(slots: Any, conv: Label) -> Label:
    """Hours and weekdays that differ, or that none does."""
    if not slots.enough:
        return say.TOO_FEW.format(n=int(slots.parts["conv"].sum()), conv=conv)
    if not slots.differs:
        return say.NOTHING.format(conv=conv)
    said = []
    for column, what in (("verdict", say.PER_CLICK.format(conv=conv)), ("ctr_verdict", say.CTR)):
        for verdict, text in (("high", say.HIGHER), ("low", say.LOWER)):
            mine = slots.parts[slots.parts[column] == verdict]
            days = slots.weekdays[slots.weekdays[column] == verdict]
            who = [hours(r.first, r.last) for r in mine.itertuples()]
            who += [str(say.DAYS[int(r.weekday)]) for r in days.itertuples()]
            if who:
                said.append(text.format(what=what, who=Label("、".join(who), ", ".join(who))))
    if not said:
        cells = slots.cells
        odd = cells[(cells["verdict"] != "plain") | (cells["ctr_verdict"] != "plain")]
        said = [say.CELLS.format(n=len(odd))]
    return Label("".join(s.zh for s in said), " ".join(s.en for s in said))


def hours(first: int, last: int) -> str:
    """A stretch of hours: 9:00-12:00."""
    return f"{int(first)}:00–{int(last) + 1}:00"


def _advice(sheet: Sheet, plan: Any, terms: Any) -> Raw | None:
    """Which hours to bid on more or less, and what that brings a week."""
    moved = plan.parts[plan.parts["weight"] != 1.0]
    if moved.empty:
        return tag("p", say.KEEP, cls="mute")
    told = [
        str(say.WEIGHT.format(hours=hours(r.first, r.last), share=f"{r.weight:.0%}"))
        for r in moved.itertuples()
    ]
    line = join([say.SUGGEST, str(words.AND).join(told), words.STOP])
    if style.missing(plan.gain) or not terms.priced:
        return tag("p", line)
    number = sheet.loose("promo.slots.gain", say.N_GAIN, float(plan.gain), "money", window=7)
    low, high = (style.signed(v, "money", sheet.currency) for v in (plan.gain_lo, plan.gain_hi))
    won = filled(say.GAIN, gain=tag("b", sheet.show(number)), lo=low, hi=high)
    return tag("p", line, won)


def _map(slots: Any, measure: str, conv: Label, verdict: Label, start: int) -> Raw:
    """Weekday x hour from the platform's first weekday; darker is more, a mark: beyond chance."""
    label = conv if measure == "conv" else say.MEASURE[measure]
    table_ = slots.cells.pivot(index="weekday", columns="hour", values=measure)
    top = max(float(table_.to_numpy().max()), 1e-9)
    loud = slots.cells.set_index(["weekday", "hour"])["verdict"]
    wide = (100 - _LEFT) / 24
    parts: list[object] = []
    for row in range(7):
        day, y = (start + row) % 7, _TOP + _ROW * row
        parts.append(svg.words(0, y + 14, say.DAYS[day], cls="tick"))
        for hour in range(24):
            value = float(table_.loc[day, hour])
            x, mark = _LEFT + wide * hour, str(loud.loc[(day, hour)])
            parts.append(_cell(x, y, wide, value / top, mark))
    for hour in (0, 6, 12, 18, 23):
        parts.append(svg.words(_LEFT + wide * (hour + 0.5), 11, hour, cls="tick", end="middle"))
    whole = slots.cells.groupby("hour")[measure].sum()
    days = slots.cells.groupby("weekday")[measure].sum()
    alt = say.ALT.format(
        what=label, hour=f"{int(whole.idxmax())}:00", day=say.DAYS[int(days.idxmax())],
        verdict=verdict,
    )  # fmt: skip
    title = tag("h3", say.MAP.format(what=label))
    return join([title, svg.drawing(_TOP + 7 * _ROW, *parts, alt=alt, cls="heat")])


def _cell(x: float, y: float, wide: float, share: float, verdict: str) -> Raw:
    box = {"x": svg.percent(x + 0.15), "y": svg.number(y), "width": svg.percent(wide - 0.3)}
    box["height"] = svg.number(_ROW - 2)
    fill = tag("rect", **box, rx="2", cls="warm", fill_opacity=svg.number(0.06 + 0.94 * share))
    if verdict == "plain":
        return fill
    mark = "▲" if verdict == "high" else "▽"
    return join([fill, svg.words(x + wide / 2, y + 13, mark, cls=f"mark {verdict}", end="middle")])


def _hours(sheet: Sheet, slots: Any, plan: Any, conv: Label) -> Raw:
    """The stretches that were judged, with their range."""
    lines = []
    for row, weight in zip(slots.parts.itertuples(), plan.parts["weight"], strict=True):
        key = f"{int(row.first):02d}"

        def show(what: str, label: Label, unit: str, row: Any = row, key: str = key) -> Raw:
            value = getattr(row, what)
            value = None if style.missing(value) else float(value)
            return sheet.show(sheet.loose(f"promo.slots.{what}.{key}", label, value, unit))

        span = f"{row.lo:.2f} – {row.hi:.2f}"
        factor = tag("div", show("factor", say.FACTOR, "ratio"), tag("span", span, cls="sub"))
        lines.append(
            (
                tag("b", hours(row.first, row.last)),
                show("clicks", say.MEASURE["clicks"], "count"),
                show("spend", say.MEASURE["spend"], "money"),
                show("conv", conv, "count"),
                factor,
                say.VERDICT[row.verdict],
                "" if weight == 1.0 else f"{weight:.0%}",
            )
        )
    m = say.MEASURE
    head = (say.HOURS, m["clicks"], m["spend"], conv, say.FACTOR, words.STATUS, say.TIME_WEIGHT)
    return table(head, lines)


def _keep(sheet: Sheet, cells: pd.DataFrame, head: Label, conv: Label) -> None:
    """The heat map as a table for the workbook."""
    frame = cells[["weekday", "hour", *("impressions", "clicks", "spend", "conv", "rate", "ctr")]]
    frame = frame.assign(weekday=[str(say.DAYS[int(d)]) for d in frame["weekday"]])
    frame["verdict"] = [str(say.VERDICT[v]) for v in cells["verdict"]]
    m = say.MEASURE
    per_click = say.PER_CLICK.format(conv=conv)
    heads = [say.WEEKDAY, say.HOUR, m["impressions"], m["clicks"], m["spend"], head, per_click]
    heads += [say.CTR, words.STATUS]
    sheet.table("slots", say.TABLE, frame.set_axis([str(h) for h in heads], axis=1))
