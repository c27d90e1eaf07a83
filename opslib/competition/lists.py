"""How far is each product from the platform's lists, and when does it get there at this pace?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label

PLACES = (
    "list item_id side competitor title rank best first last days_on gained lost looks on"
).split()
TO_LIST = (
    "list item_id title rank amount threshold source gap share days days_lo days_hi chance "
    "verdict needed"
).split()
VERDICTS = ("on_list", "reached", "on_the_way", "not_at_this_pace", "cannot_tell")
WINDOW = 30  # days of paid amount that a list looks at
TREND = 28  # days of sales that the present pace is taken from
ENOUGH = 14  # days of sales below which there is no pace
Z80 = 1.2816


def list_places(lists: pd.DataFrame) -> pd.DataFrame:
    """Who stands on which list since when, ours and theirs, and who has fallen off?

    lists: rows of the fact table `list_rank` (date, list, item_id, side, competitor, title, rank).
    One row a list and product: rank (last seen), best, first and last (days seen on it), days_on
    (from first to last, weeks that it was seen off taken out), gained (day it last came on; NaT
    where the first look had it), lost (first look at this list without it after the last one that
    had it; NaT while it stands), looks (at this list), on. Between two looks nobody knows.
    """
    rows = _lists(lists)
    out: list[tuple[Any, ...]] = []
    for kind, part in rows.groupby("list", sort=True):
        looks = pd.DatetimeIndex(sorted(part["date"].unique()))
        ranked = part[part["rank"].notna()].sort_values("date", kind="stable")
        for item, mine in ranked.groupby("item_id", sort=True):
            out.append((kind, item, *_stay(mine, looks)))
    found = pd.DataFrame(out, columns=PLACES)
    for column in ("first", "last", "gained", "lost"):
        found[column] = pd.to_datetime(found[column])
    return found.sort_values(
        ["list", "on", "rank"], ascending=[True, False, True], ignore_index=True
    )


def _lists(lists: pd.DataFrame) -> pd.DataFrame:
    if lacking := [c for c in ("date", "list", "item_id", "rank") if c not in lists]:
        raise ParameterError(
            "list_rank",
            Label(f"榜单登记缺少列：{'、'.join(lacking)}。", f"{', '.join(lacking)} lacks."),
        )
    texts = [c for c in ("side", "competitor", "title") if c not in lists]
    rows = lists.assign(date=pd.to_datetime(lists["date"]), **dict.fromkeys(texts, ""))
    rows["item_id"] = rows["item_id"].astype(str)
    return rows


def _stay(mine: pd.DataFrame, looks: pd.DatetimeIndex) -> tuple[Any, ...]:
    days = pd.DatetimeIndex(sorted(mine["date"].unique()))
    last = mine.iloc[-1]
    seen = looks.isin(days)
    after = looks[looks > days[-1]]
    # The present or last stay: back to the first look of an unbroken row of looks.
    at = int(np.flatnonzero(looks == days[-1])[0])
    start = at
    while start > 0 and seen[start - 1]:
        start -= 1
    on_days = 0
    for i in range(1, len(looks)):
        if seen[i] and seen[i - 1]:
            on_days += (looks[i] - looks[i - 1]).days
    return (
        *(last["side"], last["competitor"], last["title"], float(last["rank"])),
        *(float(mine["rank"].min()), days[0], days[-1], on_days + 1),
        looks[start] if start else pd.NaT,
        after[0] if len(after) else pd.NaT,
        len(looks),
        not len(after),
    )


def list_gaps(lists: pd.DataFrame, sales: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """How much does each product lack to a list's threshold, and how many days at this pace?

    lists: rows of `list_rank`; threshold: paid amount of 30 days that the list asks for, as typed
    in (the last one counts); where none is, the least amount of our own products that stand on the
    list is taken as an upper bound (source "own"). sales: date, item_id, amount (paid, a day), for
    products that may get on a list. as_of: last day of both.

    One row a list and product of ours, nearest first: rank (nan: not on it), amount (30 days up to
    as_of), threshold, source (typed, own), gap (never negative), share (amount / threshold), days
    until the 30-day amount reaches it at the present pace and growth, with 80 % range (inf: not at
    this pace), chance (that it is there within 30 days), verdict, needed (days of sales lacking).

    The pace is the mean of the last 28 days, its doubt from their weekly sums; no growth is
    carried on. So the 30-day amount can rise to 30 x pace and no further.
    """
    if lacking := [c for c in ("date", "item_id", "amount") if c not in sales]:
        raise ParameterError(
            "sales", Label(f"缺少列：{'、'.join(lacking)}。", f"{', '.join(lacking)} lacks.")
        )
    rows = _lists(lists)
    as_of = pd.Timestamp(as_of)
    rows = rows[rows["date"] <= as_of]
    days = pd.date_range(end=as_of, periods=WINDOW)
    daily = sales.assign(date=pd.to_datetime(sales["date"]), item_id=sales["item_id"].astype(str))
    wide = daily.pivot_table(index="date", columns="item_id", values="amount", aggfunc="sum")
    first = wide.apply(lambda s: s.first_valid_index())
    wide = wide.reindex(days).fillna(0.0)
    out = []
    for kind, part in rows.groupby("list", sort=True):
        latest = part[part["date"].eq(part["date"].max())].set_index("item_id")
        standing = latest.loc[latest["rank"].notna() & latest.index.isin(wide.columns)]
        threshold, source = _threshold(part, wide[list(standing.index)].sum())
        titles = part.drop_duplicates("item_id", keep="last").set_index("item_id")["title"]
        for item in wide.columns:
            rank = float(standing["rank"].get(item, np.nan))
            known = min((as_of - first[item]).days + 1, WINDOW) if pd.notna(first[item]) else 0
            row = _to_list(wide[item].to_numpy(), threshold, rank, known)
            out.append(
                (kind, item, titles.get(item, ""), rank, *row[:1], threshold, source, *row[1:])
            )
    found = pd.DataFrame(out, columns=TO_LIST)
    return found.sort_values(["list", "share"], ascending=[True, False], ignore_index=True)


def _threshold(part: pd.DataFrame, standing: pd.Series) -> tuple[float, str]:
    """The list's threshold: the last one typed in, else what our last-ranked product sells."""
    if "threshold" in part and part["threshold"].notna().any():
        told = part[part["threshold"].notna()].sort_values("date", kind="stable")
        return float(told["threshold"].iloc[-1]), "typed"
    return (float(standing.min()), "own") if len(standing) else (np.nan, "")


def _to_list(amounts: np.ndarray, threshold: float, rank: float, known: int) -> tuple[Any, ...]:
    """amount, gap, share, days, days_lo, days_hi, chance, verdict, needed."""
    amount = float(amounts.sum())
    gap = max(threshold - amount, 0.0) if np.isfinite(threshold) else np.nan
    share = amount / threshold if threshold and np.isfinite(threshold) else np.nan
    blank = (np.nan,) * 4
    if np.isfinite(rank):
        return amount, gap, share, *blank, "on_list", 0
    if not np.isfinite(threshold) or known < ENOUGH:
        return amount, gap, share, *blank, "cannot_tell", max(ENOUGH - known, 0)
    if gap == 0:
        return amount, gap, share, 0.0, 0.0, 0.0, 1.0, "reached", 0
    weeks = max(min(known, TREND) // 7, 2)
    recent = amounts[-7 * weeks :].reshape(weeks, 7).sum(1)
    pace = float(recent.mean()) / 7
    doubt = float(recent.std(ddof=1)) / np.sqrt(weeks) / 7
    low, mid, high = (_days(amounts, threshold, pace + z * doubt) for z in (Z80, 0.0, -Z80))
    chance = float(_chance(threshold / WINDOW, pace, doubt))
    verdict = "on_the_way" if np.isfinite(mid) else "not_at_this_pace"
    return amount, gap, share, mid, low, high, chance, verdict, 0


def _days(amounts: np.ndarray, threshold: float, pace: float) -> float:
    """Days until the sum of the last 30 reaches the threshold if each day brings the pace."""
    if pace <= 0:
        return np.inf
    window = amounts.copy()
    for day in range(1, WINDOW + 1):
        window = np.append(window[1:], pace)
        if window.sum() >= threshold - 1e-6:
            return float(day)
    return np.inf


def _chance(needed: float, pace: float, doubt: float) -> float:
    """Chance that the pace is at least the one that the threshold asks for in the long run."""
    from scipy.special import ndtr

    return ndtr((pace - needed) / doubt) if doubt else float(pace >= needed)
