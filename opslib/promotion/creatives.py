"""Creatives of a plan side by side: clicked how often, ordered how often, which one wins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .account import Terms
from .contests import ONE_ARM, Contest, contest
from .shrunk import Floats, posterior
from .takings import by_day, jumpiness, order_spread, worth_draws

STALE = 14  # days without impressions after which a creative has left the comparison
COLUMNS = (
    "creative title impressions clicks spend conv value ctr ctr_lo ctr_hi cvr cvr_lo cvr_hi mille "
    "mille_lo mille_hi p_clicks p_best"
).split()
PARTS = ((0, 5), (6, 11), (12, 17), (18, 23))  # of the day, where creatives are told by hour


@dataclass(frozen=True)
class Creatives:
    """How the creatives of one plan stand.

    arms: one row a creative, best first: creative, title, impressions, clicks, spend, conv,
    value; ctr, cvr (conv a click) and mille (money left of 1000 impressions after their cost; nan:
    not priced), each with _lo and _hi (80 %, shrunk towards the plan's other creatives);
    p_clicks, p_best (chance of most clicks an impression, of most money).
    test: the comparison of clicks an impression with its stop rule (`contests.Contest`).
    state: "winner", "clicks_only" (clicked more, but the money rather says otherwise), "same",
    "running", "cannot_tell". winner, p_right: the creative and its chance to be the better one.
    hours: creative, first, last (hour), impressions, clicks, ctr, lo, hi; empty where the report
    does not tell creatives by hour. gain, gain_lo, gain_hi: money a week of showing the winner
    only (80 %).
    """

    plan: str
    arms: pd.DataFrame
    test: Contest
    state: str
    winner: str
    p_right: float
    hours: pd.DataFrame
    gain: float = np.nan
    gain_lo: float = np.nan
    gain_hi: float = np.nan


def judge_creatives(rows: pd.DataFrame, terms: Terms) -> list[Creatives]:
    """Which creative of each plan is clicked and bought from more, and may the test end?

    rows: rows of level creative: date, plan, creative, title, hour (-1: the whole day),
    impressions, clicks, spend, conv, value, complete. Creatives are compared within their plan, on
    the days on which all of those still shown ran. Clicks decide the test, because they are many;
    a winner is named only where the money of its impressions does not point the other way.
    Plans with most impressions first. Not to be trusted where the platform shows one creative in
    better places or to warmer buyers: it does so wherever it spreads impressions by itself.

    Source: guide row 003-32; stop rule as in `sequential.evidence`, rates as `shrunk.posterior`.
    """
    mine = rows[rows["impressions"].fillna(0) > 0]
    mine = mine[mine["creative"].ne("")]
    if mine.empty:
        return []
    end = pd.Timestamp(terms.week[1])
    late = mine.groupby(["plan", "creative"])["date"].transform("max")
    mine = mine[late > end - pd.Timedelta(days=STALE)]
    sizes = mine.groupby("plan")["impressions"].sum().sort_values(ascending=False)
    return [_plan(str(p), mine[mine["plan"].eq(p)], terms) for p in sizes.index]


def _plan(plan: str, rows: pd.DataFrame, terms: Terms) -> Creatives:
    hourly = rows[rows["hour"].between(0, 23)]
    whole = rows[~rows["hour"].between(0, 23)]
    whole = hourly if whole.empty else whole
    arms = whole.assign(arm=whole["creative"])
    test = contest(arms, terms, per="impressions", event="clicks")
    ran = arms.groupby("date")["arm"].transform("nunique") == arms["arm"].nunique()
    shared = arms[ran]
    if arms["arm"].nunique() < 2 or shared.empty:
        empty = pd.DataFrame(columns=COLUMNS)
        state = "cannot_tell" if test.reason is not ONE_ARM else "one"
        return Creatives(plan, empty, test, state, "", np.nan, _hours(hourly))
    table, money = _standings(shared, terms)
    state, winner, sure = _state(test, table)
    order = table.sort_values(["p_best", "p_clicks", "ctr"], ascending=False).index
    if winner:
        order = sorted(order, key=lambda i: table.loc[i, "creative"] != winner)
    table, money = table.loc[list(order)].reset_index(drop=True), money[:, list(order)]
    gain = _gain(table, money, shared["date"].nunique()) if state == "winner" else (np.nan,) * 3
    return Creatives(plan, table, test, state, winner, sure, _hours(hourly), *gain)


def _standings(rows: pd.DataFrame, terms: Terms) -> tuple[pd.DataFrame, Floats]:
    """One row a creative, and draws of what 1000 impressions of each leave (draw x creative)."""
    known = rows["complete"].fillna(0.0)
    rows = rows.assign(
        room=rows["clicks"] * known, got=rows["conv"].where(known > 0, 0.0),
        worth=rows["value"].where(known > 0, 0.0),
    )  # fmt: skip
    names = pd.Index(sorted(rows["creative"].unique()), name="creative")
    sums = ["impressions", "clicks", "spend", "conv", "value", "room", "got", "worth"]
    table = rows.groupby("creative")[sums].sum().reindex(names)
    title = rows["title"].fillna("").where(rows["title"].fillna("").ne(""), rows["creative"])
    table.insert(0, "title", title.groupby(rows["creative"]).last().reindex(names))
    rng = np.random.default_rng(32)
    drawn: list[Floats] = []
    for rate, above, below in (("ctr", "impressions", "clicks"), ("cvr", "room", "got")):
        room, count = (by_day(rows, "creative", c, names) for c in (above, below))
        phi = jumpiness(count, room)
        post = posterior(count.sum(0) / phi, room.sum(0) / phi)
        table[rate] = post.mean
        table[f"{rate}_lo"], table[f"{rate}_hi"] = post.quantile(0.1), post.quantile(0.9)
        drawn.append(post.draws(rng, 4000))
    ctr, cvr = drawn
    spread = order_spread(*(by_day(rows, "creative", c, names) for c in ("got", "worth")))
    got, made = (table[c].to_numpy(float) for c in ("got", "worth"))
    worth = worth_draws(got, made, terms, rng, spread)
    price = (table["spend"] / table["clicks"].where(table["clicks"] > 0)).to_numpy(float)
    money = 1000 * ctr * (cvr * worth - np.nan_to_num(price))
    table["mille"] = money.mean(0)
    table["mille_lo"], table["mille_hi"] = np.quantile(money, [0.1, 0.9], axis=0)
    table["p_clicks"] = np.bincount(ctr.argmax(1), minlength=len(names)) / len(ctr)
    priced = np.isfinite(money).all()
    best = np.bincount(money.argmax(1), minlength=len(names)) / len(money)
    table["p_best"] = best if priced else table["p_clicks"]
    return table.reset_index()[COLUMNS], money


def _state(test: Contest, table: pd.DataFrame) -> tuple[str, str, float]:
    """The state of the test, checked against the money of impressions."""
    if test.state != "winner":
        return test.state, "", test.p_right
    row = table[table["creative"].eq(test.winner)].iloc[0]
    others = table.loc[table["creative"].ne(test.winner), "p_best"].max()
    if float(row["p_best"]) < float(others):
        return "clicks_only", "", float(row["p_clicks"])
    return "winner", test.winner, test.p_right


def _gain(table: pd.DataFrame, money: Floats, days: int) -> tuple[float, float, float]:
    """Money a week if the others' impressions showed the winner (the first row)."""
    if not np.isfinite(money).all():
        return np.nan, np.nan, np.nan
    weekly = table["impressions"].to_numpy(float)[1:] / days * 7 / 1000
    won = ((money[:, :1] - money[:, 1:]) * weekly).sum(1)
    lo, hi = np.quantile(won, [0.1, 0.9])
    return float(won.mean()), float(lo), float(hi)


def _hours(rows: pd.DataFrame) -> pd.DataFrame:
    """Click rates of creatives by part of the day, each drawn to its part's other creatives."""
    columns = ["creative", "first", "last", "impressions", "clicks", "ctr", "lo", "hi"]
    found = []
    for first, last in PARTS:
        mine = rows[rows["hour"].between(first, last)]
        sums = mine.groupby("creative")[["impressions", "clicks"]].sum()
        if sums.empty:
            continue
        post = posterior(sums["clicks"].to_numpy(float), sums["impressions"].to_numpy(float))
        sums = sums.assign(first=first, last=last, ctr=post.mean)
        found.append(sums.assign(lo=post.quantile(0.1), hi=post.quantile(0.9)).reset_index())
    return pd.concat(found)[columns] if found else pd.DataFrame(columns=columns)
