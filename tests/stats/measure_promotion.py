"""Size, coverage and false claims of promotion_effect: own promotions, worlds, real series."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opslib.stats import promotion_effect
from tests.stats.measure_forecast import real_series
from tests.stats.shops import WORLDS, Shop, make_promotion, make_shop

Row = dict[str, float]


def _row(lift: float, plain: float, *args: object, **known: object) -> Row:
    """One promotion judged: error, coverage, claim at no effect, error of plain before/after."""
    effect = promotion_effect(*args, **known)
    inside, zero = effect.lo <= lift <= effect.hi, effect.lo <= 0 <= effect.hi
    return {
        "error": abs(effect.lift - lift),
        "coverage": float(inside),
        "claim": float(not zero) if lift == 0 else np.nan,
        "plain": abs(plain - lift),
        "width": np.log1p(effect.hi) - np.log1p(effect.lo),
    }


def _plain(series: pd.Series, start: object, end: object) -> float:
    """Mean of the days against the mean of the four weeks before."""
    begin = pd.Timestamp(start)
    before = series[begin - pd.Timedelta(days=28) : begin].mean()
    return float(series[start:end].mean() / before - 1) if before else 0.0


def _sum_up(rows: list[Row]) -> Row:
    table = pd.DataFrame(rows)
    return {
        "median error": table["error"].median(),
        "coverage": table["coverage"].mean(),
        "false claims": table["claim"].mean(),
        "before/after": table["plain"].median(),
        "median width": table["width"].median(),
        "cases": len(table),
    }


def measure_promotions(cases: int = 200, first: int = 0) -> pd.DataFrame:
    """Promotions of known size in 240 days with two controls, and the same without them."""
    rows: dict[str, list[Row]] = {"promotion_effect": [], "without controls": []}
    for seed in range(first, first + cases):
        lift = (0.0, 0.0, 0.1, 0.2, 0.35)[seed % 5]
        series, start, end, controls = make_promotion(seed, lift)
        plain = _plain(series, start, end)
        for name, beside in (("promotion_effect", controls), ("without controls", None)):
            rows[name].append(_row(lift, plain, series, start, end, controls=beside))
    return pd.DataFrame({name: _sum_up(found) for name, found in rows.items()}).T.round(3)


def _quiet_window(draw: np.random.Generator, shop: Shop) -> slice:
    """1 to 14 days without a known event or lull."""
    special = (shop.calendar["promo"] != "") | (shop.calendar["days_from_cny"].abs() <= 25)
    while True:
        begin, length = int(draw.integers(200, 650)), int(draw.integers(1, 15))
        window = slice(begin, begin + length)
        if not special.iloc[window].any() and shop.series.iloc[window].notna().any():
            return window


def measure_promotion_worlds(shops: int = 12, first: int = 93000) -> pd.DataFrame:
    """Shops of other kinds, each with no promotion once and one of +20 % once."""
    table = {}
    for place, world in enumerate(WORLDS):
        rows = []
        for seed in range(first + 1000 * place, first + 1000 * place + shops):
            shop = make_shop(seed, world=world, plant=False)
            draw = np.random.default_rng([9, seed])
            for lift in (0.0, 0.2):
                window, series = _quiet_window(draw, shop), shop.series.astype(float)
                series.iloc[window] = (series.iloc[window] * (1 + lift)).round()
                start, end = series.index[window][[0, -1]]
                plain = _plain(series, start, end)
                rows.append(_row(lift, plain, series, start, end, calendar=shop.calendar))
        table[world] = _sum_up(rows)
    return pd.DataFrame(table).T.round(3)


def measure_real_placebos(step: int = 8, lengths: tuple[int, ...] = (3, 7, 10)) -> pd.DataFrame:
    """Windows of 35 real series on which nothing was promoted that is known of."""
    rows = []
    for _, series in real_series().items():
        for begin in range(58, 132, step):
            for length in lengths:
                start, end = series.index[begin : begin + length][[0, -1]]
                rows.append(_row(0.0, _plain(series, start, end), series, start, end))
    return pd.DataFrame({"real": _sum_up(rows)}).T.round(3)


def measure_promotion_effect() -> pd.DataFrame:
    """All three benches."""
    return pd.concat([measure_promotions(), measure_promotion_worlds(), measure_real_placebos()])
