"""From replayed shops to the scorecard: rates with their ranges, by kind and by size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median, quantiles

from scipy.special import gammaincinv, ndtri

from .alarm import AHEAD, CLOCKS, TRAPS
from .fleet import REVIEW, Shop
from .result import Found, Group, Prices, Quiet, Result, Settings
from .tally import Score

# A cause is small, middling or large by what it takes from the shop's sales in a week.
SMALL, LARGE = 0.01, 0.04
SIZES = ("large", "middling", "small", "unpriced")


def summarise(shops: Sequence[Shop], settings: Settings) -> Result:
    """Add up what every method did on all shops."""
    names = list(shops[0].scores) if shops else []
    planted = [s for s in shops if s.cause is not None]
    counted: Counter[str] = Counter()
    calm = [s for s in shops if s.trial.kind not in TRAPS]
    for shop in calm:
        counted += shop.scores[REVIEW].alarms
    figures = [s for s in planted if s.trial.kind not in CLOCKS]
    return Result(
        settings=settings,
        quiet={n: quiet([s.scores[n] for s in calm]) for n in names},
        traps={
            k: quiet([s.scores[REVIEW] for s in shops if s.trial.kind == k])
            for k in settings.kinds
            if k in TRAPS
        },
        false_by_rule=dict(counted.most_common()),
        found={n: found([s.scores[n] for s in planted]) for n in names},
        in_figures={n: found([s.scores[n] for s in figures]) for n in names},
        kinds=_groups(planted, settings.kinds, names, lambda s: s.trial.kind),
        sizes=_groups(planted, SIZES, names, size),
        prices=prices(planted),
        prices_by_kind={
            k: prices([s for s in planted if s.trial.kind == k])
            for k in settings.kinds
            if k not in (*AHEAD, *TRAPS)
        },
    )


def _groups(shops: Sequence[Shop], order: Iterable[str], names: Sequence[str], of) -> list[Group]:
    out = []
    for name in order:
        part = [s for s in shops if of(s) == name]
        if part:
            out.append(
                Group(name=name, methods={n: found([s.scores[n] for s in part]) for n in names})
            )
    return out


def size(shop: Shop) -> str:
    """The size band of a shop's cause: by the share of sales it takes."""
    assert shop.cause is not None
    if shop.cause.kind in AHEAD:
        return "unpriced"
    share = shop.cause.share
    return "small" if share < SMALL else "large" if share >= LARGE else "middling"


def quiet(scores: Sequence[Score]) -> Quiet:
    """Alarms a shop-week on the days without a cause, with an exact Poisson range."""
    weeks = sum(s.quiet_days for s in scores) / 7
    alarms = sum(s.alarms.total() for s in scores)
    low, high = poisson_range(alarms)

    def a_week(n: float) -> float:
        return round(n / weeks, 3) if weeks else 0.0

    return Quiet(
        shop_weeks=round(weeks, 1),
        alarms=alarms,
        alarms_a_week=a_week(alarms),
        low=a_week(low),
        high=a_week(high),
        on_shop_a_week=a_week(sum(s.on_shop for s in scores)),
        clocks_a_week=a_week(sum(s.clocks.total() for s in scores)),
        notes_a_week=a_week(sum(s.notes.total() for s in scores)),
    )


def found(scores: Sequence[Score]) -> Found:
    """Shares of causes named, when, and how often among the first three."""
    n = len(scores)
    days = [s.found for s in scores if s.found is not None]
    low, high = share_range(len(days), n)

    def part(many: int, of: int = n) -> float:
        return round(many / of, 3) if of else 0.0

    return Found(
        causes=n,
        named=part(len(days)),
        low=low,
        high=high,
        seen=part(sum(s.seen is not None for s in scores)),
        within_3=part(sum(d <= 3 for d in days)),
        within_7=part(sum(d <= 7 for d in days)),
        days=float(median(days)) if days else None,
        top=part(sum(s.top_days for s in scores), sum(s.cause_days for s in scores)),
    )


def prices(shops: Sequence[Shop]) -> Prices:
    """How the review's money compares with the ledger, for causes that cost money."""
    inside: list[bool] = []
    ratios: list[float] = []
    for shop in shops:
        cause, named = shop.cause, shop.scores[REVIEW].prices
        if cause is None or cause.yuan_a_week <= 0 or cause.kind in AHEAD or not named:
            continue
        inside += [low <= cause.yuan_a_week <= high for low, _, high in named]
        ratios.append(median(mid / cause.yuan_a_week for _, mid, _ in named))
    quarter = quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    return Prices(
        causes=len(ratios),
        findings=len(inside),
        inside=round(sum(inside) / len(inside), 3) if inside else None,
        ratio=round(median(ratios), 2) if ratios else None,
        low=round(quarter[0], 2) if ratios else None,
        high=round(quarter[2], 2) if ratios else None,
    )


def poisson_range(n: int, level: float = 0.95) -> tuple[float, float]:
    """Exact range of a Poisson mean of which `n` were seen (Garwood 1936)."""
    tail = (1 - level) / 2
    low = float(gammaincinv(n, tail)) if n else 0.0
    return low, float(gammaincinv(n + 1, 1 - tail))


def share_range(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Range of a share, `k` of `n` seen (Wilson 1927); the whole range where nothing was."""
    if not n:
        return 0.0, 1.0
    z = float(ndtri((1 + level) / 2))
    p, scale = k / n, 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z / scale * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return round(max(centre - half, 0.0), 3), round(min(centre + half, 1.0), 3)
