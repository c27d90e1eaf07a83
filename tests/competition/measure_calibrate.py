"""Coverage on held-out and on new indices: python -m tests.competition.measure_calibrate"""

from __future__ import annotations

import numpy as np
import pandas as pd

from opslib.competition import calibrate


def draw(seed: int, n: int = 52, noise: float = 0.08) -> tuple[np.ndarray, np.ndarray]:
    """Weekly figures of a shop and their index: monotone, bent, with an error of `noise` (log)."""
    dice = np.random.default_rng(seed)
    real = np.exp(np.cumsum(0.15 * dice.normal(size=n)) * 0.6 + 10 + 0.3 * dice.normal(size=n))
    power, bend = dice.uniform(0.4, 0.8), dice.uniform(-0.03, 0.03)
    log = np.log(real) + noise * dice.normal(size=n)
    index = np.exp(power * log + bend * (log - 10) ** 2)
    return np.round(index), np.round(real, 2)


def measure(seeds: range, n: int, noise: float) -> pd.DataFrame:
    """One row a drawn shop: own report of coverage, and coverage on 40 new pairs within reach."""
    rows = []
    for seed in seeds:
        index, real = draw(seed, n + 40, noise)
        fit = calibrate(index[:n], real[:n])
        if not fit.known:
            continue
        new = fit.predict(index[n:]).assign(real=real[n:])
        new = new[new["inside"]]
        held = new["real"].between(new["lo"], new["hi"])
        rows.append((fit.coverage, held.sum(), len(new), fit.error))
    return pd.DataFrame(rows, columns=["told", "held", "new", "error"])


if __name__ == "__main__":
    for n in (14, 26, 52):
        for noise in (0.0, 0.03, 0.1, 0.2):
            rows = measure(range(200, 240), n, noise)
            held = rows["held"].sum() / rows["new"].sum()
            print(
                n,
                noise,
                len(rows),
                f"told {rows['told'].mean():.3f} new {held:.3f} error {rows['error'].mean():.3f}",
            )
