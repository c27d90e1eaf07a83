"""What rules look at beside metrics: hand-worked orders, inquiries, stock, plans, products."""

from datetime import date, datetime, timedelta

import pytest

from opslib.rules.facts_view import View
from opslib.rules.observed import OBSERVED
from opslib.rules.plans import ran_out_hour
from opslib.rules.stock import stock_over, stock_short

from .memory import AS_OF, MemoryFacts


def look(shop, name):
    return OBSERVED[name].look(View(shop))


def one(shop, name):
    return look(shop, name).iloc[0].to_dict()


@pytest.fixture
def shop():
    return MemoryFacts()


def paid(hours_before_nine, status="paid", **more):
    """An order paid so many hours before 9 o'clock on the morning of reading."""
    at = datetime(2026, 11, 21, 9) - timedelta(hours=hours_before_nine)
    return {
        "order_id": str(hours_before_nine),
        "date": at.date(),
        "paid_at": at,
        "status": status,
        "paid_amount": 100.0,
        **more,
    }


def test_orders_are_late_at_48_hours_and_not_before(shop):
    """An order is late by the hour, read at nine in the morning (1688 promise: 48 h)."""
    shop.rows(
        "order",
        paid(10),
        paid(30),
        paid(47.9),
        paid(48.1),
        paid(60),
        paid(70, status="shipped"),
        paid(80, is_fake=True),
    )
    assert one(shop, "orders_past_promise")["value"] == 2
    assert one(shop, "orders_past_promise")["amount"] == 200
    assert one(shop, "orders_due_in_24h")["value"] == 2


def test_an_old_order_export_cannot_tell_what_waits(shop):
    """Orders of last week still say 'paid' although they left long ago."""
    shop.rows("order", paid(24 * 9))
    assert look(shop, "orders_past_promise") is None


def test_parcels_are_stuck_after_48_hours_without_a_scan(shop):
    """A parcel that was scanned yesterday moves; a signed one is done (003-09)."""
    day = {"date": AS_OF, "shipped_at": datetime(2026, 11, 16)}
    shop.rows(
        "parcel",
        {"order_id": "a", "last_scan_at": datetime(2026, 11, 20), **day},
        {"order_id": "b", "last_scan_at": datetime(2026, 11, 18), **day},
        {
            "order_id": "c",
            "last_scan_at": datetime(2026, 11, 17),
            "signed_at": datetime(2026, 11, 18),
            **day,
        },
    )
    assert one(shop, "parcels_stuck")["value"] == 1


def asked(id, received, replied=None, stage="open", **more):
    times = {"received_at": received, "replied_at": replied}
    return {"inquiry_id": id, "date": received.date(), "stage": stage, **times, **more}


def test_inquiries_wait_from_the_profiles_hours_on():
    """Two hours on Alibaba.com: answered, closed and fresh ones do not wait (004-50)."""
    shop = MemoryFacts("alibaba")
    shop.rows(
        "inquiry",
        asked("late", datetime(2026, 11, 21, 6)),
        asked("fresh", datetime(2026, 11, 21, 8)),
        asked("lost", datetime(2026, 11, 20, 8), stage="lost"),
        asked("answered", datetime(2026, 11, 20, 8), datetime(2026, 11, 20, 9)),
        asked("slow", datetime(2026, 11, 20, 8), datetime(2026, 11, 20, 12)),
    )
    assert one(shop, "inquiries_waiting")["value"] == 1
    row = one(shop, "answered_in_time")
    assert (row["successes"], row["trials"]) == (1, 4)


@pytest.fixture
def stocked(shop):
    """Two a day of A for 28 days at 30; C sold in one burst; stock of AS_OF."""
    lines = [
        {
            "order_id": f"{i}",
            "line_no": 1,
            "date": AS_OF - timedelta(days=i),
            "item_id": "A",
            "qty": 2.0,
            "amount": 60.0,
            "status": "done",
        }
        for i in range(28)
    ]
    lines.append(
        {
            "order_id": "c",
            "line_no": 1,
            "date": AS_OF,
            "item_id": "C",
            "qty": 28.0,
            "amount": 280.0,
            "status": "done",
        }
    )
    shop.rows("order_line", *lines)

    def stock(*rows, **more):
        columns = [
            {"date": AS_OF, "item_id": i, "title": i, "on_hand": float(q), **more} for i, q in rows
        ]
        shop.rows("stock", *columns)
        return shop

    return stock


def test_cover_is_stock_over_daily_sales(stocked):
    """Eight pieces at two a day last four days; restocking takes 7 + 3 (our defaults)."""
    row = one(stocked(("A", 8)), "stock_cover")
    assert (row["value"], row["threshold"]) == (4, 10)
    # Reorder point 14 (no spread) + 6 for safety - 8 on hand = 12 pieces; 6 pieces short x 30.
    assert "12" in row["more"].zh and row["amount"] == 180


def test_reorder_point_knows_uneven_demand(stocked):
    """Same mean of one a day, all on one day: sd = sqrt(27), L = 7 -> 7 + 1.645 x 13.75 = 29.6."""
    row = one(stocked(("C", 20)), "stock_position")
    assert row["threshold"] == pytest.approx(7 + 1.644854 * (27 * 7) ** 0.5)


def test_inbound_goods_count(stocked):
    """An order to the factory that is on its way must not be placed twice."""
    assert len(stock_short(View(stocked(("A", 8), inbound=20.0)))) == 0
    assert list(stock_short(View(stocked(("A", 8))))["member"]) == ["A"]


def test_sold_out_only_where_it_sells(stocked):
    """A dead article without stock is no loss; a live one loses 2 x 30 x 7 days."""
    found = look(stocked(("A", 0), ("dead", 0)), "stock_sold_out")
    assert list(found["member"]) == ["A"] and found["amount"].iloc[0] == 420


def test_overstock_binds_money_beyond_ninety_days(stocked):
    """200 pieces, 180 are enough for 90 days: 20 x 15 lie idle."""
    found = stock_over(View(stocked(("A", 200), unit_cost=15.0)))
    assert found["amount"].tolist() == [300] and found["value"].tolist() == [100]


def test_negative_stock_and_an_old_sheet_are_named(stocked):
    """A stock alarm built on a wrong sheet sends the operator to buy what is there."""
    shop = stocked(("A", -3))
    assert one(shop, "stock_wrong")["value"] == 1 and "A" in one(shop, "stock_wrong")["more"].zh
    shop.tables["stock"]["date"] = AS_OF - timedelta(days=4)
    assert one(shop, "stock_age")["value"] == 4


def plan(name, day, spend, budget=100.0, **more):
    return {
        "date": day,
        "level": "plan",
        "plan": name,
        "hour": -1,
        "spend": spend,
        "budget": budget,
        "impressions": 1000.0,
        "clicks": 30.0,
        "ad_gmv": spend * 3,
        **more,
    }


def test_a_budget_gone_at_two_costs_the_rest_of_the_day(shop):
    """30 clicks by 14:00 of 8..23, 60 % left: 45 more a day; a first day counts as 4 of 7."""
    shop.rows("ad_day", plan("A", AS_OF, 100.0, ran_out_at="14:00"), plan("B", AS_OF, 50.0))
    found = look(shop, "plan_budget_used").set_index("member")
    assert found["value"].to_dict() == {"A": 1.0, "B": 0.5}
    assert found.loc["A", "loss"].mean == pytest.approx(30 * 0.6 / 0.4 * 7 * (4 / 7) ** 0.5)
    assert found.loc["A", "loss"].spread > 0.3 * found.loc["A", "loss"].mean
    assert found.loc["B", "loss"] is None
    assert "14 点" in found.loc["A", "more"].zh


@pytest.mark.parametrize("ran_out", ["22:30", None])
def test_a_budget_used_up_at_night_or_at_an_unknown_hour_is_no_alarm(shop, ran_out):
    """A budget that lasts all day and is used is just right (000-24)."""
    shop.rows("ad_day", plan("A", AS_OF, 100.0, ran_out_at=ran_out))
    assert look(shop, "plan_budget_used")["value"].isna().all()


def test_sub_plans_of_one_name_are_one_plan(shop):
    """A managed scheme lists several sub-plans with one name: group before the ratio."""
    shop.rows(
        "ad_day",
        plan("A", AS_OF, 100.0, product_line="x"),
        plan("A", AS_OF, 20.0, product_line="y"),
    )
    assert look(shop, "plan_budget_used")["value"].tolist() == [0.6]


def test_a_plan_that_stopped_is_missed(shop):
    """Six days of delivery, then nothing: the account may be empty (001-22)."""
    days = [AS_OF - timedelta(days=i) for i in range(1, 7)]
    shop.rows("ad_day", *[plan("A", d, 50.0) for d in days], plan("B", AS_OF, 50.0))
    row = one(shop, "plan_delivery")
    assert (row["member"], row["value"], row["baseline"]) == ("A", 0, 1000)
    assert row["loss"].mean == 7 * 30


def test_no_ad_rows_for_the_day_is_a_missing_export_and_no_stop(shop):
    """Yesterday's ad report did not arrive: nobody may call that a stop of all ads."""
    shop.rows("ad_day", plan("A", AS_OF - timedelta(days=1), 50.0))
    assert look(shop, "plan_delivery") is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("14:30", 14.5),
        ("9点05分", 9 + 5 / 60),
        ("", None),
        (None, None),
        ("全天", None),
        ("99:00", None),
    ],
)
def test_run_out_times_are_read(text, hour):
    """Two spellings of the clock occur; anything else is unknown, not midnight."""
    assert ran_out_hour(text) == hour


def good(day, **more):
    return {"date": day, "item_id": "1", "title": "打底衫", **more}


def test_a_lost_stage_and_tag_are_named_with_the_figure_that_fell(shop):
    """'Lost a tag' without which one and why sends the operator searching (002-05)."""
    week = [
        good(AS_OF - timedelta(days=i), stage="金冠", tags="金冠,现货", visitors=100, clicks=90)
        for i in range(1, 8)
    ]
    shop.rows(
        "product_day", *week, good(AS_OF, stage="潜力品", tags="现货", visitors=60, clicks=85)
    )
    row = one(shop, "marks_lost")
    assert row["value"] == 2
    for part in ("丢了“金冠”标", "从金冠掉到潜力品", "访客比上周日均少 40%"):
        assert part in row["more"].zh


def test_a_lost_mark_is_told_until_it_is_back_and_seven_days_at_most(shop):
    """Told on the first morning alone, it is forgotten by the second (002-05)."""

    def told(lost_before: int, back: bool = False) -> tuple[float, int]:
        days = [
            good(AS_OF - timedelta(days=i), tags="现货" if i < lost_before else "金冠,现货")
            for i in range(10)
        ]
        days[0]["tags"] = "金冠,现货" if back else days[0]["tags"]
        shop.rows("product_day", *days)
        row = one(shop, "marks_lost")
        return row["value"], row["age"]

    assert [told(n) for n in (1, 2, 7)] == [(1, 0), (1, 1), (1, 6)]
    assert told(8)[0] == 0
    assert told(3, back=True)[0] == 0


def test_a_gained_stage_is_no_loss(shop):
    """Growing is not losing."""
    shop.rows(
        "product_day", good(AS_OF - timedelta(days=1), stage="新品"), good(AS_OF, stage="金冠")
    )
    assert one(shop, "marks_lost")["value"] == 0


def test_scene_shares_use_a_source_once(shop):
    """搜索 beside 搜索 > 自然搜索 is the same visitor twice: only the total counts."""
    rows = []
    for i in range(35):
        day = AS_OF - timedelta(days=i)
        search = 10 if i < 7 else 30
        rows += [
            {"date": day, "channel": "搜索", "source_l1": "搜索", "visitors": search},
            {
                "date": day,
                "channel": "搜索 > 自然搜索",
                "source_l1": "搜索",
                "source_l2": "自然搜索",
                "visitors": search,
            },
            {
                "date": day,
                "channel": "推荐 > 猜你喜欢",
                "source_l1": "推荐",
                "source_l2": "猜你喜欢",
                "visitors": 10,
            },
        ]
    shop.rows("channel_day", *rows)
    found = look(shop, "scene_share").set_index("member")
    assert found.loc["搜索", ["value", "total", "baseline"]].tolist() == [70, 140, 0.75]


def test_new_products_count_from_the_asked_score():
    """Only products of 4.5 and more count on Alibaba.com (004-40)."""
    shop = MemoryFacts("alibaba")
    rows = [
        {"date": AS_OF, "item_id": str(i), "listed_on": AS_OF, "quality_stars": s}
        for i, s in enumerate((4.6, 4.5, 4.4))
    ]
    shop.rows(
        "product_day",
        *rows,
        {"date": AS_OF, "item_id": "old", "listed_on": date(2026, 1, 1), "quality_stars": 5.0},
    )
    assert one(shop, "new_products_scored")["value"] == 2


@pytest.mark.parametrize("name", OBSERVED)
def test_no_rows_is_no_data(shop, name):
    """A shop without an export must read 'missing', never 'all well'."""
    assert look(shop, name) is None


def test_a_plans_return_is_that_of_days_whose_orders_have_all_come(shop):
    """Yesterday's clicks have sold next to nothing yet: their return would stop a good plan."""
    fresh = [plan("A", AS_OF - timedelta(days=i), 100.0, ad_gmv=20.0) for i in range(15)]
    settled = [plan("A", AS_OF - timedelta(days=i), 100.0, ad_gmv=400.0) for i in range(15, 30)]
    fresh[0]["ran_out_at"] = "14:00"
    shop.rows("ad_day", *fresh, *settled)
    found = look(shop, "plan_budget_used").set_index("member").loc["A"]
    assert "4.0" in found["more"].zh and "已结算" in found["more"].zh


def test_the_hours_of_days_that_ran_out_say_nothing_of_what_was_lost(shop):
    """Hours after the money was gone have no clicks because of that, not because nobody came."""
    before = AS_OF - timedelta(days=1)
    hours = [(before, h, 10) for h in (9, 14, 20)] + [(AS_OF, 9, 90)]
    rows = [{"date": d, "level": "hour", "plan": "A", "hour": h, "clicks": n} for d, h, n in hours]
    shop.rows("ad_day", plan("A", AS_OF, 100.0, ran_out_at="14:30"), plan("A", before, 60.0), *rows)
    found = look(shop, "plan_budget_used").set_index("member").loc["A"]
    # Of 30 clicks of the whole day half of 14 o'clock's and all of 20 o'clock's: 15 of 30.
    assert found["loss"].mean == pytest.approx(30 * 0.5 / 0.5 * 7 * (4 / 7) ** 0.5)
