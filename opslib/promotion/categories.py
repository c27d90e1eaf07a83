"""The next category to advertise, when more money in the present ones no longer pays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..labels import Label
from .readable import NextCategory, next_category
from .split import TotalAdvice

LEAST_WORDS = 2  # one word alone says little of a category
COLUMNS = ["category", "words", "demand", "supply", "ratio", "top", "own"]


def category_demand(index: pd.DataFrame, of: pd.Series, own: set[str]) -> pd.DataFrame:
    """How much is searched for in each category, and how much is offered for it?

    index: one row a word and day of the platform's word index: keyword, search_index and
    supply_demand_index (searches for each offer, as the platform tells it). of: keyword ->
    category. own: categories that are advertised already.

    One row a category with two words or more, most searches for each offer first: category, words,
    demand (sum of the words' mean search index), supply (demand / the words' index), ratio
    (demand / supply), top (its most searched word), own. The index is no count: only the order
    within one export means anything.
    """
    rows = index[index["search_index"].fillna(0) > 0]
    rows = rows[rows["supply_demand_index"].fillna(0) > 0]
    rows = rows.assign(category=rows["keyword"].map(of))
    rows = rows[rows["category"].fillna("").ne("")]
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    words = rows.groupby(["category", "keyword"], as_index=False)[
        ["search_index", "supply_demand_index"]
    ].mean()
    words["supply"] = words["search_index"] / words["supply_demand_index"]
    words = words.sort_values("search_index", ascending=False, kind="stable")
    out = words.groupby("category", as_index=False).agg(
        words=("keyword", "size"), demand=("search_index", "sum"), supply=("supply", "sum"),
        top=("keyword", "first"),
    )  # fmt: skip
    out = out[out["words"] >= LEAST_WORDS]
    out["ratio"] = out["demand"] / out["supply"]
    out["own"] = out["category"].isin(own)
    return out.sort_values("ratio", ascending=False, ignore_index=True)[COLUMNS]


def widen(advice: TotalAdvice, demand: pd.DataFrame, own: set[str]) -> NextCategory:
    """Are the present categories saturated, and which is next?

    advice: what the next unit of money brings (`split.total_advice`). They count as saturated
    where it surely brings less than is asked of it, and also where it would pay but no plan
    finds clicks for it at its bids. demand: as `category_demand` tells. Source: guide row 001-55.
    """
    if advice.verdict == "full":
        found = next_category((0.0, 0.0, 0.0), demand, own, 1.0)
        if found.verdict == "expand":
            return NextCategory("expand", found.category, NO_CLICKS)
        return NextCategory("cannot_tell", "", FULL)
    told = (advice.lo, advice.marginal, advice.hi)
    known = advice.verdict != "cannot_tell" or np.isfinite(advice.marginal)
    return next_category(told if known else None, demand, own, advice.hurdle)


FULL = Label(
    "再加钱还划算，但现在的词已经买不到更多点击；要建议下一个类目，请导出各类目的搜索人气与供求指数。",
    "More money would pay, but the present words find no more clicks; to name the next category, "
    "export search index and supply by category.",
)
NO_CLICKS = Label(
    "再加钱还划算，但现在的词已经买不到更多点击；这个类目每份供给对应的搜索最多，可小额测试。",
    "More money would pay, but the present words find no more clicks; this category has most "
    "searches for each offer: test it with little money.",
)
