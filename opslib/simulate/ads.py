"""Advertising: what each plan spent, when its budget ran out, what it brought."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .causes import BudgetRunOut
from .dice import Floats
from .funnel import CLOCK
from .history import History

_KEYS = ["date", "level", "product_line", "plan", "item_id", "keyword", "hour"]
_SUMS = (
    "impressions clicks spend ad_visitors orders ad_orders ad_gmv carts fav_items inquiries leads"
).split()


def ad_day(history: History) -> pd.DataFrame:
    """Rows of level plan and product, and of level shop, which is the sum of the plans."""
    items = pd.concat([_plan(history, k) for k in range(len(history.world.plans))])
    plans = _total(items, ["date", "day", "product_line", "plan"], "plan")
    plans = plans.merge(_budgets(history), on=["day", "plan"], how="left")
    out = plans["spend"] >= plans["budget"] * 0.97
    share = np.minimum(plans["budget"] / plans["spend"].clip(lower=0.01), 1.0)
    plans["ran_out_at"] = np.where(out, _clock(plans["full"] * share), None)
    shop = _total(plans, ["date", "day"], "shop")
    frame = pd.concat([items, plans.drop(columns="full"), shop], ignore_index=True)
    frame = frame.assign(keyword="", hour=-1)
    for name in ("product_line", "plan", "item_id"):
        frame[name] = frame[name].fillna("")
    return frame[[*_KEYS, *_SUMS, "title", "budget", "ran_out_at", "day"]]


def _total(frame: pd.DataFrame, keys: list[str], level: str) -> pd.DataFrame:
    out = frame.groupby(keys, as_index=False, sort=False)[_SUMS].sum()
    out["spend"], out["ad_gmv"] = out["spend"].round(2), out["ad_gmv"].round(2)
    return out.assign(level=level)


def _plan(history: History, k: int) -> pd.DataFrame:
    """The plan's products, one row a day and product."""
    world, counts, dice = history.world, history.counts, history.world.dice
    streams = np.flatnonzero(world.plan == k)
    day, at = np.nonzero(counts.impressions[:, streams] > 0)
    stream = streams[at]
    clicks = counts.clicks[day, stream]
    cpc = world.plans[k].cpc * dice.lognormal(0.08, "cpc", day, k)
    spend = np.round(clicks * cpc * _cap(history, k, cpc, clicks, day), 2)
    sold = history.paid.groupby(["day", "stream"])["paid_amount"].sum().round(2)
    gmv = sold.reindex(pd.MultiIndex.from_arrays([day, stream])).fillna(0.0).to_numpy()
    buyers = counts.buyers[day, stream]
    ids = day, stream
    return pd.DataFrame(
        {
            "date": history.dates[day],
            "day": day,
            "level": "product",
            "product_line": world.plans[k].line,
            "plan": world.plans[k].name,
            "item_id": world.products["item_id"].to_numpy()[world.product[stream]],
            "title": world.products["title"].to_numpy()[world.product[stream]],
            "impressions": counts.impressions[day, stream],
            "clicks": clicks,
            "spend": spend,
            "ad_visitors": counts.visitors[day, stream],
            "orders": buyers + dice.binomial(buyers, 0.1, "ad_unpaid", *ids),
            "ad_orders": buyers,
            "ad_gmv": gmv,
            "carts": dice.binomial(clicks, 0.08, "ad_carts", *ids),
            "fav_items": dice.binomial(clicks, 0.04, "ad_favs", *ids),
            "inquiries": dice.binomial(clicks, 0.05, "ad_inquiries", *ids),
            "leads": dice.binomial(clicks, 0.07, "ad_leads", *ids),
        }
    )


def _cap(history: History, k: int, cpc: Floats, clicks: Floats, day: np.ndarray) -> Floats:
    """The factor on a click's price that keeps the day within the budget.

    Where a planted cause ends the day early the budget is spent to the last cent.
    """
    world = history.world
    wanted = np.bincount(day, clicks * cpc, history.days)
    budget = _budget(history, k)
    forced = np.zeros(history.days, bool)
    for cause in world.spec.causes:
        if isinstance(cause, BudgetRunOut) and world.plan_index(cause.plan) == k:
            forced[cause.span(world)] = True
    factor = np.where(forced | (wanted > budget), budget / np.maximum(wanted, 0.01), 1.0)
    return np.where(wanted > 0, factor, 1.0)[day]


def _budget(history: History, k: int) -> Floats:
    """The plan's budget of each day, set anew each quarter so that 4/5 of it is usually spent.

    A planted cause has lowered it to what lasts till its hour.
    """
    world, cpc = history.world, history.world.plans[k].cpc
    step = 5.0 if world.spec.currency == "CNY" else 1.0
    wanted = (history.rates.shown * history.rates.ctr)[:, world.plan == k].sum(1) * cpc
    quarter = pd.Series(wanted).groupby(np.arange(history.days)[::-1] // 91).transform("median")
    out = np.maximum(np.round(quarter.to_numpy() / 0.8 / step) * step, step)
    for cause in world.spec.causes:
        if isinstance(cause, BudgetRunOut) and world.plan_index(cause.plan) == k:
            days = cause.span(world)
            out[days] = max(round(wanted[days].mean()), 1)
    return out


def _budgets(history: History) -> pd.DataFrame:
    """Budget and the share of the day the plan was shown: by day and plan."""
    world = history.world
    frames = []
    for k, plan in enumerate(world.plans):
        full = np.ones(history.days)
        for cause in world.spec.causes:
            if isinstance(cause, BudgetRunOut) and cause.plan == plan.name:
                full[cause.span(world)] = cause.size
        day = np.arange(history.days)
        frames.append(
            pd.DataFrame(
                {"day": day, "plan": plan.name, "budget": _budget(history, k), "full": full}
            )
        )
    return pd.concat(frames)


def _clock(share: pd.Series) -> list[str]:
    """The time of day by which this share of a day's clicks has come."""
    hours = np.interp(share, np.concatenate([[0.0], CLOCK]), np.arange(25))
    minutes = np.minimum(np.round(hours * 60), 23 * 60 + 59).astype(int)
    return [f"{m // 60:02d}:{m % 60:02d}" for m in minutes]
