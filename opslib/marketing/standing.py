"""What taking part in events left behind: the tag, the shop's level, new buyers, margin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ..labels import Label

if TYPE_CHECKING:
    from datetime import date

    from .past import Edition
    from .year import Year

# Levels of the score register, the first that the shop keeps is taken.
LEVELS = {
    "active_level": Label("活跃等级", "active level"),
    "seller_level": Label("商家等级", "seller level"),
    "seller_power": Label("商家力", "seller power"),
    "shop_stars": Label("店铺星级", "shop stars"),
}
_BEFORE, _AFTER = 60, 35


@dataclass(frozen=True, slots=True)
class Standing:
    """One event taken part in. before, after: the level noted last before it and after it ("" not
    noted). left: margin of the net extra less the budget, with its 80 % range (nan: unknown)."""

    edition: Edition
    tag: str
    before: str
    after: str
    left: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Standings:
    """Every event taken part in, newest first; level: what the levels are called, if any."""

    level: Label | None
    rows: tuple[Standing, ...]


def standings(year: Year) -> Standings:
    """The shop's own part in each judged event (guide 002-22)."""
    taken = {f"{e.id}.{e.start.year}": a for a, e in year.joined.pairs}
    known = {r[0] for r in year.shop.con.execute("SELECT DISTINCT score FROM score").fetchall()}
    level = next((k for k in LEVELS if k in known), "")
    rows = []
    for edition in year.past.editions:
        activity = taken.get(edition.id)
        if activity is None:
            continue
        before = _level(year, level, edition.start - timedelta(days=_BEFORE), edition.start, True)
        after = _level(year, level, edition.end, edition.end + timedelta(days=_AFTER), False)
        tag = activity.tag
        rows.append(Standing(edition, tag, before, after, _left(year, edition)))
    return Standings(LEVELS.get(level), tuple(rows))


def _level(year: Year, score: str, first: date, last: date, newest: bool) -> str:
    """The level noted last before an event, or last within five weeks after it."""
    row = year.shop.con.execute(
        f"""SELECT level FROM score WHERE score = $score AND date <= $day AND level IS NOT NULL
            AND date {">=" if newest else ">"} $first AND date {"<" if newest else "<="} $last
            ORDER BY date DESC LIMIT 1""",
        {"score": score, "first": first, "last": last, "day": year.shop.as_of},
    ).fetchone()
    return str(row[0]) if row else ""


def _left(year: Year, edition: Edition) -> tuple[float, float, float]:
    found, margin = edition.effect, year.past.margin
    if found is None or year.past.basis != "pay_amount" or not math.isfinite(margin):
        return (math.nan,) * 3
    cost = edition.budget or 0.0
    mid, low, high = (x * margin - cost for x in (found.net, found.net_lo, found.net_hi))
    return mid, low, high
