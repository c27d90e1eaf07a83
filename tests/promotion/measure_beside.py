"""How often the ranges of channels, peers, live hours and creatives hold, and winners are right."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opslib.promotion import against_peers, compare_channels, judge_creatives, judge_live

from . import beside_worlds as worlds
from .compare_worlds import TERMS


def channels(seed: int, times: int, **world: float) -> dict[str, float]:
    """Share of 80 % ranges that hold the truth, of places that do; P(best) and how often it is."""
    rng = np.random.default_rng(seed)
    held, placed, said, right = [], [], [], []
    for _ in range(times):
        days, ads, truth = worlds.channels(rng, **world)  # type: ignore[arg-type]
        found = compare_channels(days, ads, TERMS).set_index("channel")
        true = truth.reindex(found.index)
        held.append(((found["each_lo"] <= true) & (true <= found["each_hi"])).mean())
        place = true.rank(ascending=False)
        placed.append(((found["place_lo"] <= place) & (place <= found["place_hi"])).mean())
        said.append(found["p_best"].max())
        right.append(found["p_best"].idxmax() == true.idxmax())
    parts = {"held": held, "placed": placed, "said": said, "right": right}
    return {k: round(float(np.mean(v)), 3) for k, v in parts.items()}


def peers(seed: int, many: int, ratio: float, **world: float) -> dict[str, float]:
    """Coverage of the click rate's range; how often a plan at `ratio` of excellent is called so."""
    rng = np.random.default_rng(seed)
    told = pd.DataFrame(
        [("ad_ctr", pd.Timestamp("2026-11-13"), 30, 0.025, 0.03)],
        columns="metric date days peer_mean peer_excellent".split(),
    )
    held, verdicts = [], []
    for _ in range(many):
        rows = worlds.plan_days(rng, 0.03 * ratio, **world)  # type: ignore[arg-type]
        one = against_peers(rows, TERMS, told).iloc[0]
        held.append(one["lo"] <= 0.03 * ratio <= one["hi"])
        verdicts.append(one["verdict"])
    shares = pd.Series(verdicts).value_counts(normalize=True)
    return {"held": round(float(np.mean(held)), 3), **shares.round(3).to_dict()}


def live(seed: int, many: int, rates: dict[int, float], **world: float) -> dict[str, float]:
    """How often an hour is called best, how often that is right, coverage of the ranges."""
    rng = np.random.default_rng(seed)
    best, right, held = [], [], []
    truth = max(rates, key=lambda h: rates[h])
    for _ in range(many):
        rows = worlds.sessions(rng, rates, **world)  # type: ignore[arg-type]
        found = judge_live(rows, TERMS)
        best.append(found.state == "best")
        right.append(found.best == truth)
        # Ranges are of the mean season: every hour's is the same multiple of its rate.
        scale = (
            rows["orders"].sum() / (rows["hour"].round().map(rates) * rows["minutes"] / 60).sum()
        )
        true = found.slots["hour"].map(rates) * scale
        held.append(((found.slots["lo"] <= true) & (true <= found.slots["hi"])).mean())
    parts = {"called": best, "right": right, "held": held}
    return {k: round(float(np.mean(v)), 3) for k, v in parts.items()}


def creatives(
    seed: int, many: int, ctr: list[float], cvr: list[float], **world: float
) -> dict[str, float]:
    """How often a winner is named, how often it is the best by clicks; coverage of click rates."""
    rng = np.random.default_rng(seed)
    won, right, held = [], [], []
    for _ in range(many):
        found = judge_creatives(worlds.creatives(rng, ctr, cvr, **world), TERMS)[0]  # type: ignore[arg-type]
        won.append(found.state == "winner")
        right.append(found.winner == f"创意{int(np.argmax(ctr))}")
        true = found.arms["creative"].str[-1].astype(int).map(dict(enumerate(cvr)))
        held.append(((found.arms["cvr_lo"] <= true) & (true <= found.arms["cvr_hi"])).mean())
    parts = {"winner": won, "right": right, "held": held}
    return {k: round(float(np.mean(v)), 3) for k, v in parts.items()}


def main() -> None:
    """Print all of it."""
    for world in ({}, {"visitors": 5}, {"many": 4, "visitors": 100}):
        print("channels", world, channels(71, 60, **world), flush=True)  # type: ignore[arg-type]
    for ratio in (1.0, 0.9, 0.83, 0.75):
        for jitter in (0.0, 0.2):
            print("peers", ratio, jitter, peers(72, 200, ratio, jitter=jitter), flush=True)
    equal = dict.fromkeys((10, 14, 16, 20, 22), 3.0)
    for rates in (equal, equal | {20: 5.0}, equal | {20: 9.0}):
        for weeks in (6, 20):
            print("live", rates[20], weeks, live(73, 100, rates, weeks=weeks), flush=True)
    for ctr, cvr in (
        ([0.03] * 3, [0.03] * 3), ([0.03, 0.03, 0.036], [0.03] * 3),
        ([0.03, 0.03, 0.045], [0.03] * 3), ([0.03, 0.03, 0.045], [0.03, 0.03, 0.015]),
    ):  # fmt: skip
        print("creatives", ctr, cvr, creatives(74, 60, ctr, cvr), flush=True)
