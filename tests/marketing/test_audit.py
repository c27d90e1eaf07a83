"""The figures of the calendar page against the raw sample files, read with pandas alone.

The left side of every comparison is what the page shows or stands on; the right side never touches
opslib, but for the boosts that the sample shops were drawn with.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from opslib import open_shop
from opslib.marketing import Year
from opslib.marketing.show import SECTIONS
from opslib.simulate.season import OCCASIONS

from ..shop.raw_samples import DAY, A, S, daily, number, sheet

SHOPS = {S: "cotton1688", A: "alibaba_demo"}
BACKGROUND = {"月度主题", "工具"}
OFF = {"取消", "建议"}


@pytest.fixture(scope="module", params=SHOPS)
def case(request, imported: Path) -> tuple[str, Year]:
    """A shop's folder name and its year with every section made."""
    made = open_shop(imported, shop=SHOPS[request.param], as_of=DAY.date()).year()
    for name in SECTIONS:
        if name != "explore":
            getattr(made.show, name)()
    assert not made.show.failed
    return request.param, made


@pytest.fixture(scope="module")
def cotton(imported: Path) -> Year:
    """The 1688 shop's year, made once."""
    return open_shop(imported, shop=SHOPS[S], as_of=DAY.date()).year()


def register(shop: str) -> pd.DataFrame:
    """The calendar register as it is, first and last days as days."""
    rows = sheet(shop, "营销日历.xlsx", "活动名称").copy()
    for to, of in (("first", "开始日期"), ("last", "结束日期"), ("until", "报名截止")):
        rows[to] = pd.to_datetime(rows[of].astype(str).str[:10], errors="coerce")
    rows["last"] = rows["last"].fillna(rows["first"])
    return rows[~rows["活动状态"].isin(OFF)]


def shown(made: Year) -> dict[str, float]:
    return {k: n.value for k, n in made.show.sheet.numbers.items()}


def in_span(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    """Days that each row has within a span."""
    start, end = rows["first"].clip(lower=first), rows["last"].clip(upper=last)
    return (end - start).dt.days + 1


def test_months_weeks_and_days_are_counted_from_the_register(case) -> None:
    """A month taken for planned is one that nobody plans."""
    shop, made = case
    rows = register(shop)
    themes = rows[rows["活动类型"].eq("月度主题") | rows["主题"].notna()]
    months = pd.period_range("2026-01", "2026-12", freq="M")
    themed = [
        m for m in months if in_span(themes, m.start_time, m.end_time.normalize()).ge(10).any()
    ]
    busy = rows[~rows["活动类型"].isin(BACKGROUND)]
    mondays = pd.date_range("2025-12-29", "2026-12-28", freq="7D")  # 53 weeks of the ISO year
    taken = [d for d in mondays if in_span(busy, d, d + pd.Timedelta(days=6)).gt(0).any()]
    page = shown(made)
    assert page["calendar.months"] == len(themed) < 12
    assert page["calendar.weeks"] == len(taken) and len(made.coverage.weeks) == 53
    days = pd.date_range("2026-01-01", "2026-12-31")
    bare = [d.date() for d in days if not in_span(busy, d, d).gt(0).any()]
    told = [s.start + timedelta(days=k) for s in made.coverage.bare for k in range(s.days)]
    assert told == bare


def test_days_to_the_next_sale_are_counted_from_the_morning_of_reading(case) -> None:
    """A day lost here is the day on which enrolment closes."""
    shop, made = case
    morning = DAY + pd.Timedelta(days=1)
    page = shown(made)
    if shop == S:  # 12.12 of 1688 begins on 8 December
        assert page["calendar.days_to_next"] == (pd.Timestamp("2026-12-08") - morning).days
    assert all(e.start >= morning.date() for e in made.undecided)


def test_enrolments_that_close_soon_are_those_of_the_register(cotton: Year) -> None:
    """A deadline that the page forgets is an event the shop is not in."""
    rows = register(S)
    ahead = rows["until"].ge(DAY) & rows["报名日期"].isna()
    raw = {(r.活动名称, r.until.date()) for r in rows[ahead].itertuples()}
    told = {(a.name, a.enrol_by) for a in cotton.enrolments if not a.enrolled_on}
    assert raw and raw <= told


def test_what_an_event_sold_is_what_the_daily_board_adds_up_to(cotton: Year) -> None:
    """Expected and extra of its own days are the sales of these days, but for the draws' luck."""
    board = daily(S, "核心看板_20*", "展现次数", "日期").drop_duplicates("date", keep="last")
    paid = board.set_index("date")["支付金额"].sort_index()
    judged = [e for e in cotton.past.editions if e.effect is not None]
    assert len(judged) >= 8
    for edition in judged:
        sold = paid[pd.Timestamp(edition.start) : pd.Timestamp(edition.end)].sum()
        assert edition.effect.expected + edition.effect.extra == pytest.approx(sold, rel=0.03)


def test_the_boosts_that_were_planted_lie_within_what_is_told(cotton: Year) -> None:
    """The year's sales were drawn 20 to 45 % above the season; other events added nothing."""
    planted = {o.days(y)[0]: o for y in (2025, 2026) for o in OCCASIONS["1688"]}
    held, idle = [], []
    for edition in cotton.past.editions:
        if edition.effect is None or edition.own:
            continue
        known = planted.get(edition.start)
        if known is None:
            idle.append(edition.effect.verdict)
        else:
            held.append(edition.effect.lo <= known.lift - 1 <= edition.effect.hi)
    assert len(held) >= 5 and sum(held) >= len(held) - 1
    assert idle and "worked" not in idle


def usual_orders() -> pd.DataFrame:
    """Paid orders of half a year on days without a sale: day and amount of goods."""
    rows = sheet(S, "订单列表_*", "订单编号").dropna(subset=["订单编号", "订单付款时间"])
    rows = rows.drop_duplicates("订单编号", keep="last")
    rows = rows[~rows["订单状态"].astype(str).str.contains("关闭|等待买家付款")]
    day = pd.to_datetime(rows["订单付款时间"].astype(str).str[:10])
    out = pd.DataFrame({"date": day, "amount": rows["货品总价(元)"].map(number)})
    return out[(out["date"] > DAY - pd.Timedelta(days=180)) & (out["date"] <= DAY)]


def test_thresholds_stand_on_the_orders_of_usual_days(cotton: Year) -> None:
    """A distribution with the sale's orders in it would set every threshold too high."""
    raw = usual_orders()
    sales = [(e.start, e.end) for e in cotton.shop.events if e.promo]
    busy = [any(a <= d.date() <= b for a, b in sales) for d in raw["date"]]
    raw = raw[~pd.Series(busy, index=raw.index)]
    told = cotton.tiers
    assert told.orders.orders == pytest.approx(len(raw), rel=0.03)
    assert told.orders_a_week == pytest.approx(7 * len(raw) / raw["date"].nunique(), rel=0.03)


def test_the_best_threshold_is_no_better_than_any_other_searched_by_hand(cotton: Year) -> None:
    """The plan told is the best of its kind on the shop's own orders, and keeps the floor."""
    told = cotton.tiers
    options = told.orders.options
    assert told.orders.gain == pytest.approx(options["gain"].max())
    for plan in options["plan"]:
        for tier in plan:
            left = told.margin * tier.threshold - tier.saved(tier.threshold)
            assert left / (tier.threshold - tier.saved(tier.threshold)) >= told.floor - 1e-9


def test_usual_sales_of_the_coming_event_are_near_those_of_the_last_weeks(cotton: Year) -> None:
    """A forecast on a wrong level orders the wrong stock: five quiet days of November."""
    next_one = cotton.outlook.editions[0]
    assert (next_one.event.start, next_one.event.end) == (date(2026, 12, 8), date(2026, 12, 12))
    board = daily(S, "核心看板_20*", "展现次数", "日期").drop_duplicates("date", keep="last")
    paid = board.set_index("date")["支付金额"].sort_index()
    quiet = paid["2026-11-12":"2026-11-20"].mean()
    assert usual_of(next_one) / 5 == pytest.approx(quiet, rel=0.25)
    told = next_one.told
    assert told.total_lo < told.total < told.total_hi


def usual_of(edition: object) -> float:
    """What the page calls usual for the same days."""
    return float(edition.told.normal.mean)  # type: ignore[attr-defined]


def test_stock_that_lacks_is_need_less_what_is_held(cotton: Year) -> None:
    """Pieces on hand and on the way come from the newest line of the stock sheet."""
    stock = daily(S, "库存表*", "商品ID", "日期").sort_values("date")
    stock = stock.assign(item=stock["商品ID"].astype(str).str.removesuffix(".0"))
    last = stock.drop_duplicates("item", keep="last").set_index("item")
    short = cotton.outlook.stock
    assert len(short)
    for row in short.itertuples():
        held = last.loc[row.item_id, "在库数量"] + last.loc[row.item_id, "在途数量"]
        assert row.on_hand == held
        assert row.lacking == pytest.approx(row.need - held, abs=1)
