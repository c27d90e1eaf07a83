"""The clocks of registers: tools, after-sales, violations, customers, given tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pandas as pd

from ..labels import Label
from ..model import Subject, Task
from .clocks import LISTED, Clock, ahead, day, first_due, open_rows
from .facts_view import View


def _tools(view: View, clock: Clock) -> Iterator[Task]:
    """Paid tools that end in 30/14/7/1 days; every day in the last week and when over."""
    reminders = view.profile.threshold("tool_remind_days", view.as_of).value
    today = pd.Timestamp(view.now.date())
    for row in open_rows(view, "tool").sort_values("due").to_dict("records"):
        due = day(row["due"])
        if due is None:
            continue
        left = (pd.Timestamp(due) - today).days
        if left < -30 or (left > 7 and left not in reminders):  # type: ignore[operator]
            continue
        name = row["subject"] or row["id"]
        what = Label(
            f"“{name}”{due:%m-%d} 到期，还有 {left} 天：续费或停用",
            f"'{name}' ends {due:%m-%d}, {left} days left: renew or stop",
        )
        if left < 0:
            what = Label(
                f"“{name}”已过期 {-left} 天：续费或从登记表删掉",
                f"'{name}' ended {-left} days ago: renew it or take it off the register",
            )
        yield clock.task(
            view,
            what,
            due=due,
            owner=row["owner"],
            subject=Subject("tool", row["id"], name),
            key=row["id"],
        )


def _aftersales(view: View, clock: Clock) -> Iterator[Task]:
    """Open cases due by tomorrow; without a due date 24 h, a complaint 48 h."""
    bulk = view.number("bulk_aftersale_qty")
    cases = open_rows(view, "aftersale")
    complaint = cases["grade"].str.contains("投诉|complaint", case=False)
    hours = complaint.map(
        {True: view.number("complaint_hours"), False: view.number("aftersale_hours")}
    )
    due = cases["due"].fillna(cases["date"] + pd.to_timedelta(hours.astype(float), unit="h"))
    cases = cases.assign(due=due)
    for row in first_due(cases[cases["due"] <= ahead(view, 1)]):
        big = pd.notna(row["qty"]) and row["qty"] >= bulk
        steps = (
            Label("（大批量，先和买家定方案）", " (bulk: agree on the way first)")
            if big
            else Label("", "")
        )
        yield clock.task(
            view,
            Label(
                f"处理售后“{row['subject']}”{steps.zh}",
                f"Settle after-sales case '{row['subject']}'{steps.en}",
            ),
            due=day(row["due"]),
            owner=row["owner"],
            subject=Subject("aftersale", row["id"], row["subject"]),
            key=row["id"],
        )


def _violations(view: View, clock: Clock) -> Iterator[Task]:
    """Open violations; without a deadline the profile's hours after the notice."""
    cases = open_rows(view, "violation")
    hours = pd.Timedelta(hours=view.number("violation_reply_hours"))
    cases = cases.assign(due=cases["due"].fillna(cases["date"] + hours))
    for row in first_due(cases):
        what = Label(
            f"处理违规“{row['subject']}”：整改或申诉",
            f"Answer violation '{row['subject']}': correct or appeal",
        )
        yield clock.task(
            view,
            what,
            due=day(row["due"]),
            owner=row["owner"],
            subject=Subject("violation", row["id"], row["subject"]),
            key=row["id"],
        )


def _customers(view: View, clock: Clock) -> Iterator[Task]:
    """Customers whose next contact is due, or who were not contacted for 30 days; biggest first."""
    kept = open_rows(view, "customer")
    days = int(view.number("revisit_days"))
    due = kept["next_on"].fillna(kept["last_on"] + timedelta(days=days))
    kept = kept.assign(due=due).sort_values("amount", ascending=False)
    waiting = kept[kept["due"] <= ahead(view, 0)]
    for row in waiting.head(LISTED).to_dict("records"):
        name = row["subject"] or row["id"]
        yield clock.task(
            view,
            Label(f"回访客户 {name}", f"Call customer {name}"),
            due=day(row["due"]),
            owner=row["owner"],
            subject=Subject("customer", row["id"], name),
            key=row["id"],
        )
    if len(waiting) > LISTED:
        more = len(waiting) - LISTED
        yield clock.task(
            view,
            Label(f"还有 {more} 个客户该回访", f"More customers to call: {more}"),
            due=day(waiting["due"].min()),
            key="more",
        )


def _given(view: View, clock: Clock) -> Iterator[Task]:
    """Tasks of the register that are overdue or due in the next days."""
    given = open_rows(view, "task").sort_values("due")
    for row in given[given["due"] <= ahead(view, view.number("task_days_ahead"))].to_dict(
        "records"
    ):
        what = Label(row["subject"] or row["id"], row["subject"] or row["id"])
        yield clock.task(
            view,
            what,
            due=day(row["due"]),
            owner=row["owner"],
            subject=Subject("task", row["id"], row["subject"]),
            key=row["id"],
        )


def _unclear(view: View, clock: Clock) -> Iterator[Task]:
    """Register tasks that lack content, owner or deadline."""
    given = open_rows(view, "task")
    bad = given[(given["subject"] == "") | (given["owner"] == "") | given["due"].isna()]
    if len(bad):
        yield clock.task(
            view,
            Label(
                f"{len(bad)} 条任务缺内容、负责人或截止日：补全",
                f"{len(bad)} tasks lack content, owner or deadline: complete them",
            ),
        )


CLOCKS = (
    Clock(
        "tool_expiry",
        ("001-23",),
        "both",
        ("register:tool",),
        Label("付费工具到期", "paid tools ending"),
        _tools,
    ),
    Clock(
        "aftersale_due",
        ("001-25", "003-22", "003-23"),
        "both",
        ("register:aftersale",),
        Label("售后时限", "after-sales cases"),
        _aftersales,
    ),
    Clock(
        "violation_due",
        ("003-41", "001-30", "004-42"),
        "both",
        ("register:violation",),
        Label("违规处理时限", "violations to answer"),
        _violations,
    ),
    Clock(
        "customer_revisit",
        ("004-57", "001-72"),
        "both",
        ("register:customer",),
        Label("重点客户回访", "key accounts to call"),
        _customers,
    ),
    Clock(
        "task_due", ("003-47",), "both", ("register:task",), Label("任务到期", "tasks due"), _given
    ),
    Clock(
        "task_unclear",
        ("003-45",),
        "both",
        ("register:task",),
        Label("任务要素不全", "incomplete tasks"),
        _unclear,
    ),
)
