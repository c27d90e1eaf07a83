"""The clocks of daily habits: posts, videos, public leads, coupons, product checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..labels import Label
from ..model import Task
from .clocks import Clock, ahead, day, first_due, open_rows, register
from .facts_view import View


def _missed(view: View, grade: str, wanted: float) -> tuple[int, int] | None:
    """How many posts of a grade as_of has, and for how many days in a row they were too few."""
    posts = register(view, "post")
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
    for row in first_due(over):
        what = Label(
            f"“{row['subject']}”已过期：撤下或换新",
            f"'{row['subject']}' is over: take it down or renew it",
        )
        yield clock.task(view, what, due=day(row["due"]), owner=row["owner"], key=row["id"])
    soon = kept[
        (kept["date"] >= ahead(view, 0))
        & (kept["date"] <= ahead(view, view.number("coupon_ahead_days")))
    ]
    for row in first_due(soon[soon["result"].fillna("") == ""]):
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
    kept = register(view, "lead")
    done = int((kept["date"].dt.date == view.as_of).sum())
    if done < wanted:
        yield clock.task(
            view,
            Label(
                f"开发 {wanted:g} 个公海客户（昨天 {done} 个）",
                f"Work on {wanted:g} public leads (yesterday: {done})",
            ),
        )


CLOCKS = (
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
