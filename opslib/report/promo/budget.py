"""Budgets of the week: used, gone too early, left unspent, and the pace of the week to come."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...ids import digest
from ...labels import Label
from .. import style, words
from ..blocks import Block, block, card, empty, more, on_phone, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import money_words as say


def promo_budget(sheet: Sheet, budgets: Any, terms: Any, *, low: float = 0.7) -> Block:
    """Was each plan's budget enough, gone too early, or left?

    budgets: plans (one row a plan), moments (date, plan, hour), pace, paid and lost, as
    `promotion.Budgets`. terms: week, priced. low: share below which money counts as left.
    """
    plans = budgets.plans
    if plans.empty:
        return empty("budget", say.NO_BUDGET)
    told, text = _told(sheet, budgets)
    each = on_phone(say.EACH_PLAN.format(n=len(plans)), card(_table(sheet, plans)))
    parts: list[object] = [tag("p", told), each]
    parts += _unspent(plans, low)
    if len(budgets.moments):
        parts.append(more(say.WHEN, card(_moments(budgets.moments, terms))))
    parts.append(_pace(sheet, budgets))
    if plans["lost"].notna().any():
        parts.append(tag("p", say.BUDGET_METHOD, cls="mute tiny"))
    _keep(sheet, plans)
    return block(*parts, text=text, section="budget")


def clock(hour: float) -> str:
    """An hour with a fraction as people write it: 14.25 is 14:15."""
    minutes = round(hour * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _figure(sheet: Sheet, plan: str, what: str, label: Label, value: float, unit: str) -> Raw:
    key = digest(plan) if plan else "all"
    number = sheet.loose(f"budget.{what}.{key}", label, float(value), unit, window=7)
    return sheet.show(number)


def _told(sheet: Sheet, budgets: Any) -> tuple[Raw, Label]:
    """The section's sentence, as HTML and plain."""
    out = budgets.plans[budgets.plans["out_days"].gt(0)]
    if out.empty:
        return join([say.NONE_RAN_OUT]), say.NONE_RAN_OUT
    lost, lo, hi = budgets.lost
    if style.missing(lost):
        plain = say.RAN_OUT_BLIND.format(n=len(out))
        return join([plain]), plain
    ends = {"n": len(out), "lo": sheet.money(lo), "hi": sheet.money(hi)}
    shown = tag("b", _figure(sheet, "", "lost", say.LOST, lost, "money"))
    text = say.RAN_OUT_TOLD.format(lost=sheet.money(lost), **ends)
    return filled(say.RAN_OUT_TOLD, lost=shown, **ends), text


def _table(sheet: Sheet, plans: pd.DataFrame) -> Raw:
    lines = [_line(sheet, row) for _, row in plans.iterrows()]
    heads = [say.MEMBERS["plan"], say.USED, say.BUDGET, say.LEFT, say.RAN_OUT, say.LOST, say.PACE]
    return table(heads, lines)


def _line(sheet: Sheet, row: pd.Series) -> tuple[object, ...]:
    plan = str(row["plan"])

    def show(what: str, label: Label, unit: str = "money") -> Raw:
        return _figure(sheet, plan, what, label, row[what], unit)

    title = [name(plan, 36)]
    if row["product_line"] and row["product_line"] != plan:
        title.append(tag("span", name(row["product_line"], 30), cls="sub"))
    spent = tag("span", sheet.money(row["spend"]), cls="sub")
    used = tag("div", show("share", say.USED, "percent"), spent)
    return (
        join(title),
        used,
        show("budget", say.BUDGET),
        show("unspent", say.LEFT),
        _ran_out(row),
        _lost(sheet, row),
        _pace_cell(sheet, row),
    )


def _ran_out(row: pd.Series) -> Label | str:
    if row["out_days"] > 0:
        return say.OUT.format(days=int(row["out_days"]), hour=clock(float(row["out_median"])))
    full = int(row["full_days"])
    return say.FULL.format(days=full) if full else say.NEVER


def _lost(sheet: Sheet, row: pd.Series) -> Raw | str:
    if not row["out_days"] > 0:
        return ""
    if style.missing(row["lost_clicks"]):
        return tag("span", say.NOT_KNOWN, cls="mute")
    clicks = say.LOST_CLICKS.format(n=style.figure(round(row["lost_clicks"]), "count"))
    if style.missing(row["lost"]):
        return join([clicks])
    ends = [sheet.money(float(row[k])) for k in ("lost_lo", "lost_hi")]
    span = tag("span", say.RANGE.format(lo=ends[0], hi=ends[1]), cls="sub")
    shown = _figure(sheet, str(row["plan"]), "lost", say.LOST, row["lost"], "money")
    return tag("div", shown, span, tag("span", clicks, cls="sub"))


def _pace_cell(sheet: Sheet, row: pd.Series) -> Raw:
    if style.missing(row["pace"]):
        return tag("span", say.NOT_KNOWN, cls="mute")
    shown = _figure(sheet, str(row["plan"]), "pace", say.PACE, row["pace"], "money")
    share = say.OF.format(share=f"{row['pace_share']:.0%}")
    return tag("div", shown, tag("span", share, cls="sub"))


def _unspent(plans: pd.DataFrame, low: float) -> list[Raw]:
    rows = plans[plans["reason_code"].fillna("").ne("")]
    if rows.empty:
        return []
    head = tag("p", say.UNSPENT_TOLD.format(n=len(rows), low=f"{low:.0%}"))
    plans_of: dict[object, list[Raw]] = {}
    for plan, reason in zip(rows["plan"], rows["reason"], strict=True):
        plans_of.setdefault(reason, []).append(name(plan, 36))
    lines = [
        tag("li", join(mine, str(words.AND)), words.COLON, reason)
        for reason, mine in plans_of.items()
    ]
    return [head, tag("ul", *lines, cls="notes")]


def _moments(moments: pd.DataFrame, terms: Any) -> Raw:
    """Plans by day: the hour at which the money was gone."""
    days = pd.date_range(*terms.week)
    weekdays = style.weekdays()
    heads = [say.MEMBERS["plan"], *(f"{weekdays[d.weekday()]} {d:%m-%d}" for d in days)]
    lines = []
    for plan, rows in moments.groupby("plan", sort=True):
        hours = dict(zip(rows["date"], rows["hour"], strict=True))
        lines.append((name(plan, 36), *(clock(hours[d]) if d in hours else "" for d in days)))
    return table(heads, lines)


def _pace(sheet: Sheet, budgets: Any) -> Raw | None:
    pace, lo, hi = budgets.pace
    if pace <= 0:
        return None
    shown = _figure(sheet, "", "pace", say.PACE, pace, "money")
    ends = {"lo": sheet.money(lo), "hi": sheet.money(hi), "paid": sheet.money(budgets.paid)}
    return tag("p", filled(say.PACE_TOLD, pace=tag("b", shown), **ends))


def _keep(sheet: Sheet, plans: pd.DataFrame) -> None:
    """The table for tables.xlsx."""
    names = {
        "plan": say.MEMBERS["plan"], "product_line": say.MEMBERS["line"], "budget": say.BUDGET,
        "spend": say.SPEND, "share": say.USED, "unspent": say.LEFT, "lost": say.LOST,
        "lost_lo": say.FROM_TO["_lo"].format(what=say.LOST),
        "lost_hi": say.FROM_TO["_hi"].format(what=say.LOST), "pace": say.PACE,
    }  # fmt: skip
    shown = plans[list(names)].rename(columns={k: str(v) for k, v in names.items()})
    when = [str(_ran_out(row)) for _, row in plans.iterrows()]
    sheet.table("budget", say.BUDGET, shown.assign(**{str(say.RAN_OUT): when}))
