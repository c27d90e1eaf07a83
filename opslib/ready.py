"""Has everything arrived that a report needs? Asked before a kernel starts, and again inside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .errors import NotReady
from .labels import Label
from .moments import day_of, moment
from .store import Snapshot

if TYPE_CHECKING:
    from .workspace import Workspace

# What a daily review stands on; the first table that the shop has ever had decides.
_SPINE = ("shop_day", "order")
# A wholesaler takes no orders on some days; an order export may lag so many days.
_ORDERS_MAY_LAG = 3
# A weekday on which the shop had orders in so many of the last 8 weeks usually has some.
_WEEKS, _USUAL, _ENOUGH_WEEKS = 8, 0.75, 4
# Fewer rows than this share of the usual day means that the export was cut short.
_SHORT = 0.5
# Advertising rows this long ago: the shop has stopped, and no report of last week is awaited.
_STOPPED = 35
# A plan of days to come can be made whatever has arrived.
WAITS_FOR_NOTHING = frozenset({"marketing_calendar", "competitor_comparison"})

_EXPORTS = {
    "shop_day": Label("店铺每日概况（核心看板）", "the shop's daily overview"),
    "order": Label("订单", "the orders"),
    "product_day": Label("商品数据", "the product export"),
    "channel_day": Label("流量来源", "the traffic sources"),
}
_NOTHING = Label("店铺还没有任何日数据或订单", "the shop has neither daily figures nor orders")


@dataclass(frozen=True)
class Readiness:
    """Whether a report of that day can be made: `missing` names what is lacking."""

    missing: tuple[Label, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.missing

    def demand(self, shop: str, as_of: date) -> None:
        """Raise NotReady with everything that is lacking."""
        if self.missing:
            raise NotReady(
                f"{shop} {as_of}",
                Label("；".join(m.zh for m in self.missing), "; ".join(m.en for m in self.missing)),
                Label(
                    "导入后再运行；要看更早的一天请用 --as-of。",
                    "Import it and run again, or ask for an earlier day with --as-of.",
                ),
            )


def readiness(snapshot: Snapshot, shop: str, as_of: date) -> Readiness:
    """What lacks for a report of this shop and day: missing or cut-short exports, by name."""
    stored = snapshot.tables(shop)
    spine = next((t for t in _SPINE if t in stored), None)
    if spine is None:
        return Readiness((_NOTHING,))
    con = snapshot.connect(shop)
    if spine == "order" and (silent := _silent_at_the_end(con, as_of)):
        return Readiness((silent,))
    (last,) = con.execute(f'SELECT max(date) FROM "{spine}" WHERE date <= ?', [as_of]).fetchall()[0]
    lag = (as_of - last).days if last else 10**6
    if lag > (_ORDERS_MAY_LAG if spine == "order" else 0):
        name, seen = _EXPORTS[spine], last.isoformat() if last else "–"
        return Readiness(
            (
                Label(
                    f"缺少 {as_of} 的{name.zh}（最近一天是 {seen}）",
                    f"{name.en} of {as_of} has not arrived (the latest day is {seen})",
                ),
            )
        )
    return Readiness(tuple(_short(con, stored & {"product_day", "channel_day"}, as_of)))


def week_readiness(snapshot: Snapshot, shop: str, week: tuple[date, date]) -> Readiness:
    """What lacks for the review of a week's advertising: its last days in the advertising report.

    A shop that never advertised, or stopped, is ready: its page says so in a line.
    """
    stored = snapshot.tables(shop)
    if not stored & {*_SPINE, "ad_day"}:
        return Readiness((_NOTHING,))
    if "ad_day" not in stored:
        return Readiness()
    (last,) = snapshot.connect(shop).execute("SELECT max(date) FROM ad_day").fetchall()[0]
    if last is None or last >= week[1] or (week[1] - last).days > _STOPPED:
        return Readiness()
    return Readiness(
        (
            Label(
                f"缺少 {week[0]} 到 {week[1]} 这一周的推广报表（最近一天是 {last}）",
                f"the advertising report of the week {week[0]} to {week[1]} has not arrived whole "
                f"(the latest day is {last})",
            ),
        )
    )


def report_readiness(
    workspace: Workspace, report: str, shop: str, parameters: dict[str, Any]
) -> Readiness:
    """Whether the data for these checked parameters of a report has arrived."""
    if report in WAITS_FOR_NOTHING:
        return Readiness()
    from .run.parameters import is_weekly

    day = day_of(parameters["as_of"])
    assert day is not None
    profile = workspace.profile(shop)
    known = moment(parameters.get("known_at", ""), profile.timezone)
    snapshot = workspace.store.snapshot(known)
    if is_weekly(report):
        return week_readiness(snapshot, shop, profile.week(day))
    return readiness(snapshot, shop, day)


def last_day(workspace: Workspace, shop: str, known_at: datetime | None = None) -> date:
    """The last day with daily figures, or orders where there are none."""
    snapshot = workspace.store.snapshot(known_at)
    for table in ("shop_day", "order"):
        if table in snapshot.tables(shop):
            found = snapshot.connect(shop).execute(f'SELECT max(date) FROM "{table}"').fetchall()
            if found[0][0]:
                return found[0][0]
    raise NotReady(
        shop,
        Label("还没有数据。", "has no data yet."),
        Label("先运行 opslib import。", "Run opslib import first."),
    )


def _silent_at_the_end(con, as_of: date) -> Label | None:
    """The missing days that end with as-of, where the shop usually has orders on one of them."""
    (last,) = con.execute('SELECT max(date) FROM "order" WHERE date <= ?', [as_of]).fetchone()
    silent = silent_days(con, last + timedelta(days=1), as_of) if last else []
    if not silent:
        return None
    days = [d.isoformat() for d in silent]
    return Label(
        f"缺少 {'、'.join(days)} 的订单（最近一天是 {last}，平时这个星期几都有订单；"
        "若当天没营业，看更早的一天）",
        f"the orders of {', '.join(days)} have not arrived (the latest day is {last}; such a "
        "weekday usually has orders; if the shop was closed, look at an earlier day)",
    )


def silent_days(con, first: date, last: date) -> list[date]:
    """Days without any order on a weekday that usually has some: closed, or a file is missing?

    Judged by the same weekday of the 8 weeks before; with less than 4 weeks of orders by none.
    """
    rows = con.execute('SELECT DISTINCT date FROM "order" WHERE date <= ?', [last]).fetchall()
    there = {d for (d,) in rows if d}
    found = []
    for day in (first + timedelta(days=i) for i in range((last - first).days + 1)):
        before = [day - timedelta(days=7 * w) for w in range(1, _WEEKS + 1)]
        known = [d in there for d in before if there and d >= min(there)]
        usual = len(known) >= _ENOUGH_WEEKS and sum(known) >= _USUAL * len(known)
        if usual and day not in there:
            found.append(day)
    return found


def _short(con, tables: set[str], as_of: date) -> list[Label]:
    """Tables whose day has far fewer rows than the days before it."""
    found = []
    for table in sorted(tables):
        rows, usual = con.execute(
            f"""SELECT count(*) FILTER (date = $day),
                       median(n) FROM (SELECT date, count(*) OVER (PARTITION BY date) AS n
                       FROM "{table}" WHERE date BETWEEN $day - 14 AND $day)""",
            {"day": as_of},
        ).fetchone()
        if usual and 0 < rows < _SHORT * usual:
            name = _EXPORTS[table]
            found.append(
                Label(
                    f"{as_of} 的{name.zh}只有 {rows} 行，平时约 {usual:.0f} 行，像是没导全",
                    f"{name.en} of {as_of} has {rows} rows, usually about {usual:.0f}: cut short?",
                )
            )
    return found
