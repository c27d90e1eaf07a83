"""The bid words of the week: what their clicks brought, judged under the week's or other terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..promotion import Terms
from ..promotion.keywords import classify

if TYPE_CHECKING:
    from .week import Weekly

# Four weeks: long enough for clicks to add up, short enough for bids to be the same.
WORD_DAYS = 28
# A day of which less is known says nothing of its words yet.
LEAST_KNOWN = 0.3
_SUMS = ["impressions", "clicks", "spend", "conv", "value", "exposure"]


def word_sums(weekly: Weekly) -> tuple[pd.DataFrame, int]:
    """Clicks, money and what came of it by plan and word, and over how many days.

    The last 28 days of which enough is known; a day that still fills up counts for as many clicks
    as its known share. bid and avg_rank are those of the last day with any.
    """
    rows = weekly.ads
    rows = rows[rows["level"].eq("keyword") & rows["complete"].gt(LEAST_KNOWN)]
    if rows.empty:
        empty = pd.DataFrame(columns=["plan", "keyword", *_SUMS, "bid", "avg_rank"])
        return empty, WORD_DAYS
    rows = rows[rows["date"] > rows["date"].max() - pd.Timedelta(days=WORD_DAYS)]
    rows = rows.assign(exposure=rows["clicks"] * rows["complete"])
    groups = rows.sort_values("date", kind="stable").groupby(["plan", "keyword"], sort=True)
    out = groups[_SUMS].sum().join(groups[["bid", "avg_rank"]].last()).reset_index()
    days = int((rows["date"].max() - rows["date"].min()).days) + 1
    return out, days


def judged(words: pd.DataFrame, days: int, terms: Terms, dearer: float = 1.0) -> pd.DataFrame:
    """The words' verdicts under these terms; dearer: factor on their value (another margin)."""
    return classify(words.assign(value=words["value"] * dearer), terms, days=float(days))
