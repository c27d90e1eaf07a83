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
    """Thresholds in the truth shop: is the share who heed learned, and the gain told right?

    An edition of June is learned from, against the half year before it, and that of August is
    told from the half year before. Added goods are worth, and orders grow, as the dice say.
    """
    rows = [_offer(seed) for seed in range(first, first + shops)]
    table = pd.DataFrame(rows)
    return table.mean().round(3).to_frame("offers").T


HALF = 180


def _offer(seed: int) -> dict[str, float]:
    """One shop: two editions of an offer, the second told from what the first taught."""
    draw = np.random.default_rng([65, seed])
    heed, elasticity = draw.uniform(0.1, 0.8), draw.uniform(0.5, 3.5)
    reach, resell = 3 * np.exp(draw.normal(0, 0.6)), 4 * np.exp(draw.normal(0, 0.6))
    spec = draw_spec(seed)
    base = past.live(spec, seed)
    at = float(np.round(base.paid["goods_amount"].quantile(0.7), -1))
    tiers = [Tier(at, off=round(at * 0.08))]
    mays = [date(2026, 6, 1), date(2026, 6, 30)], [date(2026, 8, 10), date(2026, 9, 8)]
    offers = [
        TierOffer(f"o{k}", *span, ((at, tiers[0].off),), heed, reach, resell)
        for k, span in enumerate(mays)
    ]
    paid = past.live(replace(spec, causes=tuple(offers)), seed).paid
    piece = float(base.lines["unit_price"].median())
    days = [offer.span(base.world) for offer in offers]
    told = learn_response(
        _goods(paid, days[0].start - HALF, days[0].start),
        _goods(paid, days[0].start, days[0].stop), tiers, Response(1, 1, piece=piece),
    )  # fmt: skip
    usual = paid[~paid["day"].between(days[0].start, days[0].stop - 1)]
    usual = _goods(usual, days[1].start - HALF, days[1].start)
    plan = plan_thresholds(usual, 0.4, 0.0, response=told, candidates=[tiers])
    blind = plan_thresholds(usual, 0.4, 0.0, candidates=[tiers])
    then = _goods(paid, days[1].start, days[1].stop)
    plain = _goods(base.paid, days[1].start, days[1].stop)
    let = np.where(then >= at, tiers[0].off, 0.0)
    gain = 0.4 * (then.sum() - plain.sum()) - let.sum()
    gain += elasticity * (let / then * (0.4 * then - let)).sum()
    true, (lo, hi) = 1000 * gain / len(plain), told.quantile([0.1, 0.9])
    return {
        "heed off": told.share - heed, "abs": abs(told.share - heed),
        "inside": float(lo <= heed <= hi), "gain true": true, "gain told": plan.gain,
        "gain inside": float(plan.lo <= true <= plan.hi), "below": float(true < plan.lo),
        "width": plan.hi - plan.lo, "blind inside": float(blind.lo <= true <= blind.hi),
        "blind width": blind.hi - blind.lo, "set": float(plan.verdict == "set"),
        "set, lost": float(plan.verdict == "set" and true < 0), "orders": len(usual),
    }  # fmt: skip


def _goods(paid: pd.DataFrame, first: int, stop: int) -> np.ndarray:
    """Amounts of the orders of these days, in order of time."""
    found: np.ndarray = paid.loc[paid["day"].between(first, stop - 1), "goods_amount"].to_numpy()
    return found


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
