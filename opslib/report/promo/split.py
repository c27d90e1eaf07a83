"""The coming week's money: more or less in all, and how it is split over the plans."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...ids import digest
from ...labels import Label
from .. import style, svg, words
from ..blocks import Block, block, card, empty, on_phone, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import split_words as say

_ROW, _BAR = 46.0, 9.0


def promo_split(sheet: Sheet, plan: Any, *, most_change: float = 0.3) -> Block:
    """How much should be spent in all next week, and on which plans?

    plan: split (frame of `promotion.split_budget`), advice (`promotion.TotalAdvice`), gain (mean,
    low, high), responses (priced, hurdle, reason), terms (weekly_budget), stage or None.
    most_change: how far a plan moves in a week, as a share.
    """
    if plan.split.empty:
        return empty("split", plan.responses.reason)
    lead = _lead(sheet, plan)
    parts: list[object] = [tag("p", lead), tag("p", _moves(sheet, plan))]
    parts.append(on_phone(say.PLANS.format(n=len(plan.split)), card(_table(sheet, plan))))
    if plan.responses.priced and plan.responses.reason is None:
        parts.append(on_phone(say.PICTURE, card(_figure(sheet, plan))))
    parts.append(tag("p", say.METHOD.format(share=f"{most_change:.0%}"), cls="mute tiny"))
    if plan.stage is not None:
        told = plan.stage
        parts.append(tag("p", say.STAGE.format(advice=told.advice)))
        if told.name != "cannot_tell":
            why = {"conv": f"{told.conv:,.0f}", "before": f"{told.before:,.0f}"}
            parts.append(tag("p", say.STAGE_WHY.format(weeks=told.weeks, **why), cls="mute tiny"))
    _keep(sheet, plan)
    return block(*parts, text=_plain(sheet, plan), section="split")


def _show(sheet: Sheet, what: str, label: Label, value: float, unit: str, plan: str = "") -> Raw:
    key = digest(plan) if plan else "all"
    return sheet.show(sheet.loose(f"split.{what}.{key}", label, float(value), unit, window=7))


def _lead(sheet: Sheet, plan: Any) -> Raw:
    """The sentence on the total."""
    advice = plan.advice
    if plan.responses.reason is not None:
        return join([plan.responses.reason])
    if not plan.responses.priced:
        return join([say.UNPRICED])
    text, given = _text(advice), _given(sheet, advice)
    shown = {
        "total": ("total", say.N_TOTAL),
        "to": ("to", say.N_TO),
        "marginal": ("marginal", say.N_MARGINAL),
        "gain": ("total_gain", say.N_GAIN),
    }
    # Only what the sentence says becomes a number of the page.
    for key, (id, label) in shown.items():
        if f"{{{key}}}" in text.en:
            given[key] = tag("b", _show(sheet, id, label, getattr(advice, key), "money"))
    return filled(text, **{k: v for k, v in given.items() if f"{{{k}}}" in text.en})


def _given(sheet: Sheet, advice: Any) -> dict[str, object]:
    ends = ("total", "to", "marginal", "lo", "hi", "hurdle", "gain", "gain_lo", "gain_hi")
    given: dict[str, object] = {"one": sheet.money(1.0), "less": sheet.money(-advice.gain)}
    return given | {k: sheet.money(getattr(advice, k)) for k in ends}


def _text(advice: Any) -> Label:
    """Less money to meet a target above break-even earns less: that is said as it is."""
    costly = advice.verdict == "less" and advice.gain < 0
    return say.LESS_TARGET if costly else say.TOTALS[advice.verdict]


def _plain(sheet: Sheet, plan: Any) -> Label:
    """The sentence on the total as plain text."""
    if plan.responses.reason is not None:
        return plan.responses.reason
    if not plan.responses.priced:
        return say.UNPRICED
    return _text(plan.advice).format(**_given(sheet, plan.advice))


def _moves(sheet: Sheet, plan: Any) -> Raw | None:
    """The sentence on the split."""
    rows, advice = plan.split, plan.responses
    more, less = rows[rows["verdict"].eq("more")], rows[rows["verdict"].eq("less")]
    if more.empty and less.empty:
        if advice.reason is not None:
            return None
        if len(rows) == 1:
            return join([say.ONE_PLAN])
        return join([say.UNSURE if rows["verdict"].eq("cannot_tell").any() else say.STAY])
    unit = "money" if advice.priced else "count"
    gain, lo, hi = plan.gain
    given = {
        "gain": tag("b", _show(sheet, "gain", say.N_GAIN, gain, unit)),
        "lo": style.figure(lo, unit, sheet.currency),
        "hi": style.figure(hi, unit, sheet.currency),
        "total": sheet.money(float(rows["to"].sum())),
        "moved": sheet.money(float((less["now"] - less["to"]).sum())),
        "more": join([name(p, 24) for p in more["plan"]], str(words.AND)),
        "less": join([name(p, 24) for p in less["plan"]], str(words.AND)),
    }
    text = say.MOVE if len(more) and len(less) else say.RAISE_ONLY if len(more) else say.LOWER_ONLY
    return filled(text, **{k: v for k, v in given.items() if f"{{{k}}}" in text.en + text.zh})


def _table(sheet: Sheet, plan: Any) -> Raw:
    priced = plan.responses.priced
    unit = "money" if priced else "count"
    heads: list[object] = [say.PLAN, say.NOW, say.TO, say.GAIN if priced else say.GAIN_COUNT]
    heads += [say.NEXT] if priced else []
    heads += [say.OUT, say.ADVICE]
    lines = []
    for row in plan.split.sort_values(["now", "plan"], ascending=[False, True]).itertuples():
        moved = row.verdict in ("more", "less")
        now = _show(sheet, "now", say.NOW, row.now, "money", row.plan)
        cells: list[object] = [name(row.plan, 36), now, "", ""]
        if moved:
            to = tag("b", _show(sheet, "to", say.TO, row.to, "money", row.plan))
            daily = tag("span", say.DAILY.format(money=sheet.money(row.to / 7)), cls="sub")
            gain = _show(sheet, "gain", say.N_GAIN, row.gain, unit, row.plan)
            reach = tag("span", style.span(row.lo, row.hi, unit, sheet.currency), cls="sub")
            cells[2:] = tag("div", to, daily), tag("div", gain, reach)
        note = tag("span", say.NO_MORE, cls="sub") if row.full else None
        if priced:
            cells.append(_show(sheet, "next", say.N_MARGINAL, row.marginal_now, "money", row.plan))
        share = f"{row.out:.0%}"
        lines.append((*cells, share, tag("div", say.SO[row.verdict], note)))
    return table(heads, lines)


def _figure(sheet: Sheet, plan: Any) -> Raw:
    """What each plan's next unit of money brings, now and after the split, against the target."""
    rows = plan.split.sort_values(["now", "plan"], ascending=[False, True]).head(12)
    hurdle = plan.responses.hurdle
    top = max(float(rows[["marginal", "marginal_now"]].to_numpy().max()), hurdle) * 1.18
    marks: list[object] = []
    moved = rows["verdict"].isin(["more", "less"]).any()
    for i, row in enumerate(rows.itertuples()):
        y = i * _ROW
        shown = sheet.money(row.marginal_now)
        marks.append(svg.words(0, y + 13, row.plan, cls="label", cells=28))
        marks.append(svg.words(100, y + 13, shown, cls="value", end="end"))
        marks.append(svg.bar(0, y + 19, 100 * row.marginal_now / top, _BAR))
        if moved:
            wide = 100 * row.marginal / top
            marks.append(svg.bar(0, y + 19 + _BAR + 1, wide, _BAR, cls="bar faded"))
        marks.append(svg.rule(100 * hurdle / top, y + 17, 100 * hurdle / top, y + 41, cls="goal"))
    told = say.FIGURE.format(hurdle=sheet.money(hurdle))
    note = tag("p", say.FIGURE_NOTE, cls="mute tiny") if moved else None
    return tag("div", tag("h3", told), svg.drawing(len(rows) * _ROW, *marks, alt=told), note)


def _keep(sheet: Sheet, plan: Any) -> None:
    frame = plan.split
    table_ = pd.DataFrame({
        str(say.PLAN): frame["plan"],
        str(say.NOW): frame["now"],
        str(say.TO): frame["to"],
        str(say.GAIN if plan.responses.priced else say.GAIN_COUNT): frame["gain"],
        "10%": frame["lo"],
        "90%": frame["hi"],
        str(say.NEXT): frame["marginal_now"],
        str(say.OUT): frame["out"],
        str(say.ADVICE): [str(say.SO[v]) for v in frame["verdict"]],
    })  # fmt: skip
    sheet.table("split", say.TABLE, table_)
