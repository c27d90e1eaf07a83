"""Bad advertising data: said plainly at the top of the money, the rest of the page intact."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pandas as pd
import pytest

from opslib import open_shop
from opslib.labels import speaking
from opslib.shop import Shop
from opslib.weekly import Weekly
from opslib.weekly import terms as weekly_terms
from opslib.weekly.show import SECTIONS, WeeklyShow

Frame = pd.DataFrame


class Odd(Weekly):
    """A week whose rows were spoilt before anybody looked at them."""

    spoil: Callable[[Frame], Frame]

    @cached_property
    def _rows(self) -> Frame:
        return type(self).spoil(super()._rows.copy())


@pytest.fixture(scope="module")
def shop(imported: Path) -> Shop:
    return open_shop(imported, shop="cotton1688")


def spoilt(shop: Shop, spoil: Callable[[Frame], Frame]) -> Weekly:
    made = type("Spoilt", (Odd,), {"spoil": staticmethod(spoil)})
    return made(shop)


def page(week: Weekly) -> tuple[str, WeeklyShow]:
    """The page's text as a reader gets it, every section made."""
    with speaking("en"):
        blocks = [getattr(week.show, name)() for name in SECTIONS if name != "explore"]
    return " ".join(str(b.html) for b in blocks), week.show


def this_week(rows: Frame) -> pd.Series:
    return rows["date"].between("2026-11-09", "2026-11-15")


def first_plan(rows: Frame) -> str:
    plans = rows[rows["level"].eq("plan")].groupby("plan", observed=True)["spend"].sum()
    return str(plans.idxmax())


def no_clicks(rows: Frame) -> Frame:
    mine = rows["plan"].eq(first_plan(rows)) & this_week(rows)
    late = ["clicks", "ad_orders", "orders", "ad_gmv", "ad_visitors"]
    return rows.assign(**{c: rows[c].mask(mine, 0.0) for c in late})


def above(rows: Frame) -> Frame:
    mine = rows["plan"].eq(first_plan(rows)) & this_week(rows) & rows["clicks"].gt(0)
    return rows.assign(impressions=rows["impressions"].mask(mine, 0.0))


def one_plan(rows: Frame) -> Frame:
    return rows[rows["plan"].eq(first_plan(rows)) | rows["level"].eq("shop")]


def days_lost(rows: Frame) -> Frame:
    return rows[~rows["date"].between("2026-11-11", "2026-11-12")]


def nothing(rows: Frame) -> Frame:
    return rows.iloc[:0]


def no_gmv(rows: Frame) -> Frame:
    return rows.assign(ad_orders=0.0, orders=0.0, ad_gmv=0.0, inquiries=0.0, leads=0.0)


CASES = {
    "no advertising": (nothing, "no advertising"),
    "spend without clicks": (no_clicks, "without"),
    "clicks above impressions": (above, "impressions"),
    "one plan": (one_plan, "one plan only"),
    "days missing": (days_lost, "11-11, 11-12"),
    "nothing came of it": (no_gmv, "has brought no lead yet"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_rows_are_said_and_the_page_stands(shop: Shop, case: str) -> None:
    """A traceback, or a calm page over impossible figures, costs the operator's trust."""
    spoil, said = CASES[case]
    week = spoilt(shop, spoil)
    html, show = page(week)
    assert said in html, week.doubts
    assert show.failed == []
    assert "nan" not in html.replace("finance", "").lower().split() and "inf" not in html.split()
    for finding in show.review.findings:
        assert finding.money is None or finding.money.low <= finding.money.mid <= finding.money.high


def test_orders_in_two_currencies_are_said(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ROI of dollars by yuan is off by seven, and looks splendid."""
    monkeypatch.setattr(weekly_terms, "real_orders", lambda *_: (100.0, ("CNY", "USD")))
    html, show = page(spoilt(shop, lambda rows: rows))
    assert "more than one currency (CNY, USD)" in html and show.failed == []


def test_days_that_are_missing_are_no_days_without_spend(shop: Shop) -> None:
    """Two lost exports would be read as a week of saving."""
    whole, part = spoilt(shop, lambda rows: rows), spoilt(shop, days_lost)
    spend = whole.money["total"]["spend"].iloc[0], part.money["total"]["spend"].iloc[0]
    assert spend[1] < spend[0] and part.doubts and not whole.doubts


def test_one_plan_is_not_asked_to_share(shop: Shop) -> None:
    """There is nobody to take the money from."""
    rules = {f.rule for f in spoilt(shop, one_plan).show.review.findings}
    assert "budget_move" not in rules


def test_words_that_bring_nothing_are_not_raised(shop: Shop) -> None:
    """With no result at all a bid is a guess, and a guess is not advice."""
    week = spoilt(shop, no_gmv)
    assert not week.keywords["verdict"].isin(["raise", "expand"]).any()
