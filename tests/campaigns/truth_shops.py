"""Truth shops with campaigns: what was planted, and what the shop's files would show of it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from opslib import events
from opslib.campaigns.effect import event_effect
from opslib.simulate import funnel
from opslib.simulate import history as past
from opslib.simulate import world as furniture
from opslib.simulate.causes_campaign import Campaign, yearly
from opslib.simulate.draws import draw_spec
from opslib.simulate.season import OCCASIONS

DAYS = ((4, 20), (5, 18), (7, 6), (8, 10), (10, 14))
# Away from the platform's events and the long holidays.
SEATS = ((4, 20), (5, 12), (7, 6), (8, 10), (10, 12))


def truth_shop(
    seed: int, pulled: float = 0.3, lift: float = 0.8, **more: object
) -> tuple[past.History, Campaign, np.ndarray]:
    """A drawn shop with one week's campaign, and what it truly added to each day's buyers."""
    draw = np.random.default_rng([64, seed])
    start = date(2026, *DAYS[seed % len(DAYS)]) + timedelta(days=int(draw.integers(0, 4)))
    cause = Campaign("c", start, start + timedelta(days=6), lift, pulled=pulled, **more)  # type: ignore[arg-type]
    spec = replace(draw_spec(seed), causes=(cause,))
    history = past.live(spec, seed)
    without = funnel.rates(furniture.without(history.world, "c"))
    added = buyers(history.rates) - buyers(without)
    return history, cause, added


def buyers(rates: funnel.Rates) -> np.ndarray:
    """Expected buyers a day: of a stream's visits after the first, seven in ten are new people."""
    visits = rates.shown * rates.ctr
    people = 0.7 * visits + 0.3 * (1 - np.exp(-visits))
    total: np.ndarray = (people * rates.cvr).sum(axis=1)
    return total


def shop_frames(history: past.History) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Visitors and orders by day, and the calendar with the platform's events."""
    spec = history.world.spec
    index = pd.DatetimeIndex(history.dates)
    many = np.bincount(history.paid["day"], minlength=len(index))
    daily = pd.DataFrame({"orders": many, "visits": history.counts.visitors.sum(1)}, index=index)
    promo = pd.Series("", index=index, dtype=object)
    for occasion in OCCASIONS[spec.platform]:
        for year in sorted(set(index.year)):
            first, last = occasion.days(year)
            promo[(index >= pd.Timestamp(first)) & (index <= pd.Timestamp(last))] = occasion.name
    known = events.calendar(history.dates[0], history.dates[-1])
    return daily[120:], known.assign(promo=promo)


def three_years(
    seed: int, seats: int = 2, lift: float = 0.8, pulled: float = 0.3
) -> tuple[pd.DataFrame, float, pd.DataFrame]:
    """A shop of three years with an event held `seats` times in each.

    Returns its editions as `event_effect` tells them from paid orders, the share truly moved,
    and the true lift of each edition.
    """
    draw = np.random.default_rng([67, seed])
    places = sorted(draw.permutation(len(SEATS))[:seats])
    first = [date(year, *SEATS[k]) for year in (2024, 2025, 2026) for k in places]
    plain = draw_spec(seed, days=1080)
    history = past.live(replace(plain, causes=yearly("e", first, 7, lift, pulled)), seed)
    without = buyers(funnel.rates(replace(history.world, spec=plain)))
    added = buyers(history.rates) - without
    daily, calendar = shop_frames(history)
    own = calendar["promo"].copy()
    for cause in history.world.spec.causes:
        own[pd.Timestamp(cause.start) : pd.Timestamp(cause.end)] = "own event"
    calendar = calendar.assign(promo=own)
    rows, true = [], []
    for cause in history.world.spec.causes:
        at = history.world.spec.index(cause.start)
        true.append([added[at : at + 7].sum(), added[at + 7 : at + 21].sum(),
                     without[at : at + 7].sum()])  # fmt: skip
        told = event_effect(daily["orders"], cause.start, cause.end, calendar=calendar)
        rows.append({"event": "e"} | asdict(replace(told, cannibalised=None)))  # type: ignore[arg-type]
    sums = pd.DataFrame(true, columns=["extra", "behind", "normal"])
    return pd.DataFrame(rows), float(-sums["behind"].sum() / sums["extra"].sum()), sums
