"""A past week's advertising as its own morning knew it: conversions that came later are not there.

What an older export said of a day is taken from the store. A day that was exported only once, and
later than the morning asked, is counted down by the shop's own curve of late conversions.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..facts import TABLES
from ..promotion import ADS
from ..weekly import Weekly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..shop import Shop

# What comes in after the click's own day.
LATE = ("orders", "ad_orders", "ad_gmv", "inquiries", "leads", "tm_buyers")
_KEY = [c for c in TABLES["ad_day"].key if c != "date" and c in ADS]


class Exports:
    """Every row that any export told of one shop's advertising, asked once for all mornings."""

    def __init__(self, week: Weekly, since: date) -> None:
        self.week, self.since = week, since

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Key, late counts, and the day at whose end they stood so; oldest first."""
        shop = self.week.shop
        names = ["date", *_KEY, *LATE]
        found = shop.workspace.store.vintages("ad_day", shop.identity.id, names, "true", self.since)
        if found.empty:
            return found.assign(known_on=pd.Series(dtype="datetime64[ns]"))
        found["date"] = pd.to_datetime(found["date"])
        found = keyed(found)
        found["known_on"] = self.week._known_on(found)
        return found.sort_values("known_on", kind="stable", ignore_index=True)

    def by(self, day: pd.Timestamp) -> pd.DataFrame:
        """The newest row of each key that was known at the end of this day."""
        known = self.rows[self.rows["known_on"] <= day]
        return known.drop_duplicates(["date", *_KEY], keep="last")


def keyed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with texts without gaps and hours as numbers, as `Weekly` has them."""
    texts = {c: rows[c].fillna("").astype(object) for c in _KEY if c != "hour" and c in rows}
    numbers = {c: rows[c].astype(float) for c in LATE}
    return rows.assign(**texts, **numbers, hour=rows["hour"].fillna(-1).astype(int))


class PastWeek(Weekly):
    """The week that a morning would have reviewed, knowing what was known at that day's end.

    What has no vintages is seen as it is known today: costs, won inquiries, budgets and bids.
    """

    def __init__(self, shop: Shop, settings: Mapping[str, Any], exports: Exports) -> None:
        super().__init__(shop, settings)
        self.exports = exports

    @cached_property
    def _rows(self) -> pd.DataFrame:
        rows: pd.DataFrame = super()._rows
        if rows.empty:
            return rows
        now, then = rows["known_on"], pd.Timestamp(self.shop.as_of)
        later = now > then
        if not later.any():
            return rows
        told = self.exports.by(then).set_index(["date", *_KEY])
        place = told.index.get_indexer(pd.MultiIndex.from_frame(rows[["date", *_KEY]]))
        seen = later.to_numpy() & (place >= 0)
        share = self._share(rows["date"], now, then)
        known_on = now.where(~later, then).to_numpy().copy()
        known_on[seen] = told["known_on"].to_numpy()[place[seen]]
        out = rows.assign(known_on=known_on)
        for column in LATE:
            values = rows[column].where(~later, rows[column] * share).to_numpy().copy()
            values[seen] = told[column].to_numpy()[place[seen]]
            out[column] = values
        return out

    def _share(self, days: pd.Series, now: pd.Series, then: pd.Timestamp) -> pd.Series:
        """Of what is known today, the share that was known then; 1 where no curve is known."""
        curve = self.exports.week.completion
        was = curve.at((then - days).dt.days.to_numpy())
        is_ = curve.at((now - days).dt.days.to_numpy())
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(is_ > 0, was / is_, 1.0)
        return pd.Series(np.nan_to_num(np.minimum(share, 1.0), nan=1.0), index=days.index)

    @cached_property
    def vintages(self) -> pd.DataFrame:
        """What was known of each plan's day on which day, up to that morning."""
        found: pd.DataFrame = super().vintages
        return found[found["known_on"] <= pd.Timestamp(self.shop.as_of)]
