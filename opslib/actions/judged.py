"""Did the actions of earlier weeks work? The shop's frames, cut for `promotion.did_it_work`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..labels import Label
from .action import Action, from_findings, word_in_plan

if TYPE_CHECKING:
    from ..weekly import Weekly

REPORT = "weekly_promotion_review"
LOOKED_BACK = timedelta(days=42)  # older actions have been told of before
_LEVELS = {"keyword": "keyword", "product": "item_id", "plan": "plan"}
_SUMS = ["impressions", "clicks", "spend", "conv", "value"]
_DIGITS = 6  # sums added up in another order differ behind them, and fits amplify it
COLUMNS = "id dimension subject what done_on effect lo hi verdict yuan yuan_lo yuan_hi".split()


def proposed(weekly: Weekly) -> list[Action]:
    """What the week asks to be done, under the ids that the action register has or will have.

    Nothing new is due by the day of the report: whoever reads it could only be late.
    """
    found = [asdict(f) for f in weekly.show.review.findings]
    return weekly.shop.actions.asked(from_findings(REPORT, found), weekly.week, weekly.shop.as_of)


def worked(weekly: Weekly, actions: Sequence[Action]) -> pd.DataFrame:
    """What did each action of the last six weeks change? `promotion.did_it_work` with its words.

    One row an action done up to as-of: dimension, subject, name, what, done_on beside the columns
    of `did_it_work`; newest first. Empty where nothing was done. Audiences, live sessions and what
    else concerns the whole shop have nothing untouched beside them: verdict "not_judged".
    """
    from ..promotion.effects import did_it_work

    as_of = weekly.shop.as_of
    done = [
        a
        for a in actions
        if a.state == "done" and a.done_on and as_of - LOOKED_BACK <= a.done_on <= as_of
    ]
    parts = []
    for dimension in sorted({a.dimension for a in done}):
        mine = [a for a in done if a.dimension == dimension]
        frame = pd.DataFrame([{n: getattr(a, n) for n in _TOLD} for a in mine])
        if dimension not in _LEVELS:
            parts.append(_not_judged(frame, dimension))
            continue
        rows, names = panel(weekly, dimension)
        rows = rows.round(dict.fromkeys(_SUMS, _DIGITS))
        frame["subject"] = _as_in(rows, frame["subject"], dimension)
        found = did_it_work(frame, rows, weekly.terms).drop(columns="id")
        named = pd.Series([names.get(s, s) for s in frame["subject"]], name="name", dtype=object)
        parts.append(pd.concat([frame, named, found], axis=1))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    out = pd.concat(parts, ignore_index=True)
    return out.sort_values(["done_on", "id"], ascending=[False, True], ignore_index=True)


NOT_JUDGED = {
    "audience": Label(
        "一个人会在几个人群里，动了一个，别的也跟着动，没有可比的",
        "people are in several audiences: a change of one moves the others, so none is untouched",
    ),
    "": Label(
        "动的是整个店或没有同类的东西，没有没动过的可比",
        "it moves the whole shop or something without a kin: nothing untouched to compare with",
    ),
}


def _not_judged(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Actions without untouched kin: said to be not judged, and why."""
    reason = NOT_JUDGED.get(dimension, NOT_JUDGED[""])
    found: dict[str, Any] = dict.fromkeys(
        ["effect", "lo", "hi", "yuan", "yuan_lo", "yuan_hi"], np.nan
    )
    found |= {"p_worked": np.nan, "weeks": 0, "compared": 0, "verdict": "not_judged"}
    return frame.assign(name=frame["subject"], reason=[reason] * len(frame), **found)


_TOLD = ("id", "dimension", "subject", "what", "measure", "done_on", "mid")


def panel(weekly: Weekly, dimension: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """Daily rows of every word, product or plan, and their names, as `did_it_work` reads them.

    Products by all that was sold where the product export tells it, else by their advertising.
    Words within their plans: the same word in another plan has another bid, and other clicks.
    """
    if dimension == "product" and len(whole := _products(weekly)[0]):
        return whole, _products(weekly)[1]
    column = _LEVELS.get(dimension, "")
    ads: Any = weekly.ads
    rows = ads[ads["level"].eq(dimension)] if column else ads[ads["level"].eq("shop")]
    subject = rows[column] if column else pd.Series("", rows.index)  # the whole shop has no name
    names = rows["title"] if dimension == "product" else subject
    if dimension == "keyword":
        subject = names = _within(rows)
    out = rows.assign(subject=subject, name=names)
    sums = out.groupby(["date", "subject"], as_index=False)[_SUMS].sum()
    share = out.groupby(["date", "subject"])["complete"].mean().to_numpy()
    named = out.drop_duplicates("subject").set_index("subject")["name"]
    return sums.assign(complete=share), {k: v for k, v in named.items() if v}


def _within(rows: pd.DataFrame) -> pd.Series:
    """Each row's word with its plan, as the register of actions names it."""
    pairs = rows[["plan", "keyword"]].drop_duplicates()
    told = [word_in_plan(p, k) for p, k in zip(pairs["plan"], pairs["keyword"], strict=True)]
    code = pd.MultiIndex.from_frame(pairs).get_indexer(
        pd.MultiIndex.from_frame(rows[["plan", "keyword"]])
    )
    return pd.Series(pd.Series(told, dtype=object).to_numpy()[code], index=rows.index)


def _as_in(rows: pd.DataFrame, subjects: pd.Series, dimension: str) -> pd.Series:
    """The subjects as the panel names them: a word told without its plan is that of the only plan
    that bids on it, or of the one that it costs most in."""
    if dimension != "keyword" or rows.empty:
        return subjects
    spent = rows.groupby("subject")["spend"].sum().sort_values(kind="stable")
    alone = {str(s).rsplit(" / ", 1)[-1]: s for s in spent.index}
    known = set(spent.index)
    return subjects.map(lambda s: s if s in known else alone.get(s, s))


def _products(weekly: Weekly) -> tuple[pd.DataFrame, dict[str, str]]:
    terms = weekly.terms
    leads = terms.basis == "leads"
    rows = weekly.shop.con.execute(
        """SELECT date, item_id AS subject, max(title) AS title, sum(impressions) AS impressions,
           sum(coalesce(clicks, visitors)) AS clicks, sum(ad_cost) AS spend,
           sum(CASE WHEN $leads THEN coalesce(inquiries, leads) ELSE coalesce(pay_orders,
               pay_buyers) END) AS conv, sum(pay_amount) AS paid
           FROM product_day WHERE date BETWEEN $first AND $last GROUP BY ALL ORDER BY ALL""",
        {
            "leads": leads,
            "first": terms.as_of - timedelta(days=98),
            "last": terms.as_of,
        },
    ).df()
    worth = rows["conv"] * terms.lead_value if leads else rows["paid"] * terms.margin
    rows = rows.assign(value=worth).fillna(dict.fromkeys(_SUMS, 0.0))
    if not rows["conv"].sum() > 0:
        return rows.iloc[:0], {}
    last = rows[rows["title"].notna()].drop_duplicates("subject", keep="last")
    return rows.drop(columns=["title", "paid"]), dict(
        zip(last["subject"], last["title"], strict=True)
    )
