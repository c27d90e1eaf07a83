"""Why a plan did not spend its budget: told from the rows of its words and hours, or not at all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..labels import Label
from .account import Terms

# Our own lines, no guide gives a number: beyond this place few buyers scroll.
DEEP_RANK = 12.0
HIGH_RANK = 4.0
# A word that carries at least this share of a plan's impressions counts as one that works.
_CARRIES, FEW_WORDS = 0.05, 4
# Hours without a view, in which the other plans have this share of their clicks, are a schedule.
_CLOSED_SHARE = 0.15
_LEAST_VIEWS = 200.0

WHY = {
    "stopped": Label(
        "{n} 天没有曝光：看计划是否暂停、余额是否不足。",
        "No impressions on {n} days: see whether the plan was paused or the balance empty.",
    ),
    "schedule": Label(
        "投放时段只开了 {n} 小时，别的计划有 {share} 的点击在关着的时段。",
        "Its schedule is open {n} hours a day; other plans get {share} of their clicks outside.",
    ),
    "bid": Label(
        "出价低：{share} 的曝光排在第 {rank} 名以后（平均出价 {bid}，实际点击成本 {cpc}）。",
        "Bids are low: {share} of impressions are below place {rank} (mean bid {bid}, paid a "
        "click {cpc}).",
    ),
    "words": Label(
        "词太少：只有 {n} 个词在带曝光，排名已经靠前（平均第 {rank} 名），加词才花得出去。",
        "Few words: {n} carry the impressions and rank high already (place {rank} on average); "
        "only more words would spend it.",
    ),
    "cannot_tell": Label(
        "看不出原因：排名、词数和时段都不突出。", "Cannot tell: places, words and hours look usual."
    ),
    "no_words": Label(
        "看不出原因：没有这个计划的关键词报表（系统选词的计划也没有）。",
        "Cannot tell: there is no word report of this plan (plans that choose words by themselves "
        "have none).",
    ),
}


def why_unspent(plan: str, ads: pd.DataFrame, terms: Terms) -> tuple[str, Label]:
    """Why was money of this plan's week left? One of the keys of `WHY`, and its sentence.

    ads: the frame `account.ADS`. The first cause that the rows show is told: no delivery, closed
    hours, low places at low bids, too few words.
    """
    week = ads[ads["date"].between(*(pd.Timestamp(d) for d in terms.week))]
    mine = week[week["plan"].eq(plan)]
    days = mine[mine["level"].eq("plan")].groupby("date")["impressions"].sum()
    dead = int((days <= 0).sum())
    if dead >= 2:
        return "stopped", WHY["stopped"].format(n=dead)
    closed = _closed(week, plan)
    if closed is not None:
        return "schedule", closed
    return _by_words(mine[mine["level"].eq("keyword")])


def _closed(week: pd.DataFrame, plan: str) -> Label | None:
    """The hours in which this plan was never shown, if others find buyers there."""
    hours = week[week["level"].eq("hour")]
    own, others = hours[hours["plan"].eq(plan)], hours[hours["plan"].ne(plan)]
    if own["impressions"].sum() < _LEAST_VIEWS or others["clicks"].sum() <= 0:
        return None
    shown = set(own.loc[own["impressions"] > 0, "hour"])
    outside = float(others.loc[~others["hour"].isin(shown), "clicks"].sum())
    share = outside / float(others["clicks"].sum())
    if share < _CLOSED_SHARE:
        return None
    return WHY["schedule"].format(n=len(shown), share=f"{share:.0%}")


def _by_words(words: pd.DataFrame) -> tuple[str, Label]:
    ranked = words[words["avg_rank"].gt(0) & words["impressions"].gt(0)]
    views = ranked["impressions"].to_numpy(float)
    if views.sum() < _LEAST_VIEWS:
        return "no_words", WHY["no_words"]
    rank = ranked["avg_rank"].to_numpy(float)
    deep = float(views[rank > DEEP_RANK].sum() / views.sum())
    place = float(np.average(rank, weights=views))
    if deep > 0.5:
        clicks, spend = float(ranked["clicks"].sum()), float(ranked["spend"].sum())
        bid = float(np.average(ranked["bid"].fillna(ranked["bid"].mean()), weights=views))
        cpc = f"{spend / clicks:.2f}" if clicks > 0 else "—"
        told = WHY["bid"].format(
            share=f"{deep:.0%}", rank=f"{DEEP_RANK:.0f}", bid=f"{bid:.2f}", cpc=cpc
        )
        return "bid", told
    by_word = ranked.groupby("keyword")["impressions"].sum()
    carrying = int((by_word / by_word.sum() >= _CARRIES).sum())
    if carrying < FEW_WORDS and place <= HIGH_RANK:
        return "words", WHY["words"].format(n=carrying, rank=f"{place:.1f}")
    return "cannot_tell", WHY["cannot_tell"]
