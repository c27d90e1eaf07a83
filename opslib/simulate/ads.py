"""Advertising: what each plan spent, when its budget ran out, what it brought."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .dice import Floats, Ints
from .funnel import CLOCK
from .history import History

_KEYS = ["date", "level", "product_line", "plan", "item_id", "keyword", "hour"]
_SUMS = [
    *("impressions", "clicks", "spend", "ad_visitors", "orders", "ad_orders", "ad_gmv"),
    *("carts", "fav_items", "inquiries", "leads"),
]


def ad_day(history: History) -> pd.DataFrame:
    """Rows of level plan and product, and of level shop, which is the sum of the plans."""
    items = pd.concat([_plan(history, k) for k in range(len(history.world.plans))])
    plans = _total(items, ["date", "day", "product_line", "plan"], "plan")
    plans = plans.merge(_budgets(history), on=["day", "plan"], how="left")
    shop = _total(plans, ["date", "day"], "shop")
    frame = pd.concat([items, plans, shop], ignore_index=True)
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


def _cap(history: History, k: int, cpc: Floats, clicks: Ints, day: Ints) -> Floats:
    """The factor on a click's price that keeps each day within the budget.

    A budget that did not last is spent to the last cent; one that lasted keeps a little.
    """
    wanted = np.bincount(day, clicks * cpc, history.days)
    budget = history.rates.budget[:, k]
    gone = history.rates.lasts[:, k] < 1
    room = np.where(gone, budget, np.minimum(wanted, budget * 0.96))
    return np.where(wanted > 0, room / np.maximum(wanted, 0.01), 1.0)[day]


def _budgets(history: History) -> pd.DataFrame:
    """Budget and the time it was gone, by day and plan."""
    rates, day = history.rates, np.arange(history.days)
    frames = []
    for k, plan in enumerate(history.world.plans):
        gone = pd.Series(_clock(rates.lasts[:, k])).where(rates.lasts[:, k] < 1)
        frame = {"day": day, "plan": plan.name, "budget": rates.budget[:, k], "ran_out_at": gone}
        frames.append(pd.DataFrame(frame))
    return pd.concat(frames)


def _clock(share: Floats) -> list[str]:
    """The time of day by which this share of a day's clicks has come."""
    hours = np.interp(share, np.concatenate([[0.0], CLOCK]), np.arange(25))
    minutes = np.minimum(np.round(hours * 60), 23 * 60 + 59).astype(int)
    return [f"{m // 60:02d}:{m % 60:02d}" for m in minutes]
