"""Keyword verdicts and word fit against the ledger of drawn shops."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pandas as pd

from opslib.promotion.account import Terms
from opslib.promotion.bidding import Bidding
from opslib.promotion.keywords import classify
from opslib.simulate import ads
from opslib.simulate import history as past
from opslib.simulate.ad_clicks import WINDOW
from opslib.simulate.draws import draw_spec

BINS = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0]
LEAD_VALUE = 10.0
ELASTICITY, STEP_UP, HALF = (getattr(Bidding(), n) for n in ("elasticity", "step_up", "half"))


def words_of(
    seed: int, platform: str = "1688", basis: str = "gmv", days: int = 90, target: float = 0.5
) -> tuple[pd.DataFrame, Terms]:
    """Settled sums of one drawn shop's words beside their truth, and terms that ask `target` times
    the shop's own true value per spend.

    Columns true (value of a click), asked (what it may cost at the target), pace (clicks a week).
    """
    lived = past.live(draw_spec(seed, platform=platform, days=days + WINDOW), seed)
    rows, truth = ads.ad_day(lived), ads.word_truth(lived)
    last = lived.world.spec.end - timedelta(days=WINDOW)
    days_of = pd.to_datetime(rows["date"]).dt.date
    rows = rows[(rows["level"] == "keyword") & (days_of <= last)]
    rows = rows[days_of[rows.index] > last - timedelta(days=days)]
    names = ["impressions", "clicks", "spend", "ad_orders", "ad_gmv", "leads"]
    sums = rows.groupby(["plan", "keyword"])[names].sum().reset_index()
    out = sums.merge(truth.rename(columns={"word": "keyword"}), on=["plan", "keyword"])
    out = out.rename(columns={"cpc": "true_cpc", "verdict": "true_verdict"})
    orders = out["order_rate"] * out["clicks"]
    margin = float((orders * out["margin_order"]).sum() / (orders * out["gmv_order"]).sum())
    margin = margin if basis == "gmv" else 1.0
    if basis == "gmv":
        out = out.assign(conv=out["ad_orders"], value=out["ad_gmv"] * margin)
        out["true"] = out["gmv_click"] * margin
    else:
        out = out.assign(conv=out["leads"], value=out["leads"] * LEAD_VALUE)
        out["true"] = out["lead_rate"] * LEAD_VALUE
    roi = float((out["true"] * out["clicks"]).sum() / out["spend"].sum())
    out["asked"], out["pace"] = target * roi * out["true_cpc"], out["clicks_28d"] / 4
    lead_value = 0.0 if basis == "gmv" else LEAD_VALUE
    week = date(2026, 11, 9), date(2026, 11, 15)
    terms = Terms(
        week[1], week, "CNY", WINDOW, basis, margin, lead_value, target * roi / margin, 0.0
    )
    return out, terms


def judged(seeds: Iterable[int], **how: object) -> pd.DataFrame:
    """Verdicts of the words of many shops beside their truth; `naive`: by ROI alone."""
    parts = []
    days = int(how.get("days", 90))  # type: ignore[call-overload]
    for seed in seeds:
        words, terms = words_of(seed, **how)  # type: ignore[arg-type]
        told = classify(words, terms, days=days)
        told = words.join(told.drop(columns=[c for c in told if c in words]))
        price = terms.target_roi * terms.margin
        told["naive"] = np.where(words["value"] > price * words["spend"], "raise", "remove")
        told.loc[told["clicks"] == 0, "naive"] = "keep"
        parts.append(told.assign(seed=seed, good=told["true"] > told["asked"]))
    return pd.concat(parts, ignore_index=True)


def gain(words: pd.DataFrame, verdict: pd.Series, factor: pd.Series | float) -> pd.Series:
    """True money a week of a verdict, against the same money spent at the target."""
    margin = words["true"] - words["asked"]
    moved = factor**ELASTICITY * (words["true"] - factor * words["asked"]) - margin
    share = np.select([verdict.eq("remove"), verdict.isin(["raise", "lower"])], [-margin, moved])
    return words["pace"] * share


def money(words: pd.DataFrame) -> dict[str, float]:
    """Yuan a word and week: gained by our verdicts, by the naive rule, and the most there was."""
    cpc = words["spend"] / words["clicks"].where(words["clicks"] > 0)
    step = (words["value_per_click"] * words["bid_to"] / words["value_per_click"] / cpc).fillna(1)
    room = (step * ELASTICITY / (1 + ELASTICITY)).clip(1, STEP_UP)
    factor = pd.Series(np.where(words["verdict"].eq("lower"), step.clip(HALF, 1), room))
    choices = {
        "ours": gain(words, words["verdict"], factor),
        "naive": gain(words, words["naive"], STEP_UP),
    }
    each = [gain(words, pd.Series(v, words.index), STEP_UP) for v in ("raise", "keep", "remove")]
    mended = words["true"] / words["asked"]
    each.append(gain(words, pd.Series("lower", words.index), mended.clip(HALF, 1)))
    best = pd.concat(each, axis=1).max(axis=1)
    weeks = float(words["seed"].nunique())
    told = {k: float(v.sum()) / weeks for k, v in choices.items()}
    return told | {"best": float(best.sum()) / weeks}


def calibration(words: pd.DataFrame) -> pd.DataFrame:
    """Probability told against how often it was true, words with a fair number of clicks."""
    seen = words[words["p_good"].notna() & words["true_verdict"].ne("few")]
    by = seen.groupby(pd.cut(seen["p_good"], BINS, include_lowest=True), observed=True)
    return by.agg(words=("good", "size"), told=("p_good", "mean"), true=("good", "mean"))


def wrong(words: pd.DataFrame) -> dict[str, float]:
    """Share of wrong verdicts among raises and among cuts, ours and by ROI alone; acted, told."""
    up, down = (
        words["verdict"].isin(["raise", "expand"]),
        words["verdict"].isin(["lower", "remove"]),
    )
    good = words["good"]
    naive = words["naive"].eq("raise"), words["naive"].eq("remove")
    return {
        "raise": float((~good[up]).mean()),
        "cut": float(good[down].mean()),
        "naive raise": float((~good[naive[0]]).mean()),
        "naive cut": float(good[naive[1]].mean()),
        "acted": float((up | down).mean()),
        "told": float(words["verdict"].ne("cannot_tell").mean()),
    }


def main() -> None:
    """Print calibration, errors and money of fresh shops."""
    seeds = range(3000, 3012)
    for platform, basis in (("1688", "gmv"), ("alibaba", "leads"), ("alibaba", "gmv")):
        for days in (28, 90):
            for target in (0.25, 0.5, 1.0):
                how = {"platform": platform, "basis": basis, "days": days, "target": target}
                words = judged(seeds, **how)
                shown = " ".join(f"{k} {v:.2f}" for k, v in (wrong(words) | money(words)).items())
                print(f"{platform} {basis} {days}d target {target}: {shown}")
                rows = calibration(words).itertuples()
                print("   ", " ".join(f"{r.words}:{r.told:.2f}/{r.true:.2f}" for r in rows))


if __name__ == "__main__":
    main()
