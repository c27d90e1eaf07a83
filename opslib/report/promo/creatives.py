"""Creatives of each plan: clicked and bought from how often, which one wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ...ids import digest
from .. import style, words
from ..blocks import card, more, on_phone, table
from ..markup import Raw, filled, name, tag
from ..sheet import Sheet
from . import creatives_words as say
from .cells import Cells

LONGEST = 180  # days that a test may be worth waiting for
SHOWN = 12


def creative_parts(sheet: Sheet, found: Sequence[Any]) -> list[Raw]:
    """One card a plan; plans with a single creative in one line. found: `promotion.Creatives`."""
    parts = [_plan(sheet, one) for one in found]
    if found:
        parts.append(tag("p", say.METHOD, cls="mute tiny"))
        _keep(sheet, found)
    return parts


def _plan(sheet: Sheet, one: Any) -> Raw:
    head = tag("h3", filled(say.TITLE, plan=name(one.plan, 40)))
    if one.state == "one":
        return more(filled(say.TITLE, plan=name(one.plan, 40)), tag("p", say.ONE))
    if one.arms.empty:
        return card(head, tag("p", one.test.reason or say.ONE, cls="mute"), cls="empty")
    rows = more(say.ROWS.format(n=len(one.arms)), _arms(sheet, one), _hours(one))
    whole = card(head, tag("p", _sentence(one), _gain(sheet, one)), rows)
    folded = filled(say.TITLE, plan=name(one.plan, 40))
    return whole if one.state == "winner" else on_phone(folded, whole)


def _named(one: Any, creative: str) -> Raw:
    row = one.arms[one.arms["creative"].eq(creative)].iloc[0]
    return name(row["title"] or creative, 40)


def _sentence(one: Any) -> Raw:
    """Who is ahead, how sure, and what is missing."""
    lead = one.winner or str(one.arms.sort_values("p_clicks", ascending=False)["creative"].iloc[0])
    told = {"arm": tag("b", _named(one, lead)), "days": one.test.days}
    told["p"] = style.chance(float(one.p_right))
    if one.state == "winner":
        return filled(say.WINNER, **told)
    if one.state == "clicks_only":
        return filled(say.CLICKS_ONLY, **told)
    if one.state == "same":
        return filled(say.SAME, days=one.test.days)
    need = float(one.test.arms["needed"].sum())
    daily = max(float(one.test.arms["clicks"].sum()) / max(one.test.days, 1), 1e-9)
    if style.missing(need) or not 0 < need / daily <= LONGEST:
        return filled(say.CLOSE, **told)
    return filled(say.RUNNING, more=f"{max(need / daily, 1):,.0f}", **told)


def _gain(sheet: Sheet, one: Any) -> Raw | None:
    if one.state != "winner" or style.missing(one.gain) or one.gain <= 0:
        return None
    key = digest(one.plan)
    number = sheet.loose(f"creative.gain.{key}", say.N_GAIN, float(one.gain), "money", window=7)
    lo, hi = (style.signed(v, "money", sheet.currency) for v in (one.gain_lo, one.gain_hi))
    return filled(say.GAIN, gain=tag("b", sheet.show(number)), lo=lo, hi=hi)


def _arms(sheet: Sheet, one: Any) -> Raw:
    priced = one.arms["mille"].notna().any()
    lines = []
    for row in one.arms.head(SHOWN).itertuples():
        cells = Cells(sheet, "creative", row, f"{one.plan}\0{row.creative}")
        line: list[object] = [_named(one, row.creative)]
        line += [cells.one("impressions", say.N["impressions"], "count")]
        line += [cells.ranged(c, say.N[c], "percent") for c in ("ctr", "cvr")]
        line.append(style.chance(float(row.p_clicks)))
        if priced:
            line += [cells.ranged("mille", say.N["mille"], "money")]
            line += [style.chance(float(row.p_best))]
        lines.append(line)
    head = [say.WHO, *(say.N[c] for c in ("impressions", "ctr", "cvr")), say.P_CLICKS]
    head += [say.N["mille"], say.P_BEST] if priced else []
    return table(head, lines)


def _hours(one: Any) -> Raw | None:
    """Click rates by part of the day, one column a part."""
    if one.hours.empty:
        return None
    parts = one.hours[["first", "last"]].drop_duplicates().sort_values("first")
    lines = []
    for creative in one.arms["creative"].head(SHOWN):
        mine = one.hours[one.hours["creative"].eq(creative)].set_index("first")
        line: list[object] = [_named(one, creative)]
        for first in parts["first"]:
            if first not in mine.index:
                line.append(style.NOTHING)
                continue
            row = mine.loc[first]
            span = f"{style.figure(row['lo'], 'percent')} – {style.figure(row['hi'], 'percent')}"
            rate = style.figure(float(row["ctr"]), "percent")
            line.append(tag("div", rate, tag("span", span, cls="sub")))
        lines.append(line)
    head: list[object] = [say.WHO]
    head += [say.PART.format(first=r.first, last=r.last + 1) for r in parts.itertuples(name="P")]
    return tag("div", tag("p", tag("b", say.HOURS)), table(head, lines))


def _keep(sheet: Sheet, found: Sequence[Any]) -> None:
    """All creatives for the workbook."""
    frames = [one.arms.assign(plan=one.plan) for one in found if len(one.arms)]
    if not frames:
        return
    columns = ["plan", "creative", "title", *say.N, "p_clicks", "p_best"]
    frame = pd.concat(frames, ignore_index=True)[columns]
    heads = [words.PLAN, "ID", say.WHO, *say.N.values(), say.P_CLICKS, say.P_BEST]
    sheet.table("creatives", say.TABLE, frame.set_axis([str(h) for h in heads], axis=1))
