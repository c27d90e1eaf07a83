"""The marketing tools that the calendar names: on or off, and what an extra yuan costs by them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from ..campaigns.tools import tools
from ..weekly.terms import worth
from .past import series, told_apart

if TYPE_CHECKING:
    from .year import Year


def paid_tools(year: Year) -> pd.DataFrame:
    """One row a tool (`campaigns.tools`): its state, its cost, what it sold more, does it pay?

    Empty without tools in the register, or where sales are too sparse to be judged.
    """
    shop = year.shop
    used = [a for a in year.activities if a.kind == "tool" and a.stands]
    basis, daily = series(shop)
    if not used or basis != "pay_amount" or not told_apart(daily):
        return pd.DataFrame()
    margin = worth(shop).margin
    if not math.isfinite(margin):
        margin = shop.profile.number("ad_margin", shop.as_of)
    log = pd.DataFrame(
        {
            "tool": [a.tool or a.name for a in used],
            "start": [pd.Timestamp(a.start) for a in used],
            "end": [pd.Timestamp(a.end) if a.end else pd.NaT for a in used],
            "cost": [math.nan if a.budget is None else a.budget for a in used],
        }
    )
    return tools(log, daily, margin, as_of=pd.Timestamp(shop.as_of), calendar=shop.calendar)
