"""Comparisons: smart plan against manual plan, product tests, creatives; plans too many to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from .account import Terms
from .sequential import evidence, still_needed
from .shrunk import Floats, spread_of

State = Literal["winner", "same", "running", "cannot_tell"]
Per = Literal["spend", "clicks", "impressions"]
# Of tests between equal arms, at most so many end with a winner, however often one looks.
FALSE_WINNERS = 0.10
FEWEST_DAYS = 7  # a test sees every weekday before it ends
SURE = 0.75  # days that jitter more than chance weigh less, and few days are not trusted to be calm
SAME = 1.25  # arms within this factor of each other are as good as equal
ORDER_SPREAD = 0.5  # squared variation of order values, as believed from so many orders:
BELIEVED_ORDERS = 4.0


@dataclass(frozen=True)
class Contest:
    """How a comparison stands.

    arms: one row an arm, best first: arm, title, days, impressions, clicks, spend, conv, value,
    rate (conv a unit of `per`), rate_lo, rate_hi, roi (value a unit of spend), roi_lo, roi_hi
    (80 %), p_best (chance that it is the best of them), needed (its further clicks until the stop
    rule speaks, at today's rates; inf: never). state: winner, same (no difference that matters),
    running, cannot_tell (too few arms or days; `reason` says which).
    winner: the arm, "" if none. p_right: chance that it is the better (best) one. gain: value a
    week won by moving the others' spend to the best arm, with gain_lo and gain_hi (80 %).
    """

    arms: pd.DataFrame
    state: State
    winner: str
    p_right: float
    days: int
    per: Per
    event: str
    gain: float = np.nan
    gain_lo: float = np.nan
    gain_hi: float = np.nan
    reason: Label | None = None


def contest(
    rows: pd.DataFrame, terms: Terms, *, per: Per = "spend", event: str = "conv"
) -> Contest:
    """Which arm brings more, and may the test be stopped?

    Only days on which every arm ran are compared, so no arm profits from a better season. It may
    be looked at every day: the stop rule holds its error however often. A winner needs the
    evidence of its results, and its money (value a unit of spend) must point the same way.
    Not to be trusted where arms show different products and a difference of products is not what
    is asked; nor for arms that compete for the same searches.

    rows: one row an arm and day: arm, date, impressions, clicks, spend, conv, value, complete
    (share of results known), title where known. per: what an arm is given: spend, clicks or
    impressions. event: what counts as a result: conv, clicks (for creatives), or another column
    of the rows that counts something (actions, for products under test); only conv is priced.
    Raises ParameterError for another `per`.

    Source: see `sequential.evidence`; values a conversion as a gamma with the spread of orders.
    """
    if per not in ("spend", "clicks", "impressions"):
        raise ParameterError(
            "contest",
            Label(f"不能按“{per}”比。", f"arms cannot be compared per '{per}'."),
            Label("可以用 spend、clicks、impressions。", "Use spend, clicks or impressions."),
        )
    days = _common(rows, per, event)
    number = int(days["date"].nunique())
    table, draws = _standings(days, terms, per, event)
    if len(table) < 2:
        reason = ONE_ARM if rows["arm"].nunique() < 2 else NO_COMMON_DAY
        return Contest(table, "cannot_tell", "", np.nan, number, per, event, reason=reason)
    wanted = len(table) / FALSE_WINNERS
    proof, more = _proofs(days, list(table["arm"]), per, event, wanted)
    table["needed"] = more
    proven = proof >= wanted and number >= FEWEST_DAYS
    state, winner = _state(table, draws, proven)
    sure, gain = float(table["p_best"].iloc[0]), _gain(table, draws, number)
    return Contest(table, state, winner, sure, number, per, event, *gain)


def _common(rows: pd.DataFrame, per: str, event: str) -> pd.DataFrame:
    """The rows of days on which all arms ran, results counted against what is known of them."""
    ran = rows[rows[per].fillna(0) > 0]
    sums = list(dict.fromkeys(["impressions", "clicks", "spend", "conv", "value", event]))
    ran = ran.assign(complete=ran.get("complete", 1.0))
    ran = ran.assign(weight=ran["complete"].fillna(0) * ran[per])
    out = ran.groupby(["date", "arm"], as_index=False, sort=True)[[*sums, "weight"]].sum()
    out["complete"] = out["weight"] / out[per]
    names = ran.groupby("arm")["title"].last() if "title" in ran else {}
    out["title"] = out["arm"].map(names).fillna("") if len(names) else ""
    out = out[out["complete"] > 0]
    all_ = out.groupby("date")["arm"].transform("nunique") == out["arm"].nunique()
    return out[all_].reset_index(drop=True)


def _standings(
    days: pd.DataFrame, terms: Terms, per: str, event: str
) -> tuple[pd.DataFrame, Floats]:
    """One row an arm, best first, and draws of what a unit of spend brings (draw x arm)."""
    room = days[per] * (1.0 if event == "clicks" else days["complete"])
    own = days.assign(room=room, paid=days["spend"] * days["complete"])
    sums = ["impressions", "clicks", "spend", "conv", "value", event, "room", "paid"]
    sums = list(dict.fromkeys(sums))
    table = own.groupby("arm", as_index=False)[sums].sum()
    table.insert(1, "title", table["arm"].map(own.groupby("arm")["title"].last()))
    table.insert(2, "days", int(own["date"].nunique()))
    if table.empty:
        return table.assign(rate=[], roi=[], p_best=[], needed=[]), np.zeros((0, 0))
    k, e = table[event].to_numpy(float), table["room"].to_numpy(float)
    phi = _spread(own, event)
    rng = np.random.default_rng(4)
    rate = rng.gamma(k / phi + 0.5, 1 / (e / phi + 0.5 * e.sum() / (k.sum() + 0.5)), (4000, len(k)))
    money = _money(table, rate, per, event, terms, rng)
    judged = money if event == "conv" and per == "spend" else rate
    best = np.bincount(judged.argmax(1), minlength=len(k)) / len(judged)
    table["rate"] = k / e
    table["rate_lo"], table["rate_hi"] = np.quantile(rate, [0.1, 0.9], axis=0)
    table["roi"] = table["value"] / table["paid"].where(table["paid"] > 0)
    lo, hi = np.quantile(money, [0.1, 0.9], axis=0)
    # Rates lean on what is usual: the few results of an arm may lie outside that range.
    table["roi_lo"], table["roi_hi"] = np.fmin(lo, table["roi"]), np.fmax(hi, table["roi"])
    table["p_best"] = best
    order = table.sort_values(["p_best", "rate", "arm"], ascending=[False, False, True]).index
    return table.loc[order].reset_index(drop=True), np.stack([judged, money])[:, :, order]


def _money(
    table: pd.DataFrame, rate: Floats, per: str, event: str, terms: Terms, rng: np.random.Generator
) -> Floats:
    """Draws of value a unit of spend: rate x value of a conversion / cost of a unit."""
    conv, value = table["conv"].to_numpy(float), table["value"].to_numpy(float)
    if event != "conv" or not terms.priced or conv.sum() <= 0:
        return np.full(rate.shape, np.nan)
    shop = value.sum() / conv.sum()
    each = (value + BELIEVED_ORDERS * shop) / (conv + BELIEVED_ORDERS)
    spread = ORDER_SPREAD if terms.basis == "gmv" else 1e-6
    shape = (conv + BELIEVED_ORDERS) / spread
    unit = table["paid"].to_numpy(float) / table["room"].to_numpy(float)
    return rate * rng.gamma(shape, each / shape, rate.shape) / np.maximum(unit, 1e-12)


def _spread(own: pd.DataFrame, event: str) -> float:
    """Do days favour one arm and then the other more than chance makes them?"""
    k = own.pivot(index="date", columns="arm", values=event).to_numpy(float)
    e = own.pivot(index="date", columns="arm", values="room").to_numpy(float)
    mu = e * (k.sum(0) / np.maximum(e.sum(0), 1e-12))
    mu = mu * (k.sum(1) / np.maximum(mu.sum(1), 1e-12))[:, None]
    free = int((k.sum(1) > 0).sum()) + k.shape[1] - 1
    return spread_of(k.ravel(), mu.ravel(), free, SURE)


def _proofs(
    days: pd.DataFrame, arms: list[str], per: str, event: str, wanted: float
) -> tuple[float, Floats]:
    """Strongest evidence, so far, that the best arm beats each other one (the weakest of these),
    and each arm's further clicks until it is enough."""
    room = days[per] * (1.0 if event == "clicks" else days["complete"])
    own = days.assign(room=room)
    k = own.pivot(index="date", columns="arm", values=event)[arms].to_numpy(float)
    e = own.pivot(index="date", columns="arm", values="room")[arms].to_numpy(float)
    clicks = days.groupby("arm")["clicks"].sum().reindex(arms).to_numpy(float)
    phi = _spread(own, event)
    k = k / phi
    paths = [evidence(k[:, 0], k[:, j], e[:, 0], e[:, j]) for j in range(1, len(arms))]
    weakest = np.min(paths, axis=0)
    times = [
        still_needed(k[:, 0].sum(), k[:, j].sum(), e[:, 0].sum(), e[:, j].sum(), wanted)
        for j in range(1, len(arms))
    ]
    more = 0.0 if weakest.max() >= wanted else max(times) - 1
    return float(weakest.max()), np.ceil(clicks * more)


def _state(table: pd.DataFrame, draws: Floats, proven: bool) -> tuple[State, str]:
    judged, money = draws
    agrees = np.isnan(money).any() or (money[:, 0] >= np.delete(money, 0, 1).max(1)).mean() > 0.5
    if proven and agrees:
        return "winner", str(table["arm"].iloc[0])
    logs = np.log(np.maximum(judged, 1e-300))
    apart = logs.max(1) - logs.min(1)
    return ("same" if (apart < np.log(SAME)).mean() >= 0.8 else "running"), ""


def _gain(table: pd.DataFrame, draws: Floats, days: int) -> tuple[float, float, float]:
    """Value a week if the other arms' spend earned what the best arm's does."""
    money = draws[1]
    if np.isnan(money).any():
        return np.nan, np.nan, np.nan
    weekly = table["spend"].to_numpy(float)[1:] / days * 7
    won = (weekly * (money[:, :1] - money[:, 1:])).sum(1)
    low, high = np.quantile(won, [0.1, 0.9])
    return float(won.mean()), float(low), float(high)


ONE_ARM = Label("要有两个以上的方案才能比。", "A comparison needs two arms or more.")
NO_COMMON_DAY = Label(
    "没有一天是所有方案都在跑的，比不了：让它们在同样的日子里跑。",
    "There is no day on which all of them ran: let them run on the same days.",
)
