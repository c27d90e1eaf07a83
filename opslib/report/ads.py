"""Advertising in one table: what was spent, what it brought, which plans need a look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from . import words
from .ads_words import FILLING_PLANS
from .blocks import Block, block, card, empty, more, table
from .markup import Raw, name, tag
from .needs import NEEDS
from .sheet import Sheet

_COLUMNS = {
    "ad_spend": words.SPEND,
    "budget_used": words.BUDGET_USED,
    "ad_clicks": words.CLICKS,
    "ad_ctr": words.CTR,
    "cpc": words.CPC,
    "ad_leads": words.LEADS,
    "cost_per_lead": words.CPL,
    "roi": words.ROI,
}


def ads(
    sheet: Sheet,
    plans: pd.DataFrame,
    ran_out: Mapping[str, str],
    exceptions: Mapping[str, str],
    filling_days: int = 0,
) -> Block:
    """Which plan needs a look: budget gone too early, money not spent, clicks without leads?

    plans: measurement rows by plan of the metrics above, one window. ran_out: plan -> "14:05".
    exceptions: plan -> what is out of the ordinary, in words. filling_days: what a click brings
    may come so many days after it (0: unknown); said below the table.
    """
    if plans.empty or not (plans["value"].notna()).any():
        return empty("ads", NEEDS["ads"])
    by_plan: dict[str, dict[str, Any]] = {}
    for row in plans.itertuples():
        by_plan.setdefault(str(row.member), {})[str(row.metric)] = row
    loud = [p for p in by_plan if p in exceptions]
    calm = [p for p in by_plan if p not in exceptions]
    _keep(sheet, by_plan, ran_out, exceptions)
    size = len(by_plan)
    told = (words.EXCEPTIONS if loud else words.NO_EXCEPTION).format(n=size, m=len(loud))
    parts: list[object] = [tag("p", told)]
    if loud:
        parts.append(card(_table(sheet, loud, by_plan, ran_out, exceptions)))
    if calm:
        rest = card(_table(sheet, calm, by_plan, ran_out, {}))
        parts.append(more(words.QUIET_PLANS.format(n=len(calm)), rest) if loud else rest)
    if filling_days:
        parts.append(tag("p", FILLING_PLANS.format(n=filling_days), cls="mute tiny"))
    return block(*parts, text=told, section="plans")


def _table(
    sheet: Sheet,
    plans: list[str],
    rows: Mapping[str, Mapping[str, Any]],
    ran_out: Mapping[str, str],
    exceptions: Mapping[str, str],
) -> Raw:
    heads: list[object] = [words.PLAN, *_COLUMNS.values(), words.RAN_OUT]
    lines = []
    for plan in plans:
        note = exceptions.get(plan)
        title = [name(plan, 36), tag("span", note, cls="sub") if note else None]
        cells = [
            sheet.show(sheet.measured(rows[plan][m])) if m in rows[plan] else "" for m in _COLUMNS
        ]
        lines.append((tag("div", *title), *cells, ran_out.get(plan, "")))
    return table(heads, lines)


def _keep(
    sheet: Sheet,
    rows: Mapping[str, Mapping[str, Any]],
    ran_out: Mapping[str, str],
    exceptions: Mapping[str, str],
) -> None:
    plain = [
        (p, *(getattr(r.get(m), "value", None) for m in _COLUMNS), ran_out.get(p, ""),
         exceptions.get(p, ""))
        for p, r in rows.items()
    ]  # fmt: skip
    heads = (words.PLAN, *_COLUMNS.values(), words.RAN_OUT, words.EXCEPTION)
    sheet.table("ads", words.PLAN, pd.DataFrame(plain, columns=[str(h) for h in heads]))
