"""The bid words of the week: what their clicks brought, judged under the week's or other terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..promotion import Terms
from ..promotion.bidding import Bidding
from ..promotion.keywords import classify

if TYPE_CHECKING:
    from ..shop import Shop
    from .week import Weekly

# A day of which less is known says nothing of its words yet.
LEAST_KNOWN = 0.3
# Clicks of the whole time that stand beside the newest ones in what a click costs now.
_OLD_CLICKS = 3.0
_SUMS = ["impressions", "clicks", "spend", "conv", "value", "exposure"]


@dataclass(frozen=True)
class WordSums:
    """`rows`: one a plan and word that is still bid on (impressions, clicks, spend, conv, value,
    exposure; cpc and pace, clicks a week, of the newest days; bid, avg_rank of the last day with
    any). first, last: the days summed up."""

    rows: pd.DataFrame
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days were summed up."""
        return (self.last - self.first).days + 1


def word_sums(weekly: Weekly) -> WordSums:
    """Clicks, money and what came of it by plan and word, over the profile's `word_days`.

    The last days of which enough is known; a day that still fills up counts for as many clicks as
    its known share. Words without a row in the newest days (`word_recent_days`) are left out.
    """
    rows = weekly.ads[
        ["date", "level", "plan", "keyword", *_SUMS[:-1], "bid", "avg_rank", "complete"]
    ]
    rows = rows[rows["level"].eq("keyword") & rows["complete"].gt(LEAST_KNOWN)]
    if rows.empty:
        columns = ["plan", "keyword", *_SUMS, "cpc", "pace", "bid", "avg_rank"]
        return WordSums(pd.DataFrame(columns=columns), *weekly.week)
    number = weekly.shop.profile.number
    days = int(number("word_days", weekly.shop.as_of))
    late = int(number("word_recent_days", weekly.shop.as_of))
    end = rows["date"].max()
    rows = rows[rows["date"] > end - pd.Timedelta(days=days)]
    rows = rows.assign(exposure=rows["clicks"] * rows["complete"])
    if not rows["date"].is_monotonic_increasing:
        rows = rows.sort_values("date", kind="stable")
    groups = rows.groupby(["plan", "keyword"], sort=True)
    out = groups[_SUMS].sum()
    newest = rows[rows["date"] > end - pd.Timedelta(days=late)]
    lately = newest.groupby(["plan", "keyword"], sort=True)
    now = lately[["clicks", "spend"]].sum()
    out = out.join(lately[["bid", "avg_rank"]].last())
    first = rows["date"].min().date()
    span = min(late, (end.date() - first).days + 1)
    out = out.reindex(now.index)
    usual = np.divide(out["spend"], out["clicks"].where(out["clicks"] > 0))
    out["cpc"] = (now["spend"] + _OLD_CLICKS * usual) / (now["clicks"] + _OLD_CLICKS)
    out["pace"] = now["clicks"] / span * 7
    return WordSums(out.reset_index(), first, end.date())


def bidding(shop: Shop) -> Bidding:
    """What the shop's profile takes for granted of bids."""
    of = {
        "elasticity": "word_elasticity",
        "step_up": "word_step_up",
        "half": "word_hopeless_share",
        "near": "word_near",
        "likely": "word_pays_chance",
        "top_rank": "word_top_rank",
        "related": "word_related_share",
        "fewest": "word_fewest",
    }
    return Bidding(**{k: shop.profile.number(v, shop.as_of) for k, v in of.items()})


def judged(weekly: Weekly, terms: Terms, dearer: float = 1.0) -> pd.DataFrame:
    """The words' verdicts under these terms; dearer: factor on their value (another margin)."""
    sums = weekly.word_sums
    rows = sums.rows.assign(value=sums.rows["value"] * dearer)
    return classify(rows, terms, days=float(sums.days), bidding=bidding(weekly.shop))
