"""Audiences that are bid on: judged as words are, by what a click of each is worth."""

from __future__ import annotations

import pandas as pd

from ..labels import Label
from .account import Terms
from .keywords import COLUMNS, REASONS, classify

DAYS = 28  # long enough for clicks to add up, short enough for premiums to be the same
LEAST_KNOWN = 0.3  # a day of which less is known says nothing of its audiences yet
_SUMS = ["impressions", "clicks", "spend", "conv", "value", "exposure"]

L = Label
SAY = {
    "raise": L(
        "这群人每次点击带来的钱明显高于目标，提高溢价能多拿这样的点击。",
        "A click of theirs brings clearly more than the target; a higher premium buys more.",
    ),
    "expand": L(
        "这群人每次点击带来的钱明显高于目标，再加价买不到更多，适合扩展相似人群。",
        "A click of theirs brings clearly more than the target and a higher premium finds no more: "
        "add similar audiences.",
    ),
    "lower": L(
        "这群人每次点击带来的钱低于目标，降低溢价，余下的钱移到更好的人群。",
        "A click of theirs brings less than the target: lower the premium, and move the rest to "
        "better audiences.",
    ),
    "remove": L(
        "这群人每次点击带来的钱不到目标的一半，取消溢价，把这笔钱移到更好的人群。",
        "A click of theirs brings less than half of the target: take the premium off and move the "
        "money to better audiences.",
    ),
    "no_clicks": L("还没有点击。", "No clicks yet."),
    "unpriced": L(
        "所有人群的转化加起来还太少，或不知道一次转化值多少钱（可填写成本或线索价值）。",
        "All audiences together brought too few results yet, or what one is worth is not known "
        "(enter costs or the value of a lead).",
    ),
}


def judge_audiences(rows: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Which audience deserves a higher premium, which a lower one, and which cannot be told yet?

    rows: rows of level audience: date, plan, audience, impressions, clicks, spend, conv, value,
    complete (share of conversions known), bid where reported. The last 28 days of which enough is
    known are summed up; a day that still fills up counts for as many clicks as its known share.

    One row an audience and plan, most money at stake first: plan, audience, impressions, then the
    columns of `keywords.classify` (verdict raise, expand, keep, lower, remove, cannot_tell), with
    reasons said for audiences, and premium: the factor on what a click of it may cost now.
    Audiences of one plan are compared with each other; a person may be in several, so their rows
    may not add up to the plan. Source: guide row 003-31, as 001-44.
    """
    known = rows[rows["complete"].gt(LEAST_KNOWN) & rows["audience"].ne("")]
    if known.empty:
        return pd.DataFrame(columns=["plan", "audience", "impressions", *COLUMNS[2:], "premium"])
    known = known[known["date"] > known["date"].max() - pd.Timedelta(days=DAYS)]
    known = known.assign(exposure=known["clicks"] * known["complete"])
    groups = known.sort_values("date", kind="stable").groupby(["plan", "audience"], sort=True)
    sums = groups[_SUMS].sum().join(groups[["bid"]].last()).reset_index()
    days = int((known["date"].max() - known["date"].min()).days) + 1
    found = classify(sums.rename(columns={"audience": "keyword"}), terms, days=float(days))
    out = found.rename(columns={"keyword": "audience"})
    out.insert(2, "impressions", sums["impressions"].to_numpy(float))
    swap = {REASONS[k]: told for k, told in SAY.items()}
    out["reason"] = [swap.get(r, r) for r in out["reason"]]
    price = out["bid"].fillna(out["cpc"])
    out["premium"] = out["bid_next"] / price.where(price > 0)
    order = out["week_gain"].fillna(0.0)
    return out.assign(order=order).sort_values(
        ["order", "spend"], ascending=False, ignore_index=True
    )[list(out.columns)]
