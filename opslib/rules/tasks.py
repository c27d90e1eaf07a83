"""What there is to do today: from orders, inquiries, stock and the hand-kept registers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from ..labels import Label
from ..model import Check, Subject, Task
from . import deadlines, habits
from .clocks import Clock, ahead
from .facts_view import Facts, View
from .inquiries import RECENT_DAYS, inquiries, silent_since, unanswered
from .looks import texts
from .orders import silent_parcels, unshipped
from .phrase import figure
from .stock import stock_over, stock_short


def tasks(facts: Facts | View, registers: pd.DataFrame | None = None) -> list[Task]:
    """Today's tasks, the most overdue first, then by deadline.

    registers: rows of the `register` table to use in place of the shop's own.
    """
    view = _view(facts, registers)
    return in_turn([t for c in CLOCKS if c.applies(view) for t in c.tasks(view)])


def in_turn(found: list[Task]) -> list[Task]:
    """Tasks in the order of a list: the most overdue first, then by deadline."""
    return sorted(found, key=lambda t: (-t.overdue_days, t.due or date.max, t.id))


def task_checks(facts: Facts | View, registers: pd.DataFrame | None = None) -> list[Check]:
    """One check a clock: overdue, in order, or which export or register is missing."""
    view = _view(facts, registers)
    return [c.check(view, c.tasks(view)) for c in CLOCKS if c.applies(view)]


def _view(facts: Facts | View, registers: pd.DataFrame | None) -> View:
    view = View.of(facts)
    if registers is None:
        return view
    other = View(view.facts)
    other.put("register", registers)
    return other


def _new_orders(view: View, clock: Clock) -> Iterator[Task]:
    """The orders of the as-of day: count and money."""
    orders = view.table("order", days=1)
    orders = orders[~orders["status"].isin(["closed", "unpaid"])]
    if not len(orders):
        return
    amount = float(orders["paid_amount"].fillna(orders["goods_amount"]).astype(float).sum())
    sum_ = figure(amount, "money", view.currency)
    what = Label(
        f"核对昨天的 {len(orders)} 笔新订单，共 {sum_.zh}",
        f"New orders of yesterday to confirm: {len(orders)}, {sum_.en} in all",
    )
    yield clock.task(view, what, due=view.now.date())


def _ship(view: View, clock: Clock) -> Iterator[Task]:
    """Unshipped orders: the late ones, and those whose promise ends within a day."""
    open_ = unshipped(view)
    if open_ is None:
        return
    late, soon = open_[open_["hours_left"] < 0], open_[open_["hours_left"].between(0, 24)]
    if len(late):
        hours = -float(late["hours_left"].min())
        due = (view.now - timedelta(hours=hours)).date()
        what = Label(
            f"{len(late)} 单已过发货时限，最久超 {hours:.0f} 小时：今天发出或联系买家",
            f"Orders past their promise: {len(late)}, by up to {hours:.0f} h; "
            "ship today or call the buyer",
        )
        yield clock.task(view, what, due=due, key="late", amount=float(late["amount"].sum()))
    if len(soon):
        hours = float(soon["hours_left"].min())
        what = Label(
            f"{len(soon)} 单 24 小时内到发货时限，最急的还剩 {hours:.0f} 小时",
            f"Orders that must leave within 24 h: {len(soon)}, the first in {hours:.0f} h",
        )
        yield clock.task(
            view, what, due=view.now.date(), key="soon", amount=float(soon["amount"].sum())
        )


def _parcels(view: View, clock: Clock) -> Iterator[Task]:
    silent = silent_parcels(view)
    if silent is not None and len(silent):
        worst = float(silent["silent_hours"].iloc[0])
        what = Label(
            f"{len(silent)} 个包裹停滞（最久 {worst:.0f} 小时没更新）：催快递",
            f"Parcels that stand still: {len(silent)} (up to {worst:.0f} h without a scan); "
            "call the carrier",
        )
        yield clock.task(view, what, due=view.now.date())


def _replies(view: View, clock: Clock) -> Iterator[Task]:
    """Inquiries that wait too long, one line a person."""
    waiting = unanswered(view)
    if waiting is None:
        return
    limit = view.number("reply_hours")
    for owner, group in waiting.groupby(texts(waiting["owner"])):
        worst = float(group["age_hours"].max())
        due = (view.now - timedelta(hours=worst - limit)).date()
        what = Label(
            f"回复 {len(group)} 条超过 {limit:g} 小时的询盘，最久等了 {worst:.0f} 小时",
            f"Inquiries older than {limit:g} h to answer: {len(group)}, the oldest {worst:.0f} h",
        )
        yield clock.task(view, what, due=due, owner=str(owner), key=str(owner))


def _next_steps(view: View, clock: Clock) -> Iterator[Task]:
    """Open inquiries whose next step is due, or that have none."""
    found = inquiries(view)
    if found is None:
        return
    recent = found["age_hours"] <= RECENT_DAYS * 24
    open_ = found[found["open"] & recent & found["reply_hours"].notna()]
    step = pd.to_datetime(open_["next_step_at"])
    owners = texts(open_["owner"])
    if not open_["next_step_at"].notna().any():
        return
    for owner, group in open_[step < ahead(view, 1)].groupby(owners):
        first = pd.to_datetime(group["next_step_at"]).min().date()
        what = Label(
            f"跟进 {len(group)} 条到了下一步日期的询盘",
            f"Inquiries to follow up, next step due: {len(group)}",
        )
        yield clock.task(view, what, due=first, owner=str(owner), key=f"due.{owner}")
    for owner, group in open_[step.isna()].groupby(owners):
        what = Label(
            f"给 {len(group)} 条未结询盘定下一步",
            f"Open inquiries without a next step: {len(group)}",
        )
        yield clock.task(view, what, owner=str(owner), key=f"none.{owner}")


def _silent(view: View, clock: Clock) -> Iterator[Task]:
    """Open inquiries that nobody contacted for 15 days."""
    found = silent_since(view)
    if found is None:
        return
    limit = view.number("open_inquiry_days")
    late = found[found["silent_days"] > limit]
    for owner, group in late.groupby(texts(late["owner"])):
        worst = int(group["silent_days"].max())
        due = view.now.date() - timedelta(days=int(worst - limit))
        what = Label(
            f"联系 {len(group)} 个超过 {limit:g} 天没联系的询盘客户",
            f"Inquirers not contacted for {limit:g} days: {len(group)}",
        )
        yield clock.task(view, what, due=due, owner=str(owner), key=str(owner))


def _restock(view: View, clock: Clock) -> Iterator[Task]:
    """What to reorder today, at most five lines, most sales at risk first."""
    short = stock_short(view)
    if short is None:
        return
    for row in short.head(5).to_dict("records"):
        cover = figure(row["cover"], "days")
        what = Label(
            f"补货 {row['name']}：还够卖 {cover.zh}，建议补 {row['want']:.0f} 件",
            f"Reorder {row['name']}: {cover.en} left, order about {row['want']:.0f}",
        )
        yield clock.task(
            view,
            what,
            due=view.now.date(),
            subject=Subject("product", row["member"], row["name"]),
            key=row["member"],
            amount=row["amount"],
        )


def _promote(view: View, clock: Clock) -> Iterator[Task]:
    """Candidates for today's promotion plan: what lies too long and ties up most money."""
    over = stock_over(view)
    if over is None or not len(over):
        return
    top = over.head(3)["name"].tolist()
    what = Label(
        f"今日促销候选：{'、'.join(top)}（积压）",
        f"Candidates for today's promotion: {', '.join(top)} (overstock)",
    )
    yield clock.task(view, what, due=view.now.date())


CLOCKS: tuple[Clock, ...] = (
    Clock(
        "new_orders",
        ("003-07",),
        "both",
        ("order",),
        Label("昨天的新订单", "new orders"),
        _new_orders,
    ),
    Clock(
        "ship_orders",
        ("003-08", "000-08"),
        "both",
        ("order",),
        Label("待发货订单", "orders to ship"),
        _ship,
    ),
    Clock(
        "parcels_silent",
        ("003-09",),
        "both",
        ("parcel",),
        Label("停滞包裹", "silent parcels"),
        _parcels,
    ),
    Clock(
        "reply_inquiries",
        ("004-50", "003-19", "003-20"),
        "both",
        ("inquiry",),
        Label("超时未回询盘", "inquiries waiting"),
        _replies,
    ),
    Clock(
        "inquiry_next_step",
        ("001-66", "003-20"),
        "both",
        ("inquiry",),
        Label("询盘下一步", "next steps of inquiries"),
        _next_steps,
    ),
    Clock(
        "inquiry_15_days",
        ("004-55",),
        "alibaba",
        ("inquiry",),
        Label("15 天未联系的询盘", "inquiries silent for 15 days"),
        _silent,
    ),
    Clock(
        "restock",
        ("003-05", "003-04"),
        "both",
        ("stock", "order_line|product_day"),
        Label("补货", "reorders"),
        _restock,
    ),
    Clock(
        "promotion_plan",
        ("003-28",),
        "both",
        ("stock", "order_line|product_day"),
        Label("今日促销候选", "promotion candidates"),
        _promote,
    ),
    *deadlines.CLOCKS,
    *habits.CLOCKS,
)
