"""What follows from an event: whom to speak to, what it leaves, and its price told once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from opslib import open_shop
from opslib.events import Activity, Event
from opslib.labels import Label
from opslib.marketing import Year, checks, year_answer
from opslib.marketing.checks import Slip
from opslib.marketing.past import SPARSE, past, told_apart
from opslib.report.findings import finding_card


@pytest.fixture(scope="module")
def sample(imported: Path) -> Year:
    return open_shop(imported, shop="cotton1688", as_of="2026-11-20").year()


def test_big_buyers_are_those_who_paid_most_in_the_event(sample):
    """Speaking to the wrong five costs the three days in which it helps; names stay hashed."""
    told = [b for b in sample.big_buyers if b.event.zh == "换季优惠券"]
    orders = sample.shop.con.execute('SELECT * FROM "order"').df()
    orders["date"] = pd.to_datetime(orders["date"])
    paid = orders[orders["status"].isin(["paid", "shipped", "done"])]
    within = paid[paid["date"].between("2026-10-31", "2026-11-17")]
    most = within.groupby("buyer")["paid_amount"].sum().sort_values(ascending=False)
    assert [b.amount for b in told] == pytest.approx(list(most.head(5)))
    assert {b.due for b in told} == {date(2026, 11, 20)}
    assert all(len(b.buyer) == 16 and int(b.buyer, 16) >= 0 for b in told)
    again = set(paid.loc[paid["date"] > "2026-11-17", "buyer"])
    assert [b.again for b in told] == [b.buyer in again for b in told]


def test_the_price_of_an_event_is_told_once(sample):
    """Two cards of one event with its price each would be added up to twice the money."""
    priced = [f for f in sample.show.review.findings if f.money]
    editions = [
        (sample.joined.event(a) if a else None)
        for f in priced
        for a in [next((a for a in sample.activities if a.id == f.subject.member), None)]
    ]
    named = [e.id for e in editions if e]
    assert named and len(named) == len(set(named))
    about = [f for f in sample.show.review.findings if "双12报名活动" in f.title.zh]
    assert len(about) >= 2 and [bool(f.money) for f in about] == [True] + [False] * (len(about) - 1)
    # The others tell the same money as their event's, and none that it cannot be estimated.
    assert [f.shared for f in about[1:]] == [about[0].money] * (len(about) - 1)
    cards = [str(finding_card(sample.show.sheet, f)) for f in about]
    assert all("整场只计一次" in c and "金额还不能估计" not in c for c in cards[1:])


def test_what_taking_part_left_behind_names_tag_and_level(sample):
    """Guide 002-22: the tag and the level are what taking part is said to bring."""
    told = {s.edition.id: s for s in sample.standings.rows}
    last = told["double11.2026"]
    assert last.tag == "双11活动标" and (last.before, last.after) == ("L5", "L5")
    assert sample.standings.level is not None and sample.standings.level.zh == "商家等级"
    budget = last.edition.budget or 0.0
    assert last.left[0] == pytest.approx(last.edition.effect.net * sample.past.margin - budget)


def flash(depth: float, monkeypatch: pytest.MonkeyPatch) -> list[Slip]:
    """The margin check of one flash sale in a shop with 30 % margin and a floor of 10 %."""
    today = date(2026, 11, 21)
    sale = Activity("A", "清仓", "flash", today + timedelta(days=3), depth=depth)
    monkeypatch.setattr(checks, "worth", lambda shop: SimpleNamespace(margin=0.30))
    profile = SimpleNamespace(number=lambda name, day: {"margin_floor": 0.10}[name])
    shop = SimpleNamespace(profile=profile, as_of=today - timedelta(days=1))
    year = SimpleNamespace(
        moment=SimpleNamespace(today=today),
        activities=[sale],
        shop=shop,
        within=lambda rule: timedelta(days=30),
    )
    return list(checks._thin(year))  # type: ignore[arg-type]


def test_a_flash_sale_below_the_floor_is_stopped(monkeypatch):
    """A quarter off 30 % margin leaves (0.30 - 0.25) / 0.75 = 7 % of what is paid: below 10 %."""
    (slip,) = flash(0.25, monkeypatch)
    assert (slip.rule, dict(slip.texts)["left"]) == ("margin_thin", "7%")
    assert flash(0.20, monkeypatch) == []  # (0.30 - 0.20) / 0.80 = 12.5 %


def test_a_shop_that_sells_on_few_days_is_not_judged(monkeypatch):
    """Sales on one day in three: the method would call an event 92 % worse than usual."""
    known = pd.date_range("2025-09-01", "2026-11-20")
    daily = pd.Series([900.0 if i % 3 == 0 else 0.0 for i in range(len(known))], known)
    assert not told_apart(daily) and told_apart(daily + 1)
    monkeypatch.setattr("opslib.marketing.past.series", lambda shop: ("pay_amount", daily))
    days = (date(2026, 3, 1), date(2026, 3, 7))
    event = Event("sale", Label("大促", "sale"), *days, "1688", "high", "")
    shop = SimpleNamespace(as_of=date(2026, 11, 20), events=[event])
    made = past(SimpleNamespace(shop=shop, activities=[], joined=SimpleNamespace(pairs=())))
    assert [e.effect for e in made.editions] == [None] and made.editions[0].reason is SPARSE


def test_an_event_is_traced_to_the_rows_of_its_days(sample):
    """The register's 86 rows say nothing of what an event sold; the board's days do."""
    sample.show.past()
    kept = sample.show.sheet.numbers
    (visits,) = (n for n in kept if n.startswith("interactive.visitors."))
    for id, days in ((visits, 3), ("past.lift.double11.2026", 11)):
        number = {"id": id, "value": kept[id].value, "subject": {"dimension": "", "member": ""}}
        told = year_answer(sample.shop, number)
        assert told.equal and told.definition is not None
        assert told.rows["date"].nunique() == days and told.rows["file"].ne("").all()
    assert set(told.rows["date"]) == {f"2026-11-{d:02d}" for d in range(1, 12)}
