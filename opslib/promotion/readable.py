"""Can the shop's plans be read at all: too many for the budget, too few clicks for a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import gammaincinv

from ..labels import Label
from .account import Terms
from .shrunk import posterior

PRODUCTS_DIFFER = 2.0  # shape of the gamma of new products' rates
READABLE = 5.0  # conversions that a plan needs in a week to be read


@dataclass(frozen=True)
class Plans:
    """plans: plan, spend, clicks (a week), expected (conversions a week), lo, hi (80 %), weeks
    (until it holds `readable` conversions), budget_needed (a week), readable (bool).
    count: plans that ran; room: plans which the shop's conversions could feed; too_many."""

    plans: pd.DataFrame
    count: int
    room: int
    too_many: bool


def too_many_plans(
    rows: pd.DataFrame, terms: Terms, readable: float = READABLE, weeks: int = 4
) -> Plans:
    """Which plans cannot reach data that anybody could read, at what they spend?

    rows: rows of level plan (date, plan, clicks, spend, conv, complete). The last `weeks` weeks
    count; conversions that are still coming in are counted up. readable: conversions a plan and
    week. A plan is called unreadable when it is likelier than not to stay under.
    """
    end = pd.Timestamp(terms.week[1])
    mine = rows[(rows["date"] <= end) & (rows["date"] > end - pd.Timedelta(days=7 * weeks))]
    known = mine["complete"].fillna(0.0) if "complete" in mine else pd.Series(1.0, mine.index)
    mine = mine.assign(
        room=mine["clicks"].fillna(0) * known, got=mine["conv"].fillna(0).where(known > 0, 0.0)
    )
    sums = mine.groupby("plan", as_index=False)[["spend", "clicks", "room", "got"]].sum()
    sums = sums[sums["spend"] > 0].reset_index(drop=True)
    over = max(mine["date"].nunique() / 7, 1 / 7)
    post = posterior(sums["got"].to_numpy(float), sums["room"].to_numpy(float))
    clicks = sums["clicks"].to_numpy(float) / over
    out = pd.DataFrame({"plan": sums["plan"], "spend": sums["spend"] / over, "clicks": clicks})
    out["expected"] = clicks * post.mean
    out["lo"], out["hi"] = clicks * post.quantile(0.1), clicks * post.quantile(0.9)
    out["weeks"] = np.ceil(readable / np.maximum(out["expected"], 1e-9))
    out["budget_needed"] = out["spend"] * readable / np.maximum(out["expected"], 1e-9)
    out["readable"] = out["expected"].round(1) >= readable
    room = max(int(out["expected"].sum() // readable), 1)
    out = out.sort_values(["expected", "plan"], ascending=[False, True], ignore_index=True)
    return Plans(out, len(out), room, bool(len(out) > room and not out["readable"].all()))


def clicks_to_test(terms: Terms, cpc: float, conv: float, clicks: float, worth: float) -> float:
    """After how many clicks without a result may a new product be given up?

    When the chance that it would pay for its clicks has fallen to a tenth: its rate is believed to
    be gamma around the shop's (conv of clicks), as wide as PRODUCTS_DIFFER, until seen.
    cpc, worth (left of a conversion before advertising): in currency. nan: nothing is priced.
    """
    if not terms.priced or not (worth > 0 and cpc > 0):
        return float("nan")
    even = cpc / worth
    usual = (conv + 0.5) / (clicks + 0.5 / even)
    enough = float(gammaincinv(PRODUCTS_DIFFER, 0.9)) / even
    return float(max(np.ceil(enough - PRODUCTS_DIFFER / usual), 1.0))


@dataclass(frozen=True)
class NextCategory:
    """verdict: expand, keep or cannot_tell; category: the one with most demand for its supply."""

    verdict: Literal["expand", "keep", "cannot_tell"]
    category: str
    reason: Label


def next_category(
    marginal: tuple[float, float, float] | None,
    demand: pd.DataFrame | None,
    own: set[str],
    threshold: float,
) -> NextCategory:
    """Is it time to advertise another category, and which?

    marginal: what one more unit of spend brings today (low, mid, high), None: unknown. demand:
    category, demand, supply (indices), None: no export tells. own: categories advertised already.
    threshold: return under which the present ones count as saturated.
    """
    if marginal is None or not np.isfinite(marginal).all():
        return NextCategory("cannot_tell", "", NO_MARGINAL)
    low, _, high = marginal
    if low >= threshold:
        return NextCategory("keep", "", STILL_PAYS)
    if high >= threshold:
        return NextCategory("cannot_tell", "", UNSURE)
    if demand is None or demand.empty:
        return NextCategory("cannot_tell", "", NO_DEMAND)
    others = demand[~demand["category"].isin(own) & (demand["supply"] > 0)]
    if others.empty:
        return NextCategory("cannot_tell", "", NO_DEMAND)
    ratio = others["demand"] / others["supply"]
    return NextCategory("expand", str(others.loc[ratio.idxmax(), "category"]), SATURATED)


NO_MARGINAL = Label(
    "预算多花一元能多带来多少，数据还说不清，所以也说不清要不要扩类目。",
    "What one more unit of budget brings cannot be told yet, so neither can whether to widen.",
)
STILL_PAYS = Label(
    "现在的类目多投还划算，先不扩。", "More budget still pays in the present categories: stay."
)
UNSURE = Label(
    "现在的类目是否投饱和了，还看不准。", "Whether the present categories are saturated is open."
)
NO_DEMAND = Label(
    "现在的类目已投得差不多了；要建议下一个类目，请导出各类目的搜索人气与在线商品数。",
    "The present categories are about saturated; to name the next one, export search demand and "
    "supply by category.",
)
SATURATED = Label(
    "现在的类目再加钱已不划算，这个类目需求相对供给最大，可小额测试。",
    "More money in the present categories no longer pays; here demand is largest for its supply: "
    "test it with little money.",
)
