"""What the calendar page says of its dates and its method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..events import unknown_steps
from ..labels import Label
from .past import HISTORY_DAYS, series

if TYPE_CHECKING:
    from .year import Year

L = Label


def notes(year: Year) -> list[Label]:
    """Where dates come from, what is assumed, what could not be understood, line by line."""
    found = [PLAN, HOLIDAYS, EVENTS, STEPS.format(n=sum(d.assumed for d in year.duties))]
    _, daily = series(year.shop, HISTORY_DAYS)
    if len(daily):
        span = f"{daily.index[0]:%Y-%m-%d}", f"{(daily.index[-1] - daily.index[0]).days / 365:.1f}"
        found.append(HISTORY.format(first=span[0], years=span[1]))
    if year.shop.profile.id == "1688":
        found.append(RULE_DATE)
    if any(not f.certain for f in year.festivals):
        found.append(UNPUBLISHED.format(year=year.number))
    for activity in year.joined.unknown:
        found.append(UNKNOWN_EVENT.format(name=activity.name, event=activity.event))
    words = {w for a in year.activities for w in unknown_steps(a, year.duties)}
    if words:
        told = sorted(words)
        found.append(UNKNOWN_STEPS.format(words=L("、".join(told), ", ".join(told))))
    return found


HISTORY = L(
    "店铺日数据从 {first} 起，共 {years} 年：同一个活动见过几次就按几次说；"
    "旺季淡季要两年一致才算。",
    "Daily figures begin on {first}, {years} years: an event is judged on as many editions as were "
    "seen, a season counts when two years agree.",
)
PLAN = L(
    "年度规划的做法见指南 000 第 18 行；这一页管的是排进日历以后的事。",
    "How to plan a year stands in guide 000, line 18; this page is about what is in the calendar.",
)
RULE_DATE = L(
    "指南说 2 月 28 日以后小单定制标下线，没写年份：请向小二确认；到期前把做法换成合同单。",
    "A guide says that the tag of small custom orders ends on 28 February without naming the year: "
    "please confirm it; change to contract orders before then.",
)
HOLIDAYS = L(
    "放假和调休：国务院已公布的年份按公布的日子；农历节日按农历算，2020–2035 年都有。",
    "Holidays and make-up workdays: the official plan where it is published; festivals of the "
    "moon are computed for 2020 to 2035.",
)
EVENTS = L(
    "平台活动的日期不是官方口径，各带一个把握；真实日期写进工作区的 calendar 文件夹。",
    "Dates of platform events are not official, each carries a confidence; write the real ones "
    "into calendar/ of the workspace.",
)
STEPS = L(
    "倒排任务的天数在 templates/calendar/duties.toml，其中 {n} 步是我们的默认值，指南没有给数。",
    "The days of the steps stand in templates/calendar/duties.toml; {n} of them are our default, "
    "no guide gives a number.",
)
UNPUBLISHED = L(
    "{year} 年的放假安排还没公布（或程序还没收到）：只有法定日子，调休不知道。",
    "The plan of holidays of {year} is not known yet: only the days by law, no make-up workdays.",
)
UNKNOWN_EVENT = L(
    "“{name}”的所属大促“{event}”对不上任何活动，按店铺自己的活动算。",
    "'{name}' names the event '{event}', which is not known: taken as the shop's own.",
)
UNKNOWN_STEPS = L(
    "已完成准备里有看不懂的步骤：{words}。",
    "Steps prepared that are not in the template: {words}.",
)
