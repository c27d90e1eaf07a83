"""Which products suit which proposal: by age, by their own course, by season, by what is held."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING

import pandas as pd

from ..rules.stock import stock_over

if TYPE_CHECKING:
    from .year import Year

# A product counts as new so long; its course is that of four weeks against the four before.
_NEW_DAYS, _COURSE = 45, 28
# Pieces below which neither course nor season is told; how much above its share a season is.
_LEAST, _SEASON, _SURE = 20, 1.3, 1.645
# Days of selling that have to be held when an activity begins.
_HELD_DAYS = 14
Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Goods:
    """Products (id, title) that suit: old ones lie too long (falling ones first), new ones have
    just been listed, rising ones sell more than four weeks ago against the whole shop.

    held: days that the stock of a product lasts; a product without stock rows is not in it.
    """

    old: list[Named] = field(default_factory=list)
    new: list[Named] = field(default_factory=list)
    rising: list[Named] = field(default_factory=list)
    held: dict[str, float] = field(default_factory=dict)

    def lasting(self, named: list[Named], ahead: int) -> list[Named]:
        """Those whose stock lasts until an activity `ahead` days from now and two weeks more."""
        return [n for n in named if self.held.get(n[0], 1e9) >= ahead + _HELD_DAYS]


def goods(year: Year) -> Goods:
    """Every product's place in its life, as sales, listing days and stock tell it."""
    course, held = _course(year), _held(year)
    falling = set(course.loc[course["z"] < -_SURE, "item_id"])
    over = stock_over(year.shop.view)
    old = (
        [] if over is None else [(str(r.member), str(r.name)) for r in over.itertuples(index=False)]
    )
    old.sort(key=lambda n: n[0].split("/")[0] not in falling)
    up = course[course["z"] > _SURE].sort_values(["z", "item_id"], ascending=[False, True])
    taken = {n[0].split("/")[0] for n in old}
    rising = [(r.item_id, r.title) for r in up.itertuples(index=False) if r.item_id not in taken]
    return Goods(old, _new(year), rising, held)


def in_season(year: Year, first: date, last: date) -> list[Named]:
    """Products that sold surely more than their share on these days of earlier years."""
    shop = year.shop
    rows = shop.con.execute(
        """SELECT item_id, max(title), sum(qty) AS qty,
             sum(qty) FILTER (date BETWEEN $first AND $last) AS then FROM order_line
           WHERE date <= $day AND status IN ('paid', 'shipped', 'done') GROUP BY item_id
           ORDER BY item_id""",
        {
            "first": first - timedelta(days=364),
            "last": last - timedelta(days=364),
            "day": shop.as_of,
        },
    ).fetchall()
    whole, then = (float(sum(r[i] or 0 for r in rows)) for i in (2, 3))
    if not whole or not then:
        return []
    found = []
    for item, title, qty, seen in rows:
        usual = float(qty) * then / whole
        if usual <= 0 or (seen or 0) < _LEAST:
            continue
        sure = (float(seen) - usual) / sqrt(usual) > _SURE and float(seen) / usual >= _SEASON
        if sure:
            found.append((-float(seen) / usual, str(item), str(title or item)))
    return [(item, title) for _, item, title in sorted(found)]


def _course(year: Year) -> pd.DataFrame:
    """frame(item_id, title, z): four weeks against the four before, the shop's own course off."""
    shop = year.shop
    middle = shop.as_of - timedelta(days=_COURSE)
    rows = shop.con.execute(
        """SELECT item_id, max(title) AS title,
             coalesce(sum(qty) FILTER (date > $middle), 0) AS now,
             coalesce(sum(qty) FILTER (date <= $middle), 0) AS before FROM order_line
           WHERE date > $first AND date <= $day AND status IN ('paid', 'shipped', 'done')
           GROUP BY item_id ORDER BY item_id""",
        {
            "middle": middle,
            "first": middle - timedelta(days=_COURSE),
            "day": shop.as_of,
        },
    ).df()
    if rows.empty:
        return pd.DataFrame({"item_id": [], "title": [], "z": []})
    now, before = rows["now"].astype(float), rows["before"].astype(float)
    share = float(now.sum()) / max(float(now.sum() + before.sum()), 1.0)
    both = now + before
    z = (now - both * share) / (both * share * (1 - share)).clip(lower=1e-9).pow(0.5)
    return rows.assign(z=z.where(both >= _LEAST, 0.0), title=rows["title"].fillna(rows["item_id"]))


def _held(year: Year) -> dict[str, float]:
    """Days that the newest stock of each product lasts at the pace of four weeks."""
    shop = year.shop
    rows = shop.con.execute(
        """WITH sold AS (
             SELECT item_id, sum(qty) AS qty FROM order_line
             WHERE date > $first AND date <= $day AND status IN ('paid', 'shipped', 'done')
             GROUP BY item_id),
           latest AS (
             SELECT item_id, date, sum(on_hand) AS on_hand FROM stock WHERE date <= $day
             GROUP BY item_id, date),
           held AS (SELECT item_id, arg_max(on_hand, date) AS on_hand FROM latest GROUP BY item_id)
           SELECT item_id, on_hand, qty FROM held JOIN sold USING (item_id) WHERE qty > 0""",
        {"first": shop.as_of - timedelta(days=_COURSE), "day": shop.as_of},
    ).fetchall()
    return {str(i): float(h or 0) * _COURSE / float(q) for i, h, q in rows}


def _new(year: Year) -> list[Named]:
    """Products listed in the last six weeks, newest first."""
    shop = year.shop
    rows = shop.con.execute(
        """SELECT item_id, max(title), max(listed_on) AS listed FROM product_day
           WHERE date <= $day AND listed_on > $first AND listed_on <= $day
           GROUP BY item_id ORDER BY listed DESC, item_id""",
        {"day": shop.as_of, "first": shop.as_of - timedelta(days=_NEW_DAYS)},
    ).fetchall()
    return [(item, title or item) for item, title, _ in rows]
