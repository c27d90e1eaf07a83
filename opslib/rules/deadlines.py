"""The clocks of registers: tools, after-sales, violations, customers, posts, given tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pandas as pd

from ..labels import Label
from ..model import Subject, Task
from .clocks import LISTED, Clock, ahead, day, open_rows, tidy
from .facts_view import View
from .looks import rows


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
    for row in _first(cases[cases["due"] <= ahead(view, 1)]):
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
    for row in _first(cases):
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
            Label(f"还有 {more} 个客户该回访", f"{more} more customers to call"),
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


def _missed(view: View, grade: str, wanted: float) -> tuple[int, int] | None:
    """How many posts of a grade as_of has, and for how many days in a row they were too few."""
    posts = tidy(rows(view, "register:post"))
    posts = posts[posts["grade"] == grade] if grade != "any" else posts
    counts = posts.groupby(posts["date"].dt.date).size()
    missed, first = 0, min(counts.index, default=None)
    if first is None:
        return None
    current = view.as_of
    while current >= first and counts.get(current, 0) < wanted:
        missed += 1
        current -= timedelta(days=1)
    return int(counts.get(view.as_of, 0)), missed


def _posts(view: View, clock: Clock) -> Iterator[Task]:
    wanted = view.number("posts_per_day")
    found = _missed(view, "any", wanted)
    if found and found[1]:
        yield clock.task(
            view,
            Label(
                f"发 {wanted:g} 条动态（已经 {found[1]} 天没发够）",
                f"Publish {wanted:g} post (short for {found[1]} days)",
            ),
        )


def _videos(view: View, clock: Clock) -> Iterator[Task]:
    limits = view.profile.threshold("videos_per_day", view.as_of).value
    low = float(limits["min"]) if isinstance(limits, dict) else float(limits)  # type: ignore[arg-type]
    found = _missed(view, "video", low)
    if found is None:
        found = (0, 1)
    if found[1]:
        yield clock.task(
            view,
            Label(
                f"发 {low:g} 条视频并投稿（昨天 {found[0]} 条）",
                f"Publish and submit {low:g} videos (yesterday: {found[0]})",
            ),
        )


def _coupons(view: View, clock: Clock) -> Iterator[Task]:
    """Coupons and posters that are over, or start within days without material."""
    kept = open_rows(view, "coupon")
    over = kept[kept["due"] < ahead(view, 0)]
    for row in _first(over):
        what = Label(
            f"“{row['subject']}”已过期：撤下或换新",
            f"'{row['subject']}' is over: take it down or renew it",
        )
        yield clock.task(view, what, due=day(row["due"]), owner=row["owner"], key=row["id"])
    soon = kept[
        (kept["date"] >= ahead(view, 0))
        & (kept["date"] <= ahead(view, view.number("coupon_ahead_days")))
    ]
    for row in _first(soon[soon["result"].fillna("") == ""]):
        what = Label(
            f"“{row['subject']}”快开始了，素材还没准备",
            f"'{row['subject']}' starts soon and has no material",
        )
        yield clock.task(
            view, what, due=day(row["date"]), owner=row["owner"], key=f"{row['id']}.asset"
        )


def _product_checks(view: View, clock: Clock) -> Iterator[Task]:
    kept = open_rows(view, "product_check")
    limit = timedelta(days=int(view.number("product_check_days")))
    due = kept.assign(due=kept["last_on"] + limit)
    due = due[due["due"] <= ahead(view, 0)]
    if len(due):
        names = "、".join(due.sort_values("due")["subject"].head(3))
        yield clock.task(
            view,
            Label(
                f"核对 {len(due)} 个商品的图文和规格：{names}",
                f"Check texts and specs of {len(due)} products: {names}",
            ),
            due=day(due["due"].min()),
        )


def _leads(view: View, clock: Clock) -> Iterator[Task]:
    wanted = view.number("public_leads_per_day")
    kept = tidy(rows(view, "register:lead"))
    done = int((kept["date"].dt.date == view.as_of).sum())
    if done < wanted:
        yield clock.task(
            view,
            Label(
                f"开发 {wanted:g} 个公海客户（昨天 {done} 个）",
                f"Work on {wanted:g} public leads (yesterday: {done})",
            ),
        )


def _first(found: pd.DataFrame) -> list[dict]:
    return found.sort_values("due").head(LISTED).to_dict("records")


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
    Clock(
        "posts_missed",
        ("000-12", "003-34"),
        "both",
        ("register:post",),
        Label("每日动态", "daily posts"),
        _posts,
    ),
    Clock(
        "videos_missed",
        ("004-43",),
        "alibaba",
        ("register:post",),
        Label("每日视频", "daily videos"),
        _videos,
    ),
    Clock(
        "coupon_expired",
        ("001-32",),
        "1688",
        ("register:coupon",),
        Label("优惠券和海报", "coupons and posters"),
        _coupons,
    ),
    Clock(
        "product_check_due",
        ("003-01",),
        "both",
        ("register:product_check",),
        Label("商品信息核对", "product checks"),
        _product_checks,
    ),
    Clock(
        "public_leads",
        ("004-53",),
        "alibaba",
        ("register:lead",),
        Label("每日公海开发", "daily public leads"),
        _leads,
    ),
)
