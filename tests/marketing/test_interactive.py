"""Interactive events: whom they brought, on days drawn with a planted effect."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from opslib import events
from opslib.events import Activity
from opslib.marketing.interactive import interactive
from opslib.marketing.past import Edition
from opslib.report.calendar import calendar_past
from tests.report.examples import sheet

FIRST, AS_OF = date(2025, 9, 17), date(2026, 11, 20)
START, END = date(2026, 8, 20), date(2026, 8, 22)


def year(visitors: float, orders: float, *own: Activity, seed: int = 0, silent: bool = False):
    """A shop of 1000 visitors and 60 orders a day, with these shares more in the event's days."""
    dice = np.random.default_rng([seed, 36])
    days = pd.date_range(FIRST, AS_OF)
    within = np.asarray((days >= pd.Timestamp(START)) & (days <= pd.Timestamp(END)), float)
    known = {
        "visitors": dice.poisson(1000 * (1 + visitors * within)),
        "pay_orders": dice.poisson(60 * (1 + orders * within)) * (not silent),
        "inquiries": dice.poisson(20 * (1 + orders * within)),
    }
    shop = SimpleNamespace(
        as_of=AS_OF,
        calendar=events.calendar(FIRST, AS_OF, region="", events=[]),
        series=lambda metric, days_: pd.DataFrame({"date": days, "value": known[metric]}),
    )
    return SimpleNamespace(shop=shop, activities=list(own))


DRAW = Activity("I1", "晒单抽奖", "interactive", START, END, participants=63.0, state="done")


def test_the_visitors_that_an_event_brought_are_found_and_its_orders_not_invented():
    """30 % more visitors and no order more: worth knowing before the next draw is paid for."""
    (one,) = interactive(year(0.30, 0.0, DRAW))  # type: ignore[arg-type]
    assert one.metric == "pay_orders" and one.participants == 63.0
    assert one.visitors.verdict == "worked"
    assert one.visitors.lo <= 0.30 <= one.visitors.hi
    assert one.visitors.net == pytest.approx(900, abs=250)  # 3 days of 1000 visitors, 30 % more
    assert one.answers.verdict != "worked" and one.answers.lo < 0 < one.answers.hi


def test_an_event_that_brought_nobody_is_not_praised():
    """Of twelve draws without any effect at most two may pass for good ones."""
    praised = [interactive(year(0.0, 0.0, DRAW, seed=s))[0].visitors.verdict for s in range(1, 13)]
    assert praised.count("worked") <= 2


def test_a_shop_of_few_orders_is_asked_for_its_inquiries():
    """Orders of zero on every day say nothing; inquiries do."""
    (one,) = interactive(year(0.3, 0.3, DRAW, silent=True))  # type: ignore[arg-type]
    assert one.metric == "inquiries" and one.answers is not None


def test_what_is_not_over_or_was_called_off_or_is_too_old_is_not_judged():
    """No normal time is known before the first weeks; a running event is not over."""
    old = Activity("I0", "投票", "interactive", FIRST, FIRST, state="done")
    gone = Activity("I2", "取消的", "interactive", START, END, state="cancelled")
    now = Activity("I3", "正在做", "interactive", AS_OF, AS_OF)
    found = interactive(year(0.3, 0.0, old, gone, now))  # type: ignore[arg-type]
    assert [(o.id, o.visitors) for o in found] == [("I0", None)] and "28" in found[0].reason.zh


def test_the_page_tells_participants_visitors_and_orders_with_ranges():
    """The row of guide 003-36, in page, data and sheet alike."""
    made, page = interactive(year(0.30, 0.0, DRAW)), sheet()  # type: ignore[arg-type]
    nothing = SimpleNamespace(editions=(), reason=None)
    told = str(calendar_past(page, nothing, None, made).html)
    assert "晒单抽奖" in told and "63" in told and "多来了" in told
    shown = page.numbers["interactive.visitors.I1"]
    assert shown.value == pytest.approx(made[0].visitors.lift)
    row = page.tables["interactive"][1].iloc[0]
    assert row["参与（人）"] == 63 and row["访客比平常"] == shown.value


def test_a_share_that_cannot_be_told_is_no_share():
    """A sheet that says 143 % of the extra was only moved is read as a figure and is none."""
    told = {"share_pulled": 1.43, "share_lo": 0.15, "share_hi": 28.32}
    wide = Edition("a", "a", None, START, END, False, SimpleNamespace(**told))  # type: ignore[arg-type]
    assert np.isnan(wide.moved)
    for share, shown in ((0.3, 0.3), (-0.06, 0.0), (1.2, 1.0)):
        told = {"share_pulled": share, "share_lo": share - 0.3, "share_hi": share + 0.3}
        sure = Edition("a", "a", None, START, END, False, SimpleNamespace(**told))  # type: ignore[arg-type]
        assert sure.moved == shown
    blank = {"share_pulled": np.nan, "share_lo": np.nan, "share_hi": np.nan}
    assert np.isnan(Edition("a", "a", None, START, END, False, SimpleNamespace(**blank)).moved)  # type: ignore[arg-type]
