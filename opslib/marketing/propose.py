"""What may fill the calendar's gaps: ideas that suit the month, with goods that suit the idea."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from .. import places
from ..events import Activity, Span
from ..events.ideas import Idea, load_ideas
from ..labels import Label, spoken
from .goods import Goods, Named, goods, in_season

if TYPE_CHECKING:
    from .year import Year

_WEEKS_AHEAD, _GOODS = 12, 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """An activity that would fill a gap, why it, its goods by name, and the guide's row.

    The reason ends where the names follow.
    """

    activity: Activity
    reason: Label
    goods: tuple[str, ...]
    guide: str


def proposals(year: Year) -> list[Proposal]:
    """One proposal for each month without a theme and each empty week of the next three months.

    Weeks take turns among the ideas that have goods in stock: overstock, new arrivals, rising
    ones, those in season, else what needs none. A week in which factories stand still is left
    empty.
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
            named = in_season(year, month.start, month.end)[:_GOODS]
            reason = _season(year, month.start.month)
            if named:
                reason = BOTH.format(a=reason, b=THEN)
            yield _proposal(suits[0], Span(month.start, month.end), reason, named)


def _season(year: Year, month: int) -> Label:
    """What the shop's own history says of the month."""
    known = next((s for s in year.seasons if s.month == month), None)
    if known is None or known.told == "plain":
        return SEASON
    words = (
        (BUSY if known.index > 0 else QUIET) if known.told == "season" else ONCE[known.index > 0]
    )
    return words.format(share=f"{abs(known.index):.0%}", n=known.years)


def _weeks(year: Year, ideas: list[Idea]) -> Iterator[Proposal]:
    today = year.moment.today
    until = today + timedelta(weeks=_WEEKS_AHEAD)
    weekly = [i for i in ideas if i.level == "week"]
    known = goods(year)
    turn = 0
    for week in year.coverage.weeks_without:
        if week.end < today or week.start > until or _stopped(year, week):
            continue
        start = max(week.start, today + timedelta(days=1))
        fits = [(i, _suiting(year, i, known, week)) for i in weekly if start.month in i.months]
        fitting = [(i, named) for i, named in fits if named or i.goods == "any"]
        if not fitting:
            continue
        idea, named = fitting[turn % len(fitting)]
        start = max(week.start + timedelta(days=idea.weekday), today + timedelta(days=1))
        end = min(start + timedelta(days=idea.days - 1), week.end)
        chosen = named[turn % max(len(named), 1) :][:_GOODS]
        yield _proposal(idea, Span(start, end), WHY[idea.goods], chosen)
        turn += 1


def _suiting(year: Year, idea: Idea, known: Goods, week: Span) -> list[Named]:
    """Goods for the idea; what is to sell more has to be in stock when the week comes."""
    ahead = max((week.start - year.moment.today).days, 0)
    if idea.goods == "old":
        return known.old
    if idea.goods == "season":
        named = in_season(year, week.start, week.start + timedelta(days=27))
        return known.lasting(named, ahead)
    listed = {"new": known.new, "rising": known.rising}.get(idea.goods, [])
    return known.lasting(listed, ahead)


def _stopped(year: Year, week: Span) -> bool:
    return any(
        e.id == year.stop and e.start <= week.start and e.end >= week.end for e in year.shop.events
    )


def _proposal(idea: Idea, days: Span, reason: Label, named: list[Named]) -> Proposal:
    name = idea.label.zh if spoken() == "zh" else idea.label.en
    activity = Activity(
        id="",
        name=name,
        kind=idea.kind,
        start=days.start,
        end=days.end,
        theme=name if idea.kind == "theme" else "",
        state="proposed",
        items=tuple(item for item, _ in named),
    )
    return Proposal(activity, reason, tuple(title for _, title in named), idea.guide)


SEASON = Label(
    "这个月还没有主题，按季节选。店铺自己的数据里看不出这个月是旺是淡。",
    "The month has no theme: chosen by season. The shop's own history shows neither a busy nor a "
    "quiet month.",
)
BUSY = Label(
    "这个月还没有主题；{n} 年的数据都是旺月，平均高 {share}。",
    "The month has no theme; busy in each of {n} years, by {share} on average.",
)
QUIET = Label(
    "这个月还没有主题；{n} 年的数据都是淡月，平均低 {share}。",
    "The month has no theme; quiet in each of {n} years, by {share} on average.",
)
ONCE = {
    True: Label(
        "这个月还没有主题；只有 {n} 年的数据，那年高 {share}，是不是旺季还说不了。",
        "The month has no theme; in the only year known it was {share} higher: season or luck "
        "cannot be told.",
    ),
    False: Label(
        "这个月还没有主题；只有 {n} 年的数据，那年低 {share}，是不是淡季还说不了。",
        "The month has no theme; in the only year known it was {share} lower: season or luck "
        "cannot be told.",
    ),
}
BOTH = Label("{a}{b}", "{a} {b}")
THEN = Label("去年同期比平时卖得多的：", "Sold above their share then, a year ago: ")
WHY = {
    "old": Label("这一周空着，正好出积压的：", "The week is empty and these lie too long: "),
    "new": Label("这一周空着，新品要第一批订单：", "The week is empty; new arrivals in stock: "),
    "rising": Label(
        "这一周空着，近四周在涨、库存够：",
        "The week is empty; rising in four weeks and in stock: ",
    ),
    "season": Label(
        "这一周空着，去年同期比平时卖得多、库存够：",
        "The week is empty; sold above their share then, a year ago, and in stock: ",
    ),
    "any": Label("这一周空着，不用备货就能做。", "The week is empty; this needs no stock."),
}
