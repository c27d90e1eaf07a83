"""Rows beside the week's account: creatives and audiences of its plans, channels, live sessions."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from .week import Weekly

WEEKS = 8  # creatives and audiences: as far back as products are compared
CHANNEL_DAYS = 28
LIVE_DAYS = 182  # half a year of sessions: a shop goes on air a few times a week
BENCHMARK_DAYS = 60  # older figures of peers say nothing of today's
_TEXTS = "level product_line plan item_id creative audience title".split()
_SUMS = ("impressions clicks spend orders ad_orders ad_gmv inquiries leads tm_buyers bid").split()


class Beside:
    """What the comparisons need beside the week's own rows. Made by `Compared`."""

    def __init__(self, weekly: Weekly) -> None:
        self.weekly, self.con = weekly, weekly.shop.con
        self.end = weekly.terms.week[1]

    @cached_property
    def ads(self) -> pd.DataFrame:
        """Rows of creatives (also by hour) and audiences, with what is known of each.

        Frame: date, level, product_line, plan, item_id, creative, audience, hour, title, the
        counts, and conv, value, settled, complete as in the week's account. They are another view
        of the plans' money, so the account never sees them.
        """
        names = ", ".join(f'"{c}"' for c in ["date", *_TEXTS, "hour", *_SUMS, "imported_at"])
        rows = self.con.execute(
            f"""SELECT {names} FROM ad_day WHERE level IN ('creative', 'creative_hour', 'audience')
                AND date BETWEEN $first AND $day""",
            {"first": self.end - timedelta(days=7 * WEEKS - 1), "day": self.end},
        ).df()
        rows["date"] = pd.to_datetime(rows["date"])
        for name in _TEXTS:
            rows[name] = rows[name].fillna("").astype(object)
        for name in _SUMS:
            rows[name] = rows[name].astype(float)
        rows["hour"] = rows["hour"].fillna(-1).astype(int)
        rows = self.weekly.worked_out(rows)
        known = rows["complete"].where(rows["complete"].notna(), rows["settled"].astype(float))
        keys = ["date", "level", "plan", "creative", "audience", "hour"]
        return rows.assign(complete=known).sort_values(keys, ignore_index=True)

    def level(self, *names: str) -> pd.DataFrame:
        """The rows of these levels."""
        return self.ads[self.ads["level"].isin(names)]

    @cached_property
    def channels(self) -> pd.DataFrame:
        """Days of the channels up to the week's end: counts, and results where they are told."""
        leads = self.weekly.terms.basis == "leads"
        conv = "inquiries, inquiry_buyers" if leads else "pay_orders, pay_buyers"
        rows = self.con.execute(
            f"""SELECT date, channel, impressions, clicks, visitors,
                       coalesce({conv}) AS conv, pay_amount AS amount
                FROM channel_day WHERE date BETWEEN $first AND $day AND channel IS NOT NULL
                ORDER BY date, channel""",
            {"first": self.end - timedelta(days=CHANNEL_DAYS - 1), "day": self.end},
        ).df()
        rows["date"] = pd.to_datetime(rows["date"])
        counts = ["impressions", "clicks", "visitors", "conv", "amount"]
        rows[counts] = rows[counts].astype(float)
        return _leaves(rows)

    @cached_property
    def benchmark(self) -> pd.DataFrame:
        """Peers' click rate, conversion rate and price of a click in advertising, the newest."""
        return self.con.execute(
            """SELECT metric, date, days, peer_mean, peer_excellent FROM benchmark
               WHERE metric IN ('ad_ctr', 'ad_cvr', 'ad_cpc') AND date BETWEEN $first AND $day
               ORDER BY metric, date, days""",
            {
                "first": self.weekly.shop.as_of - timedelta(days=BENCHMARK_DAYS),
                "day": self.weekly.shop.as_of,
            },
        ).df()

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """Live sessions of the last half year: date, hour of the start, minutes, what came."""
        day = self.weekly.shop.as_of
        counted = "inquiries, orders" if self.weekly.terms.basis == "leads" else "orders, inquiries"
        rows = self.con.execute(
            f"""SELECT date, started_at, minutes, viewers,
                      coalesce({counted}) AS orders, amount
               FROM live_session WHERE date BETWEEN $first AND $day ORDER BY date, started_at""",
            {"first": day - timedelta(days=LIVE_DAYS), "day": day},
        ).df()
        rows["date"] = pd.to_datetime(rows["date"])
        for name in ("minutes", "viewers", "orders", "amount"):
            rows[name] = rows[name].astype(float)
        clock = rows["started_at"].astype("string").str.extract(r"^(\d{1,2}):(\d{2})").astype(float)
        rows["hour"] = (clock[0] + clock[1].fillna(0) / 60).to_numpy(float)
        return rows

    @cached_property
    def word_index(self) -> pd.DataFrame:
        """The platform's word index of the last four weeks: keyword, date and the two indices."""
        return self.con.execute(
            """SELECT keyword, date, avg(search_index) AS search_index,
                      avg(supply_demand_index) AS supply_demand_index
               FROM keyword_day WHERE date BETWEEN $first AND $day AND search_index > 0
               GROUP BY keyword, date ORDER BY keyword, date""",
            {"first": self.end - timedelta(days=27), "day": self.weekly.shop.as_of},
        ).df()


def _leaves(rows: pd.DataFrame) -> pd.DataFrame:
    """Without rows that are the sum of finer ones ("search" beside "search > natural")."""
    names = rows["channel"].unique()
    parents = {p for n in names for p in _above(str(n))}
    out = rows[~rows["channel"].isin(parents)]
    return out[np.asarray(out["channel"].ne(""), bool)].reset_index(drop=True)


def _above(name: str) -> list[str]:
    parts = [p.strip() for p in name.split(">")]
    return [" > ".join(parts[:i]) for i in range(1, len(parts))]
