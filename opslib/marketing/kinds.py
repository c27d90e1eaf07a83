"""The kinds of findings that a calendar can bring: guide rows, words and minutes of work."""

from __future__ import annotations

from dataclasses import dataclass

from ..labels import Label
from ..model import Severity

L = Label


@dataclass(frozen=True)
class Kind:
    """One kind of finding: its rule's name, guide row, weight, words and minutes of work."""

    rule: str
    guide: str
    severity: Severity
    minutes: int
    title: Label
    action: Label
    checked: Label


def _kinds(*kinds: Kind) -> dict[str, Kind]:
    return {k.rule: k for k in kinds}


_POSTER = L("海报和优惠券：过期的、快开始还没准备的", "Posters and coupons: past, or not ready")
_PRICE = L(
    "限时折扣：写明结束、恢复原价、毛利不低于底线",
    "Flash sales: a told end, the price restored, the margin above its floor",
)
_ENROL = L("专场活动报名", "Enrolment for events")
_FILLED = L("月月有主题、周周有活动", "A theme each month, an activity each week")

KINDS = _kinds(
    Kind(
        *("steps_overdue", "001-57", "act", 30),
        L("“{name}”有 {n} 步逾期：{steps}", "'{name}': {n} step(s) overdue: {steps}"),
        L(
            "今天先做{first}（{owner}）；来不及的改期或取消，在营销日历里写明。",
            "Do {first} today ({owner}); move or call off in the calendar what cannot be done.",
        ),
        L("活动的倒排任务", "Steps planned back from activities"),
    ),
    Kind(
        *("enrol_soon", "000-61", "act", 30),
        L("“{name}”{due} 截止报名，还没报", "Enrolment for '{name}' closes {due}: not enrolled"),
        L("今天报名，报完在营销日历里填报名日期。", "Enrol today and note the day."),
        _ENROL,
    ),
    Kind(
        *("enrol_missed", "004-44", "watch", 15),
        L("“{name}”{due} 已截止，没看到报名", "Enrolment for '{name}' closed {due}, none noted"),
        L(
            "报过就补报名日期；没报就问小二能否补报，不行就改成店铺活动。",
            "Note the day if it was done; else ask the platform, or make it a shop activity.",
        ),
        _ENROL,
    ),
    Kind(
        *("poster_stale", "001-32", "act", 10),
        L("“{name}”{due} 已结束，还写着进行中", "'{name}' ended {due} and still says it runs"),
        L(
            "撤下过期的海报和优惠券，活动状态改成已结束。",
            "Take the poster and coupon down and mark it as over.",
        ),
        _POSTER,
    ),
    Kind(
        *("poster_and_coupon", "001-32", "act", 60),
        L(
            "“{name}”{due} 开始，海报和优惠券都没好",
            "'{name}' begins {due}: neither poster nor coupon is ready",
        ),
        L("今天定稿海报、建好优惠券。", "Finish the poster and set the coupon up today."),
        _POSTER,
    ),
    Kind(
        *("poster", "001-32", "act", 40),
        L("“{name}”{due} 开始，海报没好", "'{name}' begins {due}: the poster is not ready"),
        L("今天定稿海报。", "Finish the poster today."),
        _POSTER,
    ),
    Kind(
        *("coupon", "001-32", "act", 20),
        L("“{name}”{due} 开始，优惠券没建", "'{name}' begins {due}: no coupon is set up"),
        L("今天建好优惠券。", "Set the coupon up today."),
        _POSTER,
    ),
    Kind(
        *("end_missing", "003-29", "act", 5),
        L("“{name}”没写结束日期", "'{name}' has no end"),
        L("定一个明确的结束时间，页面上也写出来。", "Set a clear end and show it on the page."),
        _PRICE,
    ),
    Kind(
        *("price_not_restored", "003-29", "act", 10),
        L("“{name}”结束后没记恢复原价", "'{name}' is over and no restored price is noted"),
        L(
            "核对价格：已恢复就填恢复原价日期，没恢复今天改回。",
            "Check the price: note the day it was restored, or restore it today.",
        ),
        _PRICE,
    ),
    Kind(
        *("margin_thin", "003-29", "act", 20),
        L(
            "“{name}”让利 {depth} 后毛利只剩 {left}，低于底线 {floor}",
            "'{name}': at {depth} off a margin of {left} is left, below the floor of {floor}",
        ),
        L(
            "改小让利或换毛利高的商品；底线在店铺口径里改（margin_floor）。",
            "Take less off or other goods; the floor is margin_floor of the profile.",
        ),
        _PRICE,
    ),
    Kind(
        *("week_empty", "001-56", "act", 30),
        L("本周（{name} 起）没有活动", "Nothing is planned this week (from {name})"),
        L("从下面的建议里挑一个，今天设好。", "Take one of the proposals below, today."),
        _FILLED,
    ),
    Kind(
        *("next_week_empty", "001-56", "watch", 30),
        L("下周（{name} 起）没有活动", "Nothing is planned next week (from {name})"),
        L("从下面的建议里挑一个排上。", "Take one of the proposals below."),
        _FILLED,
    ),
    Kind(
        *("month_no_theme", "001-56", "watch", 30),
        L("{name} 月没有主题", "Month {name} has no theme"),
        L("定一个主题，活动和海报都围着它做。", "Set a theme for its activities and posters."),
        _FILLED,
    ),
    Kind(
        *("no_mailing", "004-52", "watch", 40),
        L("本周（{name} 起）没有主题营销", "No themed mailing this week (from {name})"),
        L("按本月主题发一次 EDM。", "Send a mailing on the month's theme."),
        L("每周一次主题营销", "A themed mailing each week"),
    ),
    Kind(
        *("participants_missing", "003-36", "note", 5),
        L("“{name}”没记参与人数", "'{name}' has no count of participants"),
        L("补上参与人数，才知道值不值得再做。", "Note it, to know whether to do it again."),
        L("互动活动的参与人数", "Participants of interactive events"),
    ),
    Kind(
        *("factory_stop", "001-57", "act", 15),
        L("“{name}”撞上工厂和物流停工", "'{name}' runs while factories and couriers stop"),
        L(
            "改期，或只卖现货并写明发货日期。",
            "Move it, or sell only what is in stock and tell the day of shipping.",
        ),
        L("春节前后停工", "The stop around Spring Festival"),
    ),
    Kind(
        *("event_undecided", "001-57", "watch", 20),
        L("“{name}”{due} 开始，还没排", "'{name}' begins {due}: nothing is planned"),
        L(
            "定下做不做：做就在营销日历里加一行，倒排任务会自动出现。",
            "Decide: a row in the calendar brings its steps by itself.",
        ),
        L("平台大促排了没有", "Platform events planned"),
    ),
    Kind(
        *("collision", "001-57", "watch", 15),
        L("“{name}”和“{other}”叠在一起", "'{name}' and '{other}' add up"),
        L(
            "核对两个优惠会不会叠加：会，就错开日期或商品。",
            "Check whether both discounts add up; if so keep days or goods apart.",
        ),
        L("活动互相叠加", "Activities that add up"),
    ),
)
