"""Click rate, price of a click and conversion rate of plans beside those of peers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .account import Terms, level_rows
from .shrunk import Floats, spread_of
from .takings import DRAWS, worth_draws

WEEKS = 4  # own rows that are compared: one week alone is too few for most plans
COLUMNS = (
    "plan metric own lo hi mean excellent p_excellent p_below verdict days gap_clicks value gain "
    "gain_lo gain_hi"
).split()
# What is counted out of what; for the price of a click less is better.
RATES = {"ad_ctr": ("clicks", "impressions"), "ad_cvr": ("conv", "clicks"),
          "ad_cpc": ("spend", "clicks")}  # fmt: skip


def against_peers(ads: pd.DataFrame, terms: Terms, benchmark: pd.DataFrame) -> pd.DataFrame:
    """Where do plans lie between ordinary and excellent peers of the shop's tier, and what is
    the gap in clicks worth?

    ads: the frame `account.ADS`; rows of level plan of the last four weeks count, days whose
    conversions are unknown only for clicks. benchmark: metric (ad_ctr, ad_cvr, ad_cpc), date,
    days, peer_mean, peer_excellent; of each metric the newest row, of these the longest window.

    One row a plan and metric told by the benchmark, and one for all plans together (plan ""):
    own with lo and hi (80 %), mean and excellent of the peers, p_excellent (chance that it is at
    least as good as excellent peers), p_below (worse than the mean), verdict: "excellent",
    "below" (the mean), "between", "cannot_tell" (at terms.evidence). For ad_ctr: gap_clicks, the
    clicks a week more that the same impressions would bring at the excellent rate; value, what
    these are worth before their price; gain, after it, with gain_lo and gain_hi (80 %). Money in
    terms.currency; nan where nothing is priced.
    Not to be trusted where the peers' figure counts other places than the plan's.

    Source: guide row 000-26; beta-binomial and gamma posteriors with what days vary beyond chance.
    """
    told = _newest(benchmark)
    rows = level_rows(ads, "plan")
    end = pd.Timestamp(terms.week[1])
    rows = rows[rows["date"].gt(end - pd.Timedelta(days=7 * WEEKS)) & rows["date"].le(end)]
    if told.empty or rows.empty or not rows["impressions"].sum() > 0:
        return pd.DataFrame(columns=COLUMNS)
    found = [
        _one(name, mine, metric, peer, terms)
        for metric, peer in told.iterrows()
        for name, mine in [("", rows), *rows.groupby("plan", sort=True)]
    ]
    return pd.DataFrame([f for f in found if f], columns=COLUMNS)


def _newest(benchmark: pd.DataFrame) -> pd.DataFrame:
    if benchmark.empty:
        return benchmark
    rows = benchmark[
        benchmark["metric"].isin(list(RATES)) & (benchmark["peer_excellent"].fillna(0) > 0)
    ]
    rows = rows.sort_values(["date", "days"], kind="stable")
    return rows.groupby("metric").last().reindex([m for m in RATES if m in set(rows["metric"])])


def _one(name: str, rows: pd.DataFrame, metric: str, peer: pd.Series, terms: Terms) -> tuple | None:
    """One plan and metric; None where it has nothing to be counted out of."""
    above, below = RATES[metric]
    known = rows["complete"].fillna(0.0) if above == "conv" else pd.Series(1.0, rows.index)
    days = rows.assign(room=rows[below] * known, got=rows[above].where(known > 0, 0.0))
    days = days.groupby("date")[["got", "room"]].sum()
    days = days[days["room"] > 0]
    if days.empty or days["room"].sum() <= 0:
        return None
    draws = _draws(days["got"].to_numpy(float), days["room"].to_numpy(float), metric)
    own = float(days["got"].sum() / days["room"].sum())
    lo, hi = np.quantile(draws, [0.1, 0.9])
    mean, best = float(peer["peer_mean"]), float(peer["peer_excellent"])
    side = -1.0 if metric == "ad_cpc" else 1.0
    excellent = float((side * draws >= side * best).mean())
    under = float((side * draws < side * mean).mean()) if np.isfinite(mean) else np.nan
    verdict = _verdict(excellent, under, terms.evidence)
    gap = _gap(rows, draws, best, terms) if metric == "ad_ctr" else (np.nan,) * 5
    return (
        name, metric, own, lo, hi, mean, best, excellent, under, verdict, len(days), *gap,
    )  # fmt: skip


def _verdict(excellent: float, under: float, evidence: float) -> str:
    if excellent >= evidence:
        return "excellent"
    if under >= evidence:
        return "below"
    return "between" if excellent <= 1 - evidence else "cannot_tell"


def _draws(got: Floats, room: Floats, metric: str) -> Floats:
    """Equally likely true rates: a gamma around the days' own, wider where days jump about."""
    rng = np.random.default_rng(26)
    rate = got.sum() / room.sum()
    if metric == "ad_cpc":  # money, not counts: days vary as they vary
        error = np.sqrt((room * (got / room - rate) ** 2).sum() / room.sum() / max(len(room), 2))
        return np.maximum(rate + error * rng.standard_normal(DRAWS), 1e-9)
    phi = spread_of(got, room * rate, 1)
    return rng.gamma(got.sum() / phi + 0.5, 1 / (room.sum() / phi), DRAWS)


def _gap(rows: pd.DataFrame, draws: Floats, best: float, terms: Terms) -> tuple[float, ...]:
    """Clicks a week short of excellent peers, their value, and what is left after their price."""
    weeks = max(rows["date"].nunique() / 7, 1 / 7)
    shown, clicks = float(rows["impressions"].sum()) / weeks, float(rows["clicks"].sum())
    short = np.maximum(best - draws, 0.0) * shown
    known = rows["complete"].fillna(0.0)
    conv = rows["conv"].where(known > 0, 0.0).sum()
    room = float((rows["clicks"] * known).sum())
    if not terms.priced or room <= 0 or clicks <= 0 or conv <= 0:
        return float(short.mean()), np.nan, np.nan, np.nan, np.nan
    rng = np.random.default_rng(27)
    value = float(rows["value"].where(known > 0, 0.0).sum())
    worth = worth_draws(np.array([conv]), np.array([value]), terms, rng)[:, 0]
    click = rng.gamma(conv + 0.5, 1 / room, DRAWS) * worth
    left = short * (click - float(rows["spend"].sum()) / clicks)
    lo, hi = np.quantile(left, [0.1, 0.9])
    return float(short.mean()), float((short * click).mean()), float(left.mean()), lo, hi
