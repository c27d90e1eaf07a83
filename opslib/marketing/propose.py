"""What may fill the calendar's gaps: ideas that suit the month, with goods that suit the idea."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from .. import places
from ..events import Activity, Span
from ..events.ideas import Idea, load_ideas
from ..labels import Label, spoken
from ..rules.stock import stock_over

if TYPE_CHECKING:
    from .year import Year

_WEEKS_AHEAD, _GOODS, _NEW_DAYS = 12, 3, 45


@dataclass(frozen=True, slots=True)
class Proposal:
    """An activity that would fill a gap, why it, and the guide's row."""

    activity: Activity
    reason: Label
    guide: str


def proposals(year: Year) -> list[Proposal]:
    """One proposal for each month without a theme and each empty week of the next three months.

    Weeks take turns: overstocked goods first, then new ones, then what needs no goods. A week in
    which factories stand still is left empty.
    """
    if not year.activities:
        return []
    shop = year.shop
    ideas = load_ideas(
        places.templates() / "calendar", shop.workspace.root / "calendar", platform=shop.profile.id
    )
    return [*_months(year, ideas), *_weeks(year, ideas)]


def _months(year: Year, ideas: list[Idea]) -> Iterator[Proposal]:
    for month in year.coverage.months_without:
        suits = [i for i in ideas if i.level == "month" and month.start.month in i.months]
        if month.end >= year.moment.today and suits:
            idea = suits[0]
            yield Proposal(_activity(idea, month.start, month.end, ()), SEASON, idea.guide)


def _weeks(year: Year, ideas: list[Idea]) -> Iterator[Proposal]:
    today = year.moment.today
    until = today + timedelta(weeks=_WEEKS_AHEAD)
    weekly = [i for i in ideas if i.level == "week"]
    old, new = _overstock(year), _new(year)
    turn = 0
    for week in year.coverage.weeks_without:
        if week.end < today or week.start > until or _stopped(year, week):
            continue
        fitting = [i for i in weekly if _fits(i, week, old, new)]
        if not fitting:
            continue
        idea = fitting[turn % len(fitting)]
        goods = old if idea.goods == "old" else new if idea.goods == "new" else []
        start = max(week.start + timedelta(days=idea.weekday), today + timedelta(days=1))
        end = min(start + timedelta(days=idea.days - 1), week.end)
        items = tuple(g for g, _ in goods[turn % max(len(goods), 1) :][:_GOODS])
        names = [n for g, n in goods if g in items]
        yield Proposal(_activity(idea, start, end, items), _why(idea, names), idea.guide)
        turn += 1


def _fits(idea: Idea, week: Span, old: list[tuple[str, str]], new: list[tuple[str, str]]) -> bool:
    there = {"old": bool(old), "new": bool(new), "any": True}[idea.goods]
    return there and week.start.month in idea.months


def _stopped(year: Year, week: Span) -> bool:
    return any(
        e.id == year.stop and e.start <= week.start and e.end >= week.end for e in year.shop.events
    )


def _activity(idea: Idea, start: date, end: date, items: tuple[str, ...]) -> Activity:
    name = idea.label.zh if spoken() == "zh" else idea.label.en
    return Activity(
        id="",
        name=name,
        kind=idea.kind,
        start=start,
        end=end,
        theme=name if idea.kind == "theme" else "",
        state="proposed",
        items=items,
    )


def _overstock(year: Year) -> list[tuple[str, str]]:
    """Products that lie longer than the profile allows, most money bound first."""
    found = stock_over(year.shop.view)
    if found is None:
        return []
    return [(str(r.member), str(r.name)) for r in found.itertuples(index=False)]


def _new(year: Year) -> list[tuple[str, str]]:
    """Products listed in the last six weeks, newest first."""
    shop = year.shop
    rows = shop.con.execute(
        """SELECT item_id, max(title), max(listed_on) AS listed FROM product_day
           WHERE date <= $day AND listed_on > $first AND listed_on <= $day
           GROUP BY item_id ORDER BY listed DESC, item_id""",
        {"day": shop.as_of, "first": shop.as_of - timedelta(days=_NEW_DAYS)},
    ).fetchall()
    return [(item, title or item) for item, title, _ in rows]


def _why(idea: Idea, names: list[str]) -> Label:
    if not names:
        return PLAIN
    listed = "、".join(n[:12] for n in names)
    return (OLD if idea.goods == "old" else NEW).format(goods=listed)


SEASON = Label("这个月还没有主题，按季节选。", "The month has no theme: chosen by season.")
OLD = Label(
    "这一周空着，正好出积压的：{goods}", "The week is empty and these lie too long: {goods}"
)
NEW = Label("这一周空着，新品要第一批订单：{goods}", "The week is empty; new arrivals: {goods}")
PLAIN = Label("这一周空着，不用备货就能做。", "The week is empty; this needs no stock.")
