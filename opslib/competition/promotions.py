"""Which promotions did competitors run, how deep and how long, and when is the next one likely?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .snapshots import in_order

PROMOTIONS = (
    "competitor offer_id title first_seen last_seen not_before not_after price usual depth text "
    "open sign"
).split()
HABITS = (
    "competitor offers runs per_year share_of_looks depth days_low days_high every since "
    "next_from next_to chance needed answers"
).split()
# A dip is a promotion from so much below the usual price; it must come back, or be announced.
DIP = 0.03
LONGEST = 60  # days after which a lower price is the price, not a promotion
# An answer comes within so many days of our cut. Where the range of days to it reaches further,
# two rhythms that run side by side look like answers too. Set on drawn rivals.
SOON = 12
ENOUGH = 4  # runs below which nothing is said of the next one
YEAR = 365.25
Row = tuple[Any, ...]


def promotions(snapshots: pd.DataFrame) -> pd.DataFrame:
    """When did which offer run a promotion, seen by its text or a price that came back?

    One row a run, oldest first: competitor, offer_id, title, first_seen and last_seen (snapshots
    that show it), not_before and not_after (the snapshots around them that do not: it began after
    the one and ended before the other; NaT where there is none), price (lowest while it ran),
    usual (price before it; after it where none was seen), depth (1 - price / usual; nan if
    unknown, 0 for a promotion that leaves the price), text, open (still running in the last
    snapshot), sign: text, price or both.

    A lower price without a text counts once it has come back to within half of the fall, within
    60 days. Whether a price that is down now comes back nobody knows: it stands in the change log,
    and as a promotion only if its text says so.
    """
    rows = in_order(snapshots)
    out: list[Row] = []
    for (competitor, offer), part in rows.groupby(["competitor", "offer_id"], sort=False):
        names = part["title"].dropna()
        name = names.iloc[-1] if len(names) else ""
        looked = part[part["promotion"].notna() | part["low"].notna()]
        out += [(competitor, offer, name, *run) for run in _runs(looked.reset_index(drop=True))]
    found = pd.DataFrame(out, columns=PROMOTIONS)
    for column in ("first_seen", "last_seen", "not_before", "not_after"):
        found[column] = pd.to_datetime(found[column])
    order = ["first_seen", "competitor", "offer_id"]
    return found.sort_values(order, ignore_index=True)


def _runs(part: pd.DataFrame) -> list[Row]:
    """Runs of one offer: neighbouring snapshots with the same text, or within one dip."""
    price = part["low"].to_numpy()
    dips = _dips(part["date"].to_numpy(), price)
    texts = part["promotion"].fillna("").tolist()
    out, start = [], None
    marks = [(t, d >= 0) for t, d in zip(texts, dips, strict=True)]
    for i in range(len(part) + 1):
        on = i < len(part) and any(marks[i])
        same = start is not None and on and _same(texts, dips, i)
        if start is not None and not same:
            out.append(_run(part, dips, start, i - 1))
            start = None
        if on and start is None:
            start = i
    return out


def _same(texts: list[str], dips: np.ndarray, i: int) -> bool:
    """Whether snapshot i goes on with the run of the one before."""
    if texts[i] and texts[i - 1]:
        return texts[i] == texts[i - 1]
    return bool(dips[i] >= 0 and dips[i] == dips[i - 1])


def _dips(days: np.ndarray, price: np.ndarray) -> np.ndarray:
    """Number of the dip that a snapshot lies in, -1 for none.

    A dip starts with a fall of DIP or more and ends where half of the fall has come back.
    """
    out = np.full(len(price), -1)
    told = np.flatnonzero(np.isfinite(price))
    number, k = 0, 1
    while k < len(told):
        before, here = price[told[k - 1]], price[told[k]]
        if here > before * (1 - DIP):
            k += 1
            continue
        low, back = here, None
        for j in range(k + 1, len(told)):
            if (days[told[j]] - days[told[k]]) / np.timedelta64(1, "D") > LONGEST:
                break
            low = min(low, price[told[j]])
            if price[told[j]] >= (before + low) / 2:
                back = j
                break
        if back is None:
            k += 1
            continue
        out[told[k] : told[back]] = number
        number, k = number + 1, back + 1
    return out


def _run(part: pd.DataFrame, dips: np.ndarray, first: int, last: int) -> Row:
    inside = part.iloc[first : last + 1]
    texts = [t for t in inside["promotion"].dropna() if t]
    before, after = part["low"].iloc[:first].dropna(), part["low"].iloc[last + 1 :].dropna()
    lowest = inside["low"].min()
    usual = before.iloc[-1] if len(before) else after.iloc[0] if len(after) else np.nan
    depth = 1 - lowest / usual if usual else np.nan
    dipped = bool((dips[first : last + 1] >= 0).any()) or depth >= DIP
    sign = ("both" if dipped else "text") if texts else "price"
    return (
        inside["date"].iloc[0],
        inside["date"].iloc[-1],
        part["date"].iloc[first - 1] if first else pd.NaT,
        part["date"].iloc[last + 1] if last + 1 < len(part) else pd.NaT,
        lowest,
        usual,
        max(depth, 0.0) if np.isfinite(depth) else np.nan,
        texts[0] if texts else "",
        last + 1 == len(part),
        sign,
    )


def answering(found: pd.DataFrame, own: pd.DataFrame, firsts: pd.DataFrame) -> pd.Series:
    """Which of these promotions are a competitor's answers to our price cuts, not its own idea?

    found: result of `promotions`. own: our price moves (date, since where known, size). firsts:
    result of `who_moved_first`. True for a fall in price that names no promotion, of a competitor
    that is known to follow us, which began between our cut and the longest that it takes to answer
    (`lag_hi`). Looks between which both happened count. Where that takes more than twelve days, or
    is not known, nothing is called an answer: a rival with a rhythm of its own looks the same.
    """
    cuts = own[own["size"].astype(float).lt(0)]
    days = pd.to_datetime(cuts["date"])
    follow = firsts[firsts["verdict"].isin(["they_follow", "both"])]
    longest = follow.set_index("competitor")["lag_hi"].astype(float)
    out = []
    for run in found.itertuples():
        wait = longest.get(run.competitor, np.nan)
        if run.sign != "price" or not wait <= SOON:
            out.append(False)
            continue
        before = run.first_seen if pd.isna(run.not_before) else run.not_before
        near = days.le(run.first_seen) & days.gt(before - pd.Timedelta(days=float(wait)))
        out.append(bool(near.any()))
    return pd.Series(out, index=found.index, dtype=bool)


def habits(
    found: pd.DataFrame,
    snapshots: pd.DataFrame,
    as_of: pd.Timestamp,
    ahead: int = 30,
    *,
    answers: pd.Series | None = None,
) -> pd.DataFrame:
    """How often and how deep does each competitor promote, and when is the next one likely?

    found: result of `promotions`; runs of several offers that start at the same look are one
    promotion of the competitor. answers: which of them answered a cut of ours (`answering`): these
    have our rhythm and are left out. One row a competitor: offers (that ever ran one), runs,
    per_year, share_of_looks (looks that showed one running), depth (median, of those that lower a
    price), days_low and days_high (median of the shortest and longest lengths that the looks
    allow), every (median days from start to start), since (start of the last one), next_from and
    next_to (80 % range of the next start), chance (that it starts within `ahead` days of as_of),
    needed (runs still missing before that can be said; 0: said), answers (looks that began one that
    was left out).

    From four runs on: the intervals from start to start are taken for log-normal with their own
    mean and spread (Student's t for the few of them), given that none has started since the last.
    Events that all competitors share (618, 11.11) make them look regular: see the calendar.
    """
    rows = in_order(snapshots)
    as_of = pd.Timestamp(as_of)
    out: list[Row] = []
    given = pd.Series(False, found.index) if answers is None else answers
    for competitor, part in rows[rows["date"] <= as_of].groupby("competitor", sort=True):
        known = found["competitor"].eq(competitor) & (found["first_seen"] <= as_of)
        left = found.loc[known & given, "first_seen"].nunique()
        out.append((competitor, *_habit(found[known & ~given], part, as_of, ahead), left))
    habit = pd.DataFrame(out, columns=HABITS)
    for column in ("since", "next_from", "next_to"):
        habit[column] = pd.to_datetime(habit[column])
    return habit


def _habit(mine: pd.DataFrame, part: pd.DataFrame, as_of: pd.Timestamp, ahead: int) -> Row:
    seen_days = max((part["date"].max() - part["date"].min()).days, 1)
    starts = sorted(set(mine["first_seen"]))
    looks = part["date"].unique()
    on = [bool(((mine["first_seen"] <= d) & (mine["last_seen"] >= d)).any()) for d in looks]
    ended = mine[mine["not_before"].notna() & mine["not_after"].notna()]
    short = (ended["last_seen"] - ended["first_seen"]).dt.days + 1
    long = (ended["not_after"] - ended["not_before"]).dt.days - 1
    lengths = (short.median(), long.median()) if len(ended) else (np.nan, np.nan)
    depth = mine.loc[mine["depth"] >= DIP, "depth"].median()
    head = (mine["offer_id"].nunique(), len(starts), len(starts) / seen_days * YEAR)
    body = (*head, float(np.mean(on)), depth, *lengths)
    gaps = np.diff(pd.DatetimeIndex(starts)) / np.timedelta64(1, "D")
    every = float(np.median(gaps)) if len(gaps) else np.nan
    since = starts[-1] if starts else pd.NaT
    if len(starts) < ENOUGH:
        return (*body, every, since, pd.NaT, pd.NaT, np.nan, ENOUGH - len(starts))
    low, high, chance = _next(gaps, (as_of - since).days, ahead)
    day = pd.Timedelta(days=1)
    return (*body, every, since, as_of + low * day, as_of + high * day, chance, 0)


def _next(gaps: np.ndarray, waited: int, ahead: int) -> tuple[float, float, float]:
    """80 % range of days from now to the next start, and the chance within `ahead` days."""
    from scipy.special import stdtr, stdtrit

    logs = np.log(np.maximum(gaps, 1.0))
    n = len(logs)
    # Starts are known to a look: two equal intervals do not mean that the next is the same.
    # A promotion between two looks doubles one interval: median and its deviation bear that.
    middle = float(np.median(logs))
    spread = max(1.4826 * float(np.median(np.abs(logs - middle))), 0.12) * np.sqrt(1 + 1 / n)
    gone = float(stdtr(n - 1, (np.log(max(waited, 1)) - middle) / spread))
    left = max(1 - gone, 1e-6)
    ends = [stdtrit(n - 1, min(gone + q * left, 1 - 1e-9)) for q in (0.1, 0.9)]
    low, high = (float(np.exp(min(middle + spread * e, 9.0))) for e in ends)
    by_then = float(stdtr(n - 1, (np.log(max(waited + ahead, 1)) - middle) / spread))
    chance = (by_then - gone) / left
    low, high = (round(max(min(x - waited, 3650.0), 0.0)) for x in (low, high))
    return low, high, float(np.clip(chance, 0, 1))
