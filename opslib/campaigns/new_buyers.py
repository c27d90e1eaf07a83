"""Who came new with an event, beyond those who come anyway, and whether they came back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from ..stats import rate_interval

AROUND = 56  # days before and behind an edition that tell how many come new anyway
LEAST_DAYS = 28
KNOWN = 120  # days of orders before an edition without which old buyers pass for new ones
BETTER = 0.9  # chance asked for before newcomers are called better or worse
LEAST_PEOPLE = 10
COLUMNS = (
    "id event start end buyers new usual extra lo hi verdict old_enough "
    "followed repeated repeat repeat_lo repeat_hi repeat_usual p_better repeat_verdict reason"
).split()
REASONS = {
    "young": Label(
        "活动前只有 {days} 天的订单，老买家会被当成新买家",
        "only {days} days of orders before it: old buyers pass for new ones",
    ),
    "soon": Label(
        "新买家还没满 {window} 天，复购要等到 {day}",
        "they have not been here for {window} days yet: whether they return shows on {day}",
    ),
    "few": Label(
        "满 {window} 天的新买家只有 {people} 人，至少要 {least} 人",
        "only {people} newcomers were here for {window} days: {least} at least are needed",
    ),
    "alike": Label(
        "复购和平常来的新买家看不出差别", "they return no differently from others that can be seen"
    ),
    "": Label("", ""),
}


@dataclass(frozen=True)
class _Buyers:
    """Each buyer's first day and the days from it to the second (inf: not yet)."""

    first: pd.Series
    second: pd.Series
    begins: pd.Timestamp
    ends: pd.Timestamp


def new_buyers(
    orders: pd.DataFrame,
    editions: pd.DataFrame,
    *,
    window: int = 90,
    level: float = 0.8,
) -> pd.DataFrame:
    """How many buyers came new with each edition beyond the usual, and did they return?

    orders: paid orders, frame(buyer, date), one row an order; the last date is the last day known.
    editions: frame(id, event, start, end), days included. window: days within which a second order
    counts as a return; only who was there that long is judged. level: of the ranges.

    One row an edition: buyers and new (people in its days; new: first order ever), usual (new
    ones such days bring, from 56 days on each side without editions), extra with lo..hi, verdict
    more | not_more | cannot_tell; old_enough (120 days of orders before it); followed (newcomers
    seen for `window` days), repeated, repeat (share) with its range, repeat_usual (of those who
    came on ordinary days), p_better (chance that the event's return more often), repeat_verdict
    better | worse | cannot_tell, reason (Label, what is missing).

    Not to be trusted where the platform masks buyers' names anew each time. Raises ParameterError
    for missing columns or an edition that ends before it starts.

    Source: counts a day with overdispersion from the days around; Jeffreys' rate intervals.
    """
    _check(orders, editions)
    people = _people(orders)
    days = pd.date_range(people.begins, people.ends)
    fresh = people.first.value_counts().reindex(days, fill_value=0).to_numpy(float)
    busy = np.zeros(len(days), bool)
    for row in editions.itertuples():
        busy |= (days >= pd.Timestamp(row.start)) & (days <= pd.Timestamp(row.end))
    usual = _returns(people, days[~busy], window)
    rows = [_edition(e, orders, people, days, fresh, busy, usual, window, level)
            for e in editions.to_dict("records")]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _check(orders: pd.DataFrame, editions: pd.DataFrame) -> None:
    for name, frame, wanted in (
        ("orders", orders, ("buyer", "date")),
        ("editions", editions, ("id", "event", "start", "end")),
    ):
        for column in wanted:
            if column not in frame:
                raise ParameterError(
                    name, Label(f"缺少 {column} 这一列。", f"has no column {column}.")
                )
    wrong = editions[pd.to_datetime(editions["end"]) < pd.to_datetime(editions["start"])]
    if len(wrong):
        raise ParameterError(
            str(wrong["id"].iloc[0]),
            Label("活动的结束早于开始。", "the event ends before it begins."),
            Label("请在营销日历里改正日期。", "Mend its dates in the calendar."),
        )
    if not len(orders):
        raise ParameterError("orders", Label("没有订单。", "there are no orders."))


def _people(orders: pd.DataFrame) -> _Buyers:
    """First and second order day of each buyer; orders of one day count as one."""
    day = pd.to_datetime(orders["date"]).dt.normalize()
    once = pd.DataFrame({"buyer": orders["buyer"].astype(str), "day": day}).drop_duplicates()
    once = once[once["buyer"] != ""].sort_values(["buyer", "day"])
    nth = once.groupby("buyer").cumcount()
    first = once[nth == 0].set_index("buyer")["day"]
    second = once[nth == 1].set_index("buyer")["day"].reindex(first.index)
    wait = (second - first).dt.days.astype(float).fillna(np.inf)
    return _Buyers(first, wait, day.min(), day.max())


def _returns(people: _Buyers, days: pd.DatetimeIndex, window: int) -> tuple[int, int]:
    """Of those who came new on these days and were seen long enough: how many, and came back."""
    seen = people.first.isin(days) & (people.first + pd.Timedelta(days=window) <= people.ends)
    # Those of the first weeks may be old buyers.
    seen &= people.first >= people.begins + pd.Timedelta(days=KNOWN)
    return int(seen.sum()), int((people.second[seen] <= window).sum())


def _edition(
    edition: dict[str, object],
    orders: pd.DataFrame,
    people: _Buyers,
    days: pd.DatetimeIndex,
    fresh: np.ndarray,
    busy: np.ndarray,
    usual: tuple[int, int],
    window: int,
    level: float,
) -> dict[str, object]:
    """One edition's newcomers and what became of them."""
    start, end = (pd.Timestamp(str(edition[k])) for k in ("start", "end"))
    date = pd.to_datetime(orders["date"]).dt.normalize()
    here = (days >= start) & (days <= end)
    came = people.first[(people.first >= start) & (people.first <= end)]
    old_enough = (start - people.begins).days >= KNOWN
    out: dict[str, object] = {k: edition[k] for k in ("id", "event", "start", "end")}
    out |= {
        "buyers": int(orders.loc[(date >= start) & (date <= end), "buyer"].nunique()),
        "new": len(came),
        "old_enough": old_enough,
    }
    out |= _extra(fresh, here, busy, level)
    if not old_enough:
        out["verdict"] = "cannot_tell"
    out |= _followed(people, came, usual, window, level)
    if not old_enough:
        days_known = max((start - people.begins).days, 0)
        out |= {"reason": REASONS["young"].format(days=days_known)}
    return out


def _extra(
    fresh: np.ndarray, here: np.ndarray, busy: np.ndarray, level: float
) -> dict[str, object]:
    """Newcomers beyond those that quiet days around bring, with a range."""
    from scipy.special import stdtrit

    nan = float("nan")
    nothing = {"usual": nan, "extra": nan, "lo": nan, "hi": nan, "verdict": "cannot_tell"}
    at = np.flatnonzero(here)
    if not len(at):
        return nothing
    near = np.zeros(len(fresh), bool)
    near[max(at[0] - AROUND, 0) : at[-1] + 1 + AROUND] = True
    quiet = fresh[near & ~busy]
    if len(quiet) < LEAST_DAYS:
        return nothing
    weeks = quiet[: len(quiet) // 7 * 7].reshape(-1, 7).sum(axis=1)
    rate, many = float(quiet.mean()), len(at)
    spread = max(float(weeks.var(ddof=1) / max(weeks.mean(), 1e-9)), 1.0)
    came = float(fresh[here].sum())
    # A count's own luck on both sides, as much wider as the weeks around swing more than chance.
    error = np.sqrt(
        spread * (max(came, rate * many) + 0.5 + (rate * many) ** 2 / quiet.sum().clip(1))
    )
    half = float(stdtrit(len(weeks) - 1, (1 + level) / 2)) * float(error)
    extra = came - rate * many
    verdict = "cannot_tell"
    if extra - half > 0:
        verdict = "more"
    elif extra + half < max(0.1 * rate * many, 1.0):
        verdict = "not_more"
    return {
        "usual": rate * many,
        "extra": extra,
        "lo": extra - half,
        "hi": extra + half,
        "verdict": verdict,
    }


def _followed(
    people: _Buyers, came: pd.Series, usual: tuple[int, int], window: int, level: float
) -> dict[str, object]:
    """Share of the newcomers who ordered again, against those of ordinary days."""
    old = came[came + pd.Timedelta(days=window) <= people.ends]
    back = int((people.second[old.index] <= window).sum())
    nan = float("nan")
    out: dict[str, object] = {
        "followed": len(old), "repeated": back, "repeat": nan, "repeat_lo": nan, "repeat_hi": nan,
        "repeat_usual": usual[1] / usual[0] if usual[0] else nan, "p_better": nan,
        "repeat_verdict": "cannot_tell", "reason": REASONS[""],
    }  # fmt: skip
    if len(came) and not len(old):
        day = (came.min() + pd.Timedelta(days=window)).date()
        return out | {"reason": REASONS["soon"].format(window=window, day=day)}
    if len(old):
        told = rate_interval(back, len(old), level=level)
        out |= {"repeat": told.rate, "repeat_lo": told.lo, "repeat_hi": told.hi}
    if min(len(old), usual[0]) < LEAST_PEOPLE:
        few = {"window": window, "people": len(old), "least": LEAST_PEOPLE}
        return out | {"reason": REASONS["few"].format(**few)}
    chance = _chance_better(back, len(old), usual[1], usual[0])
    verdict = "better" if chance > BETTER else "worse" if chance < 1 - BETTER else "cannot_tell"
    reason = REASONS["alike" if verdict == "cannot_tell" else ""]
    return out | {"p_better": chance, "repeat_verdict": verdict, "reason": reason}


def _chance_better(k: int, n: int, k0: int, n0: int) -> float:
    """Chance that the first rate is the higher one, Jeffreys' prior on both."""
    from scipy.special import betainc

    grid = (np.arange(1, 400) - 0.5) / 399
    below = betainc(k + 0.5, n - k + 0.5, grid)
    other = np.diff(betainc(k0 + 0.5, n0 - k0 + 0.5, np.r_[0.0, (grid[1:] + grid[:-1]) / 2, 1.0]))
    return float(((1 - below) * other).sum())
