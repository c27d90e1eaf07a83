"""Who bought most in an event that has just ended: to be spoken to within three days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..labels import Label

if TYPE_CHECKING:
    from .year import Year

WITHIN = 3
_NEAR, _MOST, _LONG = 14, 5, 3


@dataclass(frozen=True, slots=True)
class BigBuyer:
    """One buyer (by the hash that stands for him) of one event; again: whether he has ordered
    since; due: until when he should be spoken to; done: whether the register says so."""

    event: Label
    buyer: str
    amount: float
    again: bool
    due: date
    done: bool


def big_buyers(year: Year) -> list[BigBuyer]:
    """The five buyers of most money in each event that ended in the last two weeks.

    Events of the trade that the shop takes part in, and own activities of three days and more.
    """
    today = year.moment.today
    ended = [
        a
        for a in year.activities
        if a.stands and a.end and today - timedelta(days=_NEAR) <= a.end < today
        and (a.end - a.start).days + 1 >= _LONG and a.kind not in ("theme", "tool")
    ]  # fmt: skip
    found = []
    for a in ended:
        assert a.end is not None
        event = year.joined.event(a)
        name = event.label if event else Label(a.name, a.name)
        step = [s for s in year.steps if s.activity is a and s.duty.id == "big_buyers"]
        due = step[0].due if step else a.end + timedelta(days=WITHIN)
        done = bool(step) and step[0].state == "done"
        for buyer, amount, since in _most(year, a.start, a.end):
            found.append(BigBuyer(name, buyer, amount, since > 0, due, done))
    return found


def _most(year: Year, first: date, last: date) -> list[tuple[str, float, int]]:
    """Buyer, amount of these days, orders since."""
    rows = year.shop.con.execute(
        """SELECT buyer,
             sum(coalesce(paid_amount, goods_amount)) FILTER (date <= $last) AS paid,
             count(*) FILTER (date > $last) AS since
           FROM "order" WHERE buyer IS NOT NULL AND buyer <> '' AND date BETWEEN $first AND $day
             AND status IN ('paid', 'shipped', 'done') AND NOT coalesce(is_fake, FALSE)
           GROUP BY buyer HAVING paid > 0 ORDER BY paid DESC, buyer LIMIT $most""",
        {"first": first, "last": last, "day": year.shop.as_of, "most": _MOST},
    ).fetchall()
    return [(str(b), float(p), int(s)) for b, p, s in rows]
