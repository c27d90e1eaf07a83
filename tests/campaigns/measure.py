"""How well the campaign room recovers what was planted: `python -m tests.campaigns.measure`."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from opslib.campaigns.coming import normal_days, score_forecasts
from opslib.campaigns.effect import event_effect
from opslib.campaigns.learned import Prior, backcast, expected_edition
from opslib.campaigns.losers import losers
from opslib.campaigns.moved import pooled_share
from opslib.campaigns.response import Response, Tier, learn_response
from opslib.campaigns.thresholds import plan_thresholds
from opslib.simulate import funnel
from opslib.simulate import history as past
from opslib.simulate import world as furniture
from opslib.simulate.causes_campaign import TierOffer
from opslib.simulate.draws import draw_spec
from tests.campaigns.truth_shops import shop_frames, three_years, truth_shop
from tests.campaigns.worlds import SHAPES, campaign
from tests.stats.shops import make_shop

WORLDS = ("plain", "noisy", "calm", "clinging", "restless", "few")


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


def measure_years(shops: int = 8, first: int = 9_300_000, seats: int = 2) -> pd.DataFrame:
    """Three years of an event in the truth shop: share moved, next edition's lift, forecasts."""
    rows = []
    for seed in range(first, first + shops):
        told, share, sums = three_years(seed, seats)
        lift = (sums["extra"] / sums["normal"]).to_numpy()
        next_one = expected_edition(told).iloc[0]
        alone = [pooled_share(told.iloc[[k]], "e") for k in range(len(told))]
        said = backcast(told).iloc[1:]
        rows.append({
            "planted": share, "pooled": next_one["share_pulled"],
            "pooled off": abs(next_one["share_pulled"] - share),
            "pooled inside": float(next_one["share_lo"] <= share <= next_one["share_hi"]),
            "pooled width": next_one["share_hi"] - next_one["share_lo"],
            "one off": float(np.mean([abs(a[0] - share) for a in alone])),
            "one inside": float(np.mean([a[1] <= share <= a[2] for a in alone])),
            "one width": float(np.mean([a[2] - a[1] for a in alone])),
            "plain one off": float((told["share_pulled"] - share).abs().mean()),
            "net inside": float(np.mean([
                lo <= net <= hi for lo, hi, net in zip(
                    told["net_lo"] / told["expected"], told["net_hi"] / told["expected"],
                    (sums["extra"] + sums["behind"]) / sums["normal"], strict=True)])),
            "lift true": lift.mean(), "lift told": next_one["lift"],
            "next inside": float(np.mean((next_one["lo"] <= lift) & (lift <= next_one["hi"]))),
            "backcast inside": float(said["inside"].mean()),
            "score bias": score_forecasts(said, lifts=True).bias,
        })  # fmt: skip
        if not (seed + 1 - first) % 2:
            print(pd.DataFrame(rows).mean().round(3).to_dict(), flush=True)
    return pd.DataFrame(rows).mean().round(3).to_frame("years").T


def measure_losers(shops: int = 12, first: int = 9_500_000) -> pd.DataFrame:
    """Products the event took from: share of them found, and of the named how many lost nothing.

    Two products are promoted, and others lose half of what those gain; then the same without, when
    they still lose what the promoted ones draw from shared advertising budgets; then an event
    without any effect, of which nothing should be named.
    """
    rows = []
    for seed in range(first, first + shops):
        for lift, taken in ((2.0, 0.5), (2.0, 0.0), (0.0, 0.0)):
            history, cause, _ = truth_shop(
                seed, pulled=0.0, lift=lift, products=(0, 1), taken=taken
            )
            visits = history.by(history.counts.visits, history.world.product,
                                len(history.world.products))[120:]  # fmt: skip
            names = history.world.products["item_id"].to_list()
            frame = pd.DataFrame(visits, pd.DatetimeIndex(history.dates[120:]), names)
            _, calendar = shop_frames(history)
            found = losers(frame, names[:2], cause.start, cause.end, calendar=calendar)
            asked = _asked(frame, names[:2], cause.start)
            named = set(found["item_id"])
            bare = funnel.rates(furniture.without(history.world, "c"))
            days, mine = cause.span(history.world), history.world.product > 1
            with_it, plain = ((r.shown * r.ctr)[days][:, mine].sum() for r in (history.rates, bare))
            rows.append({"lift": lift, "taken": taken, "asked": asked,
                         "named": len(named), "any": float(bool(named)),
                         "others lost": 1 - with_it / plain,
                         "told": found["share"].mean()})  # fmt: skip
    table = pd.DataFrame(rows).assign(rate=lambda t: t["named"] / t["asked"].clip(lower=1))
    return table.groupby(["lift", "taken"]).mean().round(3)


def _asked(frame: pd.DataFrame, promoted: list[str], start: date) -> int:
    """How many products sell enough to be asked: a sale or more a day, the best 40."""
    past_days = frame.drop(columns=promoted)[pd.Timestamp(start) - pd.Timedelta(days=90) :]
    past_days = past_days[: pd.Timestamp(start) - pd.Timedelta(days=1)]
    return int(((past_days > 0).mean() >= 1 - np.exp(-1)).sum().clip(max=40))


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
        "years": measure_years, "losers": measure_losers,
        "offers": measure_offers, "normal": measure_normal_days,
    }  # fmt: skip
    for name in sys.argv[1:] or benches:
        print(f"== {name}", benches[name]().to_string(), sep="\n")
