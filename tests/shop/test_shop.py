"""What a notebook sees of a shop, on the sample shops with their planted causes."""

from __future__ import annotations

import csv
import math
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from opslib import open_shop
from opslib.daily import sections
from opslib.errors import NotAdditive, NotReady, ParameterError, UnknownName
from opslib.metrics import METRICS
from opslib.places import samples
from opslib.shop import Shop

AS_OF = "2026-11-20"


@pytest.fixture(scope="module")
def cotton(imported: Path) -> Shop:
    return open_shop(imported, shop="cotton1688", as_of=AS_OF)


@pytest.fixture(scope="module")
def overseas(imported: Path) -> Shop:
    return open_shop(imported, shop="alibaba_demo", as_of=AS_OF)


def planted(folder: str) -> dict[str, dict[str, str]]:
    file = samples() / folder / "truth" / "causes.csv"
    with file.open(encoding="utf-8-sig") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def test_the_week_of_sales_is_the_sum_of_its_orders(cotton: Shop) -> None:
    """The headline must agree with the orders it is made of, else nobody trusts the page."""
    shown = cotton.measure("pay_amount")["value"].iloc[0]
    by_hand = cotton.con.execute(
        """SELECT sum(paid_amount) FROM "order"
           WHERE CAST(paid_at AS DATE) BETWEEN DATE '2026-11-14' AND DATE '2026-11-20'"""
    ).fetchone()[0]
    assert shown == pytest.approx(by_hand, abs=0.01)


def test_visitors_of_a_week_come_from_the_platform_and_are_never_added(cotton: Shop) -> None:
    """Added daily visitors count the same person up to seven times."""
    row = cotton.measure("visitors").iloc[0]
    assert row["basis"] == "period"
    days = cotton.series("visitors", days=7)["value"]
    assert days.max() <= row["value"] < days.sum()
    with pytest.raises(NotAdditive):
        from opslib import metrics

        metrics.total(cotton.con, "CNY", "visitors", as_of=date(2026, 11, 20), window=7)


def test_compare_gives_three_baselines_and_their_differences(cotton: Shop) -> None:
    """Before, same weekdays and last year answer three different questions."""
    table = cotton.compare("pay_amount")
    assert list(table["against"]) == ["before", "weekdays", "last_year"]
    assert (table["change"] == table["value"] - table["baseline"]).all()


@pytest.mark.parametrize("by", [None, "channel", "product", "keyword"])
def test_the_why_adds_up_to_the_change(cotton: Shop, by: str | None) -> None:
    """A remainder would be money that nobody can explain."""
    why = cotton.explain("pay_amount", by=by)
    assert why.contributions
    assert why.remainder == pytest.approx(0, abs=0.01)


def test_planted_causes_are_found(cotton: Shop) -> None:
    """The sample's ledger of causes is what an operator would want to hear of that morning."""
    causes = planted("shop_1688")
    found = {(f.subject.dimension, f.subject.member) for f in cotton.findings()}
    assert ("keyword", causes["word"]["member"]) in found
    assert ("plan", causes["budget"]["member"]) in found
    rules = {f.rule for f in cotton.findings()}
    assert "inquiries_waiting" in rules
    assert rules & {"orders_late", "orders_due"}
    low = causes["stock"]["member"]
    waiting = {t.subject.member for t in cotton.tasks} | {m for _, m in found}
    assert low in waiting, "the product that is about to sell out"


def test_the_lost_tag_is_shown_with_its_day(cotton: Shop) -> None:
    """A product that fell out of 金冠 three days ago must still be seen today."""
    from opslib.daily import sections

    tag = planted("shop_1688")["tag"]
    lost = {t.item: t for t in sections.lost_tags(cotton)}
    assert lost[tag["member"]].since.isoformat() == tag["start"]


def test_findings_are_few_and_priced(cotton: Shop, overseas: Shop) -> None:
    """A page with twenty alarms is a page that nobody reads."""
    for shop in (cotton, overseas):
        found = shop.findings()
        assert 1 <= len(found) <= 8
        # What may be chance counts for less than what is sure: money times its chance to be real.
        worth = [f.money.mid * (f.probability or 0.5) for f in found if f.money]
        assert worth == sorted(worth, reverse=True)
        for f in found:
            assert f.title.zh and f.title.en and f.action.zh and f.action.en and f.guide
            if f.money:
                assert f.money.low <= f.money.mid <= f.money.high


def test_an_earlier_day_sees_nothing_later(imported: Path) -> None:
    """A report of last Friday must not know what happened on Monday."""
    then = open_shop(imported, shop="cotton1688", as_of="2026-11-13")
    assert pd.to_datetime(then.table("shop_day")["date"]).max().date() == date(2026, 11, 13)
    assert ("keyword", "纯棉打底衫") not in {
        (f.subject.dimension, f.subject.member) for f in then.findings()
    }


def test_before_the_import_nothing_was_known(imported: Path) -> None:
    """known_at must hide what had not arrived, or an old report cannot be made again."""
    with pytest.raises(NotReady):
        open_shop(imported, shop="cotton1688", known_at=datetime(2020, 1, 1))


def test_the_last_day_is_taken_where_none_is_given(imported: Path) -> None:
    """An analyst who opens the notebook wants the newest day without typing it."""
    assert open_shop(imported, shop="cotton1688").as_of == date(2026, 11, 20)


def test_wrong_names_are_told_with_the_nearest_right_ones(imported: Path, cotton: Shop) -> None:
    """A typo must not become a report about another shop or metric."""
    with pytest.raises(UnknownName, match="cotton1688"):
        open_shop(imported, shop="coton1688")
    with pytest.raises(UnknownName, match="visitors"):
        cotton.measure("visiters")
    with pytest.raises(ParameterError, match="2026-11-20"):
        open_shop(imported, shop="cotton1688", as_of="20.11.2026")


def test_currencies_and_clocks_follow_the_platform(overseas: Shop) -> None:
    """Dollars printed as yuan would be a sevenfold lie."""
    assert overseas.currency == "USD"
    assert overseas.profile.timezone == "America/Los_Angeles"
    assert {f.money.currency for f in overseas.findings() if f.money} <= {"USD"}


def test_returns_of_days_that_still_fill_up_are_compared_with_nothing(cotton: Shop) -> None:
    """Conversions come up to 15 days after the click: last week's ROI always looks like a fall."""
    board = sections.board(cotton).set_index(["metric", "window"])
    roi, sales = board.loc[("roi", 7)], board.loc[("pay_amount", 7)]
    assert roi["filling"] and roi["value"] > 0 and math.isnan(roi["before"])
    assert not sales["filling"] and sales["before"] > 0
    late = {m for m, one in METRICS.items() if one.late}
    assert late == {"ad_leads", "ad_orders", "ad_gmv", "cost_per_lead", "cost_per_order", "roi"}
    assert not late & set(sections.watched(cotton))
