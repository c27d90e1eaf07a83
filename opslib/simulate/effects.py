"""The truth by day: what a cause did to the shop, and what the operator's actions were worth."""

from __future__ import annotations

import pandas as pd

from . import clocks
from . import history as past
from . import world as furniture
from .causes import Action
from .history import History
from .world import ShopSpec

_WORTH = ["pay_amount", "pay_orders", "visitors", "impressions", "inquiries"]


def effect_by_day(
    spec: ShopSpec, seed: int, cause_id: str, history: History | None = None
) -> pd.DataFrame:
    """What one cause (planted or of the background) changed on each exported day.

    One row a day: date, pay_amount (money of paid orders, two decimals), pay_orders, visitors and
    impressions as the platform reports them, inquiries. With the cause minus without it, under the
    same random numbers; days that were not exported count as they happened. `history` saves
    living through the shop once more. Raises KeyError for a cause that the shop does not have.
    """
    history = history or past.live(spec, seed)
    other = past.relive(furniture.without(history.world, cause_id))
    change = daily(history)[_WORTH] - daily(other)[_WORTH]
    change["pay_amount"] = change["pay_amount"].round(2)
    change.insert(0, "date", history.dates)
    return change[history.dates >= spec.start].reset_index(drop=True)


def daily(history: History) -> pd.DataFrame:
    """The shop's totals of each simulated day, burn-in included: the columns of `effect_by_day`."""
    paid = history.paid.assign(all=0)
    return pd.DataFrame(
        {
            "pay_amount": history.grid(paid, "all", "paid_amount", 1)[:, 0],
            "pay_orders": history.grid(paid, "all", None, 1)[:, 0].astype(int),
            "visitors": history.shop_visitors,
            "impressions": history.counts.impressions.sum(1),
            "inquiries": clocks.inquiries(history),
        }
    )


def actions(spec: ShopSpec, seed: int, history: History | None = None) -> pd.DataFrame:
    """The operator's actions and their true effects: one row an action.

    `true_effect` is the factor on `rate` (shown: impressions, ctr: click rate, cvr: pay rate) from
    `date` on, 1 for an action that did nothing; `worked` says whether it is above 1;
    `pay_amount_effect` and `pay_orders_effect` what it brought by the last day.
    """
    history = history or past.live(spec, seed)
    rows = []
    for action in spec.causes:
        if not isinstance(action, Action):
            continue
        change = effect_by_day(spec, seed, action.id, history)
        rows.append(
            {
                "id": action.id,
                "date": action.start,
                "action": action.what,
                "dimension": action.dimension,
                "member": action.member(history.world),
                "rate": action.rate,
                "true_effect": round(action.effect, 4),
                "worked": action.effect > 1,
                "pay_amount_effect": round(float(change["pay_amount"].sum()), 2),
                "pay_orders_effect": int(change["pay_orders"].sum()),
                "label_zh": action.doing[action.what].zh,
                "label_en": action.doing[action.what].en,
            }
        )
    columns = "id date action dimension member rate true_effect worked pay_amount_effect"
    columns += " pay_orders_effect label_zh label_en"
    return pd.DataFrame(rows, columns=columns.split())
