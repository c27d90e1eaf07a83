"""Live sessions: which hour to go on air brings most orders an hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from .account import Terms
from .schedule import WORKS
from .shrunk import Floats, posterior, spread_of
from .takings import DRAWS, worth_draws

FEWEST = 3  # sessions that an hour needs before it may be called the best
MANY = 6  # sessions in all, below which nothing is compared
BLOCK = 28  # days whose season is taken to be one
FEW, ROUNDS = 5.0, 30  # orders that a season needs before it counts as much as usual
SURE = 0.75  # sessions that jitter more than chance weigh less, few are not trusted to be calm
FAR = 200  # sessions that nobody waits for
COLUMNS = (
    "hour sessions hours viewers orders amount rate lo hi viewers_rate p_best p_above verdict"
).split()


@dataclass(frozen=True)
class Live:
    """What the live sessions came to.

    slots: one row an hour of going on air, best first: hour (0-23), sessions, hours (on air),
    viewers, orders, amount; rate (orders an hour on air, season taken out, shrunk towards the
    other hours) with lo and hi (80 %); viewers_rate (an hour); p_best; p_above (chance to lie
    over the mean of all); verdict: "best", "high", "low" or "plain".
    state: best, cannot_tell. best: the hour (-1: none). p_right: its chance. needed: further
    sessions in each of the two leading hours until it can be told (nan: too close or too few).
    gain, gain_lo, gain_hi: money a week left of moving the other sessions there (80 %).
    """

    slots: pd.DataFrame
    state: str
    best: int
    p_right: float
    sessions: int
    weekly: float
    needed: float = np.nan
    gain: float = np.nan
    gain_lo: float = np.nan
    gain_hi: float = np.nan


def judge_live(sessions: pd.DataFrame, terms: Terms) -> Live:
    """At which hour should the shop go on air?

    sessions: one row a session: date, hour (of the start, 19.9 counts as 20), minutes, viewers,
    orders, amount (nan where not told). An hour's orders are compared with those of the other
    hours in the same four weeks, so a busy season does not praise the hours tried in it.
    The best hour is named from terms.evidence on, and with three sessions or more.
    Not to be trusted where good hosts or new goods were always put in the same hour.

    Source: guide row 001-87; gamma-Poisson shrinkage, quasi-likelihood for what sessions vary
    beyond chance (McCullagh and Nelder 1989).
    """
    rows = sessions[(sessions["minutes"].fillna(0) > 0) & sessions["hour"].notna()]
    rows = rows[rows["orders"].notna()]
    if rows.empty:
        return Live(pd.DataFrame(columns=COLUMNS), "cannot_tell", -1, np.nan, 0, 0.0)
    rows = rows.assign(
        hour=np.round(rows["hour"].to_numpy(float)).astype(int) % 24,
        hours=rows["minutes"].to_numpy(float) / 60,
    )
    rows["room"] = rows["hours"] * _season(rows)
    table = rows.groupby("hour", as_index=False).agg(
        sessions=("date", "size"), hours=("hours", "sum"), viewers=("viewers", "sum"),
        orders=("orders", "sum"), amount=("amount", "sum"), room=("room", "sum"),
    )  # fmt: skip
    count, room = table["orders"].to_numpy(float), table["room"].to_numpy(float)
    expected = rows["room"] * rows["hour"].map(dict(zip(table["hour"], count / room, strict=True)))
    phi = spread_of(rows["orders"].to_numpy(float), expected.to_numpy(float), len(table), SURE)
    post = posterior(count / phi, room / phi)
    draws = post.draws(np.random.default_rng(87), DRAWS)
    mean = (draws * room).sum(1, keepdims=True) / room.sum()
    table["rate"], table["lo"], table["hi"] = (
        post.mean, post.quantile(0.1), post.quantile(0.9),
    )  # fmt: skip
    table["viewers_rate"] = table["viewers"] / table["hours"]
    table["p_best"] = np.bincount(draws.argmax(1), minlength=len(table)) / len(draws)
    table["p_above"] = (draws > mean).mean(0)
    return _told(rows, table, draws, phi, terms)


def _season(rows: pd.DataFrame) -> Floats:
    """How good each session's four weeks were for every hour alike, shrunk towards usual."""
    block = ((rows["date"].max() - rows["date"]).dt.days // BLOCK).to_numpy()
    hour, hours = pd.factorize(rows["hour"])[0], rows["hours"].to_numpy(float)
    orders = rows["orders"].to_numpy(float)
    came = np.bincount(block, orders)
    factor: Floats = np.ones(len(came))
    for _ in range(ROUNDS):  # hours and seasons explain the orders together
        rate = np.bincount(hour, orders) / np.bincount(hour, hours * factor[block])
        expected = np.bincount(block, rate[hour] * hours)
        factor = (came + FEW) / (expected + FEW)
    return factor[block]


def _told(rows: pd.DataFrame, table: pd.DataFrame, draws: Floats, phi: float, terms: Terms) -> Live:
    """Which hour is best, or how many sessions are missing."""
    order = table.sort_values(["p_best", "rate"], ascending=False).index
    table, draws = table.loc[order].reset_index(drop=True), draws[:, order]
    sure, weeks = terms.evidence, max((rows["date"].max() - rows["date"].min()).days / 7, 1.0)
    first = table.iloc[0]
    enough = len(table) > 1 and len(rows) >= MANY and first["sessions"] >= FEWEST
    best = bool(enough and first["p_best"] >= sure)
    above = table["p_above"].to_numpy(float)
    table["verdict"] = np.select([above >= 0.95, above <= 0.05], ["high", "low"], "plain")
    if not enough:
        table["verdict"] = "plain"
    if best:
        table.loc[0, "verdict"] = "best"
    return Live(
        table[COLUMNS], "best" if best else "cannot_tell", int(first["hour"]) if best else -1,
        float(first["p_best"]), len(rows), len(rows) / weeks,
        0.0 if best else _needed(table, phi, sure), *_gain(table, draws, weeks, terms, best),
    )  # fmt: skip


def _needed(table: pd.DataFrame, phi: float, sure: float) -> float:
    """Further sessions in each of the two leading hours, if they are what they seem."""
    if len(table) < 2:
        return float("nan")
    lead = table.iloc[:2]
    rate = lead["orders"].to_numpy(float) + 0.5
    apart = float(np.log(lead["rate"].iloc[0] / lead["rate"].iloc[1]))
    if apart <= 0:
        return float("nan")
    noise = float((phi * lead["sessions"].to_numpy(float) / rate).sum())
    whole = noise * (float(ndtri(sure)) / apart) ** 2
    more = float(np.ceil(max(whole, FEWEST) - lead["sessions"].min()))
    return max(more, 1.0) if more < FAR else float("nan")


def _gain(
    table: pd.DataFrame, draws: Floats, weeks: float, terms: Terms, best: bool
) -> tuple[float, float, float]:
    """Money a week if the other sessions went on air at the best hour; not all of it moves."""
    if not best or terms.basis != "gmv" or not terms.priced:
        return np.nan, np.nan, np.nan
    rng = np.random.default_rng(88)
    orders, amount = (np.array([table[c].sum()], float) for c in ("orders", "amount"))
    worth = worth_draws(orders, amount * terms.margin, terms, rng)
    hours = table["hours"].to_numpy(float)[1:] / weeks
    won = WORKS * worth[:, 0] * ((draws[:, :1] - draws[:, 1:]) * hours).sum(1)
    lo, hi = np.quantile(won, [0.1, 0.9])
    return float(won.mean()), float(lo), float(hi)
