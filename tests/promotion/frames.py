"""Advertising frames for tests: tiny ones worked by hand, and what exports of a truth shop show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from opslib.promotion import ADS, Terms
from opslib.simulate.ad_clicks import AdClicks
from opslib.simulate.history import History

WEEK = (date(2026, 11, 9), date(2026, 11, 15))
TERMS = Terms(date(2026, 11, 15), WEEK, "CNY", 15, "gmv", 0.4, 0.0, 2.5, 700.0)
_TEXTS = ("product_line", "plan", "item_id", "keyword", "title")


def ads(rows: list[dict], terms: Terms = TERMS) -> pd.DataFrame:
    """The frame `promotion.ADS` from rows that name only what matters; all of it complete."""
    frame = pd.DataFrame(rows)
    frame = frame.assign(date=pd.to_datetime(frame["date"]))
    for name in ADS:
        if name not in frame:
            frame[name] = "" if name in _TEXTS else np.nan
    for name in _TEXTS:
        frame[name] = frame[name].fillna("").astype(object)
    for name in ("impressions", "clicks", "spend", "ad_orders", "ad_gmv", "conv"):
        frame[name] = frame[name].astype(float).fillna(0.0)
    if terms.basis == "gmv":
        frame["conv"] = frame["ad_orders"]
        frame["value"] = frame["ad_gmv"] * terms.margin
    else:
        frame["value"] = frame["conv"] * terms.lead_value
    frame["complete"] = frame["complete"].astype(float).fillna(1.0)
    frame["settled"] = frame["complete"] >= 1
    return frame[ADS]


def plan_exports(history: History, moments: list[date]) -> list[pd.DataFrame]:
    """What plan reports of these days would each show: date, plan, clicks, spend, conv, gmv."""
    paid, spec = AdClicks(history.truly), history.world.spec
    clicks, events = paid.frame, paid.events
    events = events[events["kind"].eq("ad_orders")]
    at = events["click"].to_numpy()
    events = events.assign(day=clicks["day"].to_numpy()[at], plan=clicks["plan"].to_numpy()[at])
    base = clicks.groupby(["day", "plan"], as_index=False).agg(
        clicks=("hour", "size"), cents=("cents", "sum")
    )
    out = []
    for moment in moments:
        last = spec.index(moment)
        known = events[events["known"] <= last].groupby(["day", "plan"], as_index=False)
        brought = known.agg(conv=("amount", "size"), gmv=("amount", "sum"))
        rows = base[base["day"] <= last].merge(brought, on=["day", "plan"], how="left")
        rows = rows.fillna({"conv": 0, "gmv": 0.0})
        rows["date"] = pd.to_datetime(history.dates[rows["day"]])
        rows["plan"] = rows["plan"].astype(str)
        rows["known_on"] = pd.Timestamp(moment)
        out.append(rows.assign(spend=rows["cents"] / 100, impressions=rows["clicks"] * 30.0))
    return out


def as_ads(export: pd.DataFrame, share_at) -> pd.DataFrame:
    """One export as the frame `promotion.ADS`; share_at: complete by age in days."""
    age = (export["known_on"] - export["date"]).dt.days.to_numpy()
    rows = export.assign(level="plan", ad_orders=export["conv"], ad_gmv=export["gmv"])
    return ads(rows.assign(complete=share_at(age)).to_dict("records"))


def terms_of(sunday: date) -> Terms:
    """The test's terms for the week that ends on this Sunday, known on its evening."""
    return replace(TERMS, as_of=sunday, week=(sunday - timedelta(days=6), sunday))
