"""How well the campaign room recovers what was planted: `python -m tests.campaigns.measure`."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from opslib import events
from opslib.campaigns.coming import normal_days
from opslib.campaigns.effect import event_effect
from opslib.campaigns.learned import Prior, expected_edition
from opslib.campaigns.response import Response, Tier, learn_response
from opslib.campaigns.thresholds import plan_thresholds
from opslib.simulate import funnel
from opslib.simulate import history as past
from opslib.simulate import world as furniture
from opslib.simulate.causes_campaign import Campaign, TierOffer
from opslib.simulate.draws import draw_spec
from opslib.simulate.season import OCCASIONS
from tests.campaigns.worlds import SHAPES, campaign
from tests.stats.shops import make_shop

WORLDS = ("plain", "noisy", "calm", "clinging", "restless", "few")
DAYS = ((4, 20), (5, 18), (7, 6), (8, 10), (10, 14))


def measure_effects(shops: int = 12, first: int = 161000) -> pd.DataFrame:
    """Single events in many worlds: bias, coverage at 80 %, claims where there was nothing."""
    rows = []
    for place, world in enumerate(WORLDS):
        for seed in range(first + 1000 * place, first + 1000 * place + shops):
            for lift, share in ((0.0, 0.0), (0.6, 0.0), (0.6, 0.3), (1.2, 0.3), (0.6, 1.0)):
                told = campaign(
                    seed, lift, share, world=world, shape=SHAPES[seed % 3], recent=bool(seed % 2)
                )
                found = event_effect(told.series, told.start, told.end, calendar=told.calendar)
                rows.append({"world": world, "lift": lift, "share": share} | _missed(found, told))
    table = pd.DataFrame(rows)
    return pd.concat(
        [
            table.groupby(["lift", "share"]).mean(numeric_only=True),
            table.groupby("world").mean(numeric_only=True).drop(columns=["lift", "share"]),
        ]
    ).round(3)


def _missed(found: object, told: object) -> dict[str, float]:
    from opslib.campaigns.effect import EventEffect
    from tests.campaigns.worlds import Campaign as Planted

    assert isinstance(found, EventEffect) and isinstance(told, Planted)
    share = told.pulled / told.extra if told.extra else np.nan
    here = np.isfinite(found.share_pulled) and told.extra > 0
    return {
        "lift bias": found.lift - told.lift,
        "lift inside": float(found.lo <= told.lift <= found.hi),
        "net bias": (found.net - told.net) / found.expected,
        "net inside": float(found.net_lo <= told.net <= found.net_hi),
        "share bias": found.share_pulled - share if here else np.nan,
        "share off": abs(found.share_pulled - share) if here else np.nan,
        "share inside": float(found.share_lo <= share <= found.share_hi) if here else np.nan,
        "worked": float(found.verdict == "worked"),
        "no_better": float(found.verdict == "no_better"),
    }


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
    added = _buyers(history.rates) - _buyers(without)
    return history, cause, added


def _buyers(rates: funnel.Rates) -> np.ndarray:
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


def measure_truth_shops(shops: int = 40, first: int = 71000) -> pd.DataFrame:
    """The truth shop's campaign: 30 % pulled forward, by visits and by paid orders."""
    rows = []
    for seed in range(first, first + shops):
        history, cause, added = truth_shop(seed)
        daily, calendar = shop_frames(history)
        at = history.world.spec.index(cause.start)
        extra, missing = added[at : at + 7].sum(), -added[at + 7 : at + 21].sum()
        for name in ("orders", "visits"):
            found = event_effect(daily[name], cause.start, cause.end, calendar=calendar)
            share, net = missing / extra, extra - missing
            row = {
                "series": name,
                "planted": share,
                "found": found.share_pulled,
                "off": abs(found.share_pulled - share),
                "inside": float(found.share_lo <= share <= found.share_hi),
            }
            if name == "orders":
                row |= {"net off": (found.net - net) / extra}
                row |= {"net inside": float(found.net_lo <= net <= found.net_hi)}
            rows.append(row)
    table = pd.DataFrame(rows)
    pooled = table.groupby("series")[["planted", "found"]].median().add_suffix(" (median)")
    return table.groupby("series").mean(numeric_only=True).join(pooled).round(3)


def measure_pooled(shops: int = 20, editions: int = 6, first: int = 66000) -> pd.DataFrame:
    """Share moved of an event held several times, as the next edition is told: 30 % planted."""
    rows = []
    for seed in range(first, first + shops):
        told = []
        for k in range(editions):
            case = campaign(1000 * seed + k, 0.8, 0.3, shape=SHAPES[k % 3])
            found = event_effect(case.series, case.start, case.end, calendar=case.calendar)
            told.append({"event": "a", "lift": found.lift, "lo": found.lo, "hi": found.hi,
                         "share_pulled": found.share_pulled, "share_lo": found.share_lo,
                         "share_hi": found.share_hi})  # fmt: skip
        row = expected_edition(pd.DataFrame(told), Prior()).iloc[0]
        rows.append({
            "share": row["share_pulled"], "off": abs(row["share_pulled"] - 0.3),
            "inside": float(row["share_lo"] <= 0.3 <= row["share_hi"]),
            "lift": row["lift"],
        })  # fmt: skip
    return pd.DataFrame(rows).mean().round(3).to_frame("pooled").T


def measure_offers(shops: int = 20, first: int = 73000) -> pd.DataFrame:
    """Thresholds in the truth shop: is the share who heed learned, and the gain told right?"""
    rows = []
    for seed in range(first, first + shops):
        heed = float(np.random.default_rng([65, seed]).uniform(0.1, 0.8))
        spec = draw_spec(seed)
        goods = past.live(spec, seed).paid["goods_amount"]
        at = float(np.round(np.quantile(goods, 0.7), -1))
        offer = TierOffer("o", date(2026, 6, 1), date(2026, 7, 31), ((at, round(at * 0.08)),), heed)
        history = past.live(replace(spec, causes=(offer,)), seed)
        paid, days = history.paid, offer.span(history.world)
        on = paid["day"].between(days.start, days.stop - 1)
        tiers = [Tier(at, off=round(at * 0.08))]
        usual = paid.loc[~on & (paid["day"] >= 120), "goods_amount"]
        told = learn_response(usual, paid.loc[on, "goods_amount"], tiers, Response(1, 1))
        lo, hi = told.quantile([0.1, 0.9])
        base = past.live(spec, seed).paid
        here = base["day"].between(days.start, days.stop - 1)
        added = paid.loc[on, "goods_amount"].sum() - base.loc[here, "goods_amount"].sum()
        given = np.where(paid.loc[on, "goods_amount"] >= at, tiers[0].off, 0.0).sum()
        true = 1000 * (0.4 * added - given) / int(on.sum())
        plain = replace(told, elasticity=0.0)
        plan = plan_thresholds(usual, 0.4, 0.0, response=plain, candidates=[tiers])
        rows.append({
            "heed off": told.share - heed, "abs": abs(told.share - heed),
            "inside": float(lo <= heed <= hi), "gain true": true, "gain told": plan.gain,
            "gain inside": float(plan.lo <= true <= plan.hi), "orders": len(usual),
        })  # fmt: skip
    return pd.DataFrame(rows).mean().round(3).to_frame("offers").T


def measure_normal_days(shops: int = 40, first: int = 67000) -> pd.DataFrame:
    """Totals of 7 quiet days some weeks ahead: coverage at 80 %."""
    rows = []
    for seed in range(first, first + shops):
        shop = make_shop(seed, world=WORLDS[seed % 4], plant=False)
        for ahead in (7, 28, 56):
            at = 560
            begin, end = shop.series.index[at + ahead], shop.series.index[at + ahead + 6]
            known = shop.calendar.copy()
            if (known.loc[begin:end, "promo"] != "").any():
                continue
            told = normal_days(shop.series.iloc[: at + 1], begin, end, calendar=known)
            came = float(shop.series[begin:end].sum())
            row = {"ahead": ahead, "off": abs(came / told.mean - 1)}
            row |= {"inside": float(told.lo <= came <= told.hi), "width": told.hi / told.lo - 1}
            rows.append(row)
    return pd.DataFrame(rows).groupby("ahead").mean().round(3)


if __name__ == "__main__":
    pd.set_option("display.width", 200, "display.max_columns", 30)
    benches = {
        "effects": measure_effects, "truth": measure_truth_shops, "pooled": measure_pooled,
        "offers": measure_offers, "normal": measure_normal_days,
    }  # fmt: skip
    for name in sys.argv[1:] or benches:
        print(f"== {name}", benches[name]().to_string(), sep="\n")
