"""Small seeded shops whose causes are known: the measuring bench of the methods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

NEW_YEARS = pd.to_datetime(
    ["2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06"]
)
WEEKDAYS = np.log([1.02, 1.03, 1.03, 1.02, 1.0, 0.93, 0.87])


@dataclass(frozen=True)
class World:
    """How shops of one kind differ from those of the others; ranges are drawn from evenly."""

    levels: tuple[float, ...] = (60, 300, 1500, 6000)
    noise: tuple[float, float] = (0.05, 0.14)
    clinging: float = 0.3  # correlation of the noise's slow part from day to day
    slow: float = 0.6  # size of that part against `noise`
    week: tuple[float, float] = (0.5, 2)  # times the usual weekday effects
    trend: float = 0.0006  # log points a day
    restless: float = 0.006
    lift: float = 1.0  # of events, times the usual
    lull: float = 1.0
    heavy: float = 0.0  # share of days with three times the noise
    gaps: float = 0.0
    own_events: bool = False  # not the platform's: any date, 1 to 6 days, other names


WORLDS = {
    "plain": World(),
    "noisy": World(noise=(0.14, 0.25)),
    "calm": World(noise=(0.02, 0.05), restless=0.003),
    "few": World(levels=(12, 20, 35)),
    "clinging": World(clinging=0.7, slow=0.75),
    "restless": World(restless=0.02),
    "growing": World(trend=0.004),
    "flat week": World(week=(0.0, 0.3), trend=0.0),
    "steep week": World(week=(6, 10)),
    "own events": World(own_events=True, lull=0.0),
    "events without effect": World(lift=0.0),
    "heavy tails": World(heavy=0.04),
    "gaps": World(gaps=0.05),
}


@dataclass
class Planted:
    """One known cause: a pulse, shift, drift or failed event, in log points on days start..end."""

    kind: str
    start: int
    end: int
    size: float


@dataclass
class Shop:
    """A daily count with its calendar, its true mean without the planted causes, and those."""

    series: pd.Series
    calendar: pd.DataFrame
    normal: np.ndarray
    noise: float
    planted: list[Planted]


def calendar(start: str, days: int, events: dict[str, str] | None = None) -> pd.DataFrame:
    """Days with is_workday, holiday, days_from_cny, promo, as the events room gives them."""
    index = pd.date_range(start, periods=days, name="date")
    gap = (index.to_numpy()[:, None] - NEW_YEARS.to_numpy()[None, :]) / np.timedelta64(1, "D")
    from_cny = gap[np.arange(days), np.abs(gap).argmin(axis=1)].astype(int)
    holiday = np.full(days, "", dtype=object)
    holiday[(from_cny >= -1) & (from_cny <= 6)] = "Spring Festival"
    for name, month, first, length in (
        ("National Day", 10, 1, 7),
        ("Labour Day", 5, 1, 5),
        ("Qingming", 4, 4, 3),
    ):
        for year in sorted(set(index.year)):
            begin = pd.Timestamp(year, month, first)
            holiday[(index >= begin) & (index < begin + pd.Timedelta(days=length))] = name
    work = (index.day_of_week < 5) & (holiday == "")
    for year in sorted(set(index.year)):
        for day in (pd.Timestamp(year, 9, 28), pd.Timestamp(year, 10, 12)):
            nearest = day + pd.Timedelta(days=(6 - day.day_of_week) % 7)
            work |= index == nearest
    promo = pd.Series("", index=index, dtype=object)
    for day, name in (events or {}).items():
        promo[promo.index == pd.Timestamp(day)] = name
    columns = {"is_workday": work, "holiday": holiday, "days_from_cny": from_cny, "promo": promo}
    return pd.DataFrame(columns, index=index)


def _events(draw: np.random.Generator, index: pd.DatetimeIndex) -> dict[str, str]:
    """A monthly trade day of two to three days, and two big sales a year."""
    found = {}
    for month in pd.period_range(index[0], index[-1], freq="M"):
        first = month.start_time + pd.Timedelta(days=int(draw.integers(8, 20)))
        name = "big sale" if month.month in (3, 9) else "trade day"
        for day in range(int(draw.integers(2, 4))):
            found[str((first + pd.Timedelta(days=day)).date())] = name
    return found


def _own_events(draw: np.random.Generator, index: pd.DatetimeIndex) -> dict[str, str]:
    """Sales of the shop's own: any date, one to six days, some by name and some by a flag."""
    found, day = {}, int(draw.integers(5, 40))
    names = ("clearance", "new season", "1")
    while day < len(index) - 6:
        name = names[int(draw.integers(3))]
        for _ in range(int(draw.integers(1, 7))):
            found[str(index[day].date())] = name
            day += 1
        day += int(draw.integers(12, 50))
    return found


def _spring(from_cny: np.ndarray) -> np.ndarray:
    """Depth 0..1 of the Spring Festival lull."""
    return np.interp(from_cny, [-22, -12, -3, 6, 10, 20], [0, 0.25, 1, 1, 0.6, 0])


def _plant(draw: np.random.Generator, days: int, busy: np.ndarray) -> list[Planted]:
    """About one cause in 40 days, none overlapping, none near known events."""
    found, day = [], 200 + int(draw.integers(0, 30))
    while day < days - 35:
        kind = str(draw.choice(["pulse", "pulse", "pulse", "shift", "drift"]))
        length = {"pulse": int(draw.integers(1, 4)), "shift": days, "drift": 30}[kind]
        sign = -1 if draw.random() < 0.7 else 1
        size = sign * float(draw.uniform(0.15, 0.6) if kind == "pulse" else draw.uniform(0.12, 0.4))
        window = slice(day - 1, min(day + (length if kind == "pulse" else 10), days))
        if not busy[window].any():
            found.append(Planted(kind, day, min(day + length, days) - 1, size))
            day += 40 if kind == "drift" else 15
        day += int(draw.integers(12, 45))
    return found


def make_shop(
    seed: int,
    days: int = 730,
    plant: bool = True,
    start: str = "2024-06-03",
    world: str = "plain",
) -> Shop:
    """One shop: trend, wandering level, weekdays, lull, events that fire or fail, causes."""
    kind = WORLDS[world]
    draw = np.random.default_rng([31, seed])
    index = pd.date_range(start, periods=days)
    known = calendar(start, days, (_own_events if kind.own_events else _events)(draw, index))
    level = np.log(draw.choice(kind.levels) * draw.uniform(0.7, 1.4))
    level = level + draw.normal(0, kind.trend) * np.arange(days)
    level = level + np.cumsum(draw.normal(0, kind.restless, days))
    log = level + WEEKDAYS[index.day_of_week] * draw.uniform(*kind.week)
    log += -draw.uniform(0.6, 2.0) * _spring(known["days_from_cny"].to_numpy()) * kind.lull
    golden = known["holiday"].isin(["National Day", "Labour Day", "Qingming"]).to_numpy()
    log += draw.uniform(-0.35, -0.05) * golden
    promo = known["promo"].to_numpy()
    small, big = draw.uniform(0.25, 0.7), draw.uniform(0.5, 1.1)
    uplift = {"trade day": small, "big sale": big, "clearance": small, "new season": big}
    begins = np.flatnonzero((promo != "") & (np.roll(promo, 1) == ""))
    planted = []
    for first in begins:
        last = first
        while last + 1 < days and promo[last + 1] != "":
            last += 1
        full = kind.lift * (uplift.get(promo[first], small) + draw.normal(0, 0.06))
        log[first : last + 1] += full
        if plant and first > 200 and draw.random() < 0.15 and full:
            planted.append(Planted("failed event", int(first), int(last), -full))
    special = (promo != "") | (np.abs(known["days_from_cny"].to_numpy()) <= 25) | golden
    if plant:
        planted += _plant(draw, days, special)
    noise = float(draw.uniform(*kind.noise))
    normal = log.copy()
    for cause in planted:
        span = slice(cause.start, cause.end + 1)
        ramp = np.minimum(np.arange(days - cause.start) / 30, 1.0)
        if cause.kind == "drift":
            log[cause.start :] += cause.size * ramp
        else:
            log[span] += cause.size
    counts = _counts(draw, log, noise, kind)
    return Shop(pd.Series(counts, index=index, name="visitors"), known, normal, noise, planted)


def _counts(draw: np.random.Generator, log: np.ndarray, noise: float, kind: World) -> np.ndarray:
    """Poisson counts around a mean whose noise partly clings from day to day."""
    days = len(log)
    wander = np.zeros(days)
    fresh = np.sqrt((1 - kind.clinging**2) / (1 - 0.3**2))
    shocks = draw.normal(0, 1, days) * noise * kind.slow * fresh
    for t in range(days):
        wander[t] = kind.clinging * (wander[t - 1] if t else 0.0) + shocks[t]
    shape = 1 / (0.7 * noise) ** 2
    mean = np.exp(log + wander) * draw.gamma(shape, 1 / shape, days)
    if kind.heavy:
        wild = draw.random(days) < kind.heavy
        mean = mean * np.exp(draw.normal(0, 2.8 * noise, days) * wild)
    counts = draw.poisson(mean)
    if kind.gaps:
        gone = draw.random(days) < kind.gaps
        gone[300:309] = True
        gone[[0, -1]] = False
        return np.where(gone, np.nan, counts)
    return counts


def make_sparse(seed: int, kind: str = "orders", days: int = 400) -> pd.Series:
    """A quiet shop with many zero days and heavy-tailed sizes, about 45 % zeros.

    kind: "orders" sums of lognormal orders, "days" a sale or none, "wander" orders whose rate
    wanders, "counts" the number of orders.
    """
    draw = np.random.default_rng([43, seed])
    index = pd.date_range("2025-03-03", periods=days)
    rate = draw.uniform(0.35, 1.5) * np.where(index.day_of_week >= 5, draw.uniform(0.4, 1), 1.0)
    if kind == "wander":
        rate = rate * np.exp(np.cumsum(draw.normal(0, 0.02, days)))
    orders = draw.poisson(rate) if kind != "days" else draw.random(days) < rate / 2
    if kind == "counts":
        return pd.Series(orders.astype(float), index=index)
    level, spread = draw.uniform(4, 7), draw.uniform(0.7, 1.3)
    sums = [np.exp(draw.normal(level, spread, int(count))).sum() for count in orders]
    return pd.Series(np.round(sums, 2), index=index)


def make_promotion(seed: int, lift: float) -> tuple[pd.Series, str, str, pd.DataFrame]:
    """A shop of 240 days with one promotion of known lift and two controls."""
    draw = np.random.default_rng([57, seed])
    index = pd.date_range("2025-03-01", periods=240)
    days, length = len(index), int(draw.integers(3, 15))
    first = 195 - length
    market = np.cumsum(draw.normal(0, 0.02, days)) + WEEKDAYS[index.day_of_week]
    own = np.cumsum(draw.normal(0, draw.choice([0.002, 0.01]), days))
    log = np.log(draw.choice([80, 400, 3000])) + market + own
    log += draw.normal(0, 0.0008) * np.arange(days) + draw.normal(0, draw.uniform(0.05, 0.11), days)
    log[first : first + length] += np.log1p(lift)
    others = np.log(1000) + market[:, None] + draw.normal(0, 0.06, (days, 2))
    controls = pd.DataFrame(draw.poisson(np.exp(others)), index=index, columns=["a", "b"])
    series = pd.Series(draw.poisson(np.exp(log)), index=index)
    return series, str(index[first].date()), str(index[first + length - 1].date()), controls
