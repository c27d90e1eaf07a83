"""What is odd about the week's advertising rows: said plainly before any judgement."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from ..labels import Label
from .account import Terms, level_rows
from .completion import Completion

NONE = Label("这一周没有推广数据。", "There are no advertising rows for this week.")
MISSING = Label(
    "这一周缺 {n} 天的推广数据（{days}），合计偏低。",
    "{n} day(s) of the week have no advertising rows ({days}): sums are too low.",
)
NO_CLICKS = Label(
    "{n} 行有花费没有点击，共 {money}：算不出点击成本，只计入花费。",
    "{n} row(s) have spend and no clicks, {money} in all: counted as spend, without a cost per "
    "click.",
)
ABOVE = Label(
    "{n} 行点击多于曝光：报表有误或口径不同，点击率不要看。",
    "{n} row(s) have more clicks than impressions: the report is wrong or counts differently; do "
    "not trust the click rate.",
)
ONE_PLAN = Label(
    "只有一个计划：没有可比的，不能说钱在计划之间怎么移。",
    "There is one plan only: nothing to compare, and no money to move between plans.",
)
MORE_ORDERS = Label(
    "推广归因订单 {ad} 单，多于同期店铺实际支付订单 {real} 单：归因窗口 {days} 天，"
    "部分订单在别的日子付款，或平台重复归因；投产按平台口径。",
    "{ad} orders are credited to ads, more than the {real} orders really paid in these days: the "
    "window is {days} days, so some were paid on other days or credited twice; returns are as the "
    "platform counts.",
)
CURRENCIES = Label(
    "订单里有不止一种币种（{names}）：推广报表不写币种，都当作 {own}。",
    "Orders are in more than one currency ({names}): advertising reports name none and are taken "
    "as {own}.",
)
LEVELS_DIFFER = Label(
    "{level}合计花费 {part}，计划合计 {whole}：两份报表对不上，各表按各自的报表。",
    "Spend adds up to {part} by {level} and to {whole} by plan: the reports disagree, each table "
    "follows its own.",
)
_LEVEL_NAMES = {"product": Label("商品", "product"), "hour": Label("小时", "hour")}
_TOLERANCE = 0.01


def doubts(
    ads: pd.DataFrame,
    terms: Terms,
    completion: Completion | None = None,
    paid_orders: float | None = None,
    currencies: Collection[str] = (),
) -> tuple[Label, ...]:
    """What must be said of the week's rows before their figures are read.

    ads: the frame `account.ADS`. paid_orders: orders the shop was really paid in the week.
    currencies: those of the shop's orders.
    """
    week = ads[ads["date"].between(*(pd.Timestamp(d) for d in terms.week))]
    rows = level_rows(week, "total")
    if rows.empty:
        return (NONE,)
    out = [*_days(rows, terms), *_odd(week, terms)]
    plans = week.loc[week["level"].eq("plan"), "plan"].nunique()
    out += [ONE_PLAN] if plans == 1 else []
    out += _differing(week, terms)
    got = float(rows["conv"].sum())
    if terms.basis == "gmv" and paid_orders is not None and got > paid_orders:
        given = {"ad": f"{got:.0f}", "real": f"{paid_orders:.0f}", "days": terms.attribution_days}
        out.append(MORE_ORDERS.format(**given))
    if len(set(currencies)) > 1:
        out.append(CURRENCIES.format(names=", ".join(sorted(set(currencies))), own=terms.currency))
    if completion is not None and completion.reason is not None and not rows["settled"].all():
        out.append(completion.reason)
    return tuple(out)


def _days(rows: pd.DataFrame, terms: Terms) -> list[Label]:
    days = pd.date_range(*terms.week)
    gone = [d for d in days if d not in set(rows["date"])]
    named = ", ".join(f"{d:%m-%d}" for d in gone)
    return [MISSING.format(n=len(gone), days=named)] if gone else []


def _odd(week: pd.DataFrame, terms: Terms) -> list[Label]:
    """Rows that cannot be, of the finest levels: a plan's row hides them in its sum."""
    fine = week[week["level"].isin(["plan", "product", "keyword"])]
    free = fine[(fine["spend"] > 0) & (fine["clicks"].fillna(0) <= 0)]
    free = free[free["level"].eq("plan")] if free["level"].eq("plan").any() else free
    above = fine[fine["clicks"] > fine["impressions"]]
    out = []
    if len(free):
        # Rows of several levels are the same money: the dearest level tells how much it is.
        money = float(free.groupby("level")["spend"].sum().max())
        out.append(NO_CLICKS.format(n=len(free), money=f"{money:,.2f} {terms.currency}"))
    return [*out, ABOVE.format(n=len(above))] if len(above) else out


def _differing(week: pd.DataFrame, terms: Terms) -> list[Label]:
    """Levels that should hold the same money and do not."""
    sums = week.groupby("level")["spend"].sum()
    if "plan" not in sums:
        return []
    whole = float(sums["plan"])
    return [
        LEVELS_DIFFER.format(level=label, part=f"{sums[name]:,.2f}", whole=f"{whole:,.2f}")
        for name, label in _LEVEL_NAMES.items()
        if name in sums and abs(float(sums[name]) - whole) > _TOLERANCE * max(whole, 1.0)
    ]
