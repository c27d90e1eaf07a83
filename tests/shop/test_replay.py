"""A replayed rule says what its mornings would have said, and what came after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from opslib import open_shop
from opslib.errors import ParameterError, UnknownName
from opslib.facts import TABLES
from opslib.labels import speaking
from opslib.model import Finding, Subject
from opslib.profile import load_profile
from opslib.replay import Firing, find_rule, replay
from opslib.replay.episodes import came_back, runs, shortfall
from opslib.replay.panel import note, panel
from opslib.replay.past import Past
from opslib.replay.telling import rows, summary

LAST = date(2026, 11, 20)
FIRST = LAST - timedelta(days=2)
DAYS = [date(2026, 11, d) for d in range(1, 11)]


@pytest.fixture(scope="module")
def shop(imported: Path):
    return open_shop(imported, shop="cotton1688", as_of=LAST)


@pytest.fixture(scope="module")
def mornings(imported: Path):
    """The real reviews of three mornings, each opened by itself."""
    days = [FIRST + timedelta(days=i) for i in range(3)]
    return {d: open_shop(imported, shop="cotton1688", as_of=d).review for d in days}


@pytest.mark.parametrize("name", ["budget_exhausted", "stock_sheet_old", "visitors_down_7d"])
def test_a_replay_fires_on_the_days_of_the_reviews(shop, mornings, name: str) -> None:
    """An operator would switch a rule on that then does something else than was promised."""
    found = replay(shop, find_rule(shop, name), FIRST, LAST, whole=True)
    expected = {
        day
        for day, review in mornings.items()
        for f in review.findings
        if f.rule == name or any(id.startswith(f"{name}.") for id in f.folded)
    }
    assert set(found.fired) == expected
    mine = {(f.day, f.finding.id) for f in found.firings if not f.under}
    theirs = {(d, f.id) for d, r in mornings.items() for f in r.findings if f.rule == name}
    assert mine == theirs


def test_another_day_of_an_open_shop_is_that_day_opened(shop, mornings) -> None:
    """A shared connection must not let a past morning see more than it knew."""
    again, opened = shop.at(FIRST).review, mornings[FIRST]
    assert [(f.id, f.severity, f.folded) for f in again.findings] == [
        (f.id, f.severity, f.folded) for f in opened.findings
    ]
    values = [f.value for f in opened.findings]
    assert [f.value for f in again.findings] == pytest.approx(values, rel=1e-9)
    assert again.checks == opened.checks and again.tests == opened.tests


def test_a_budget_that_runs_out_is_replayed_without_the_review(shop) -> None:
    """A rule with a fixed line needs no budget: alone it fires as in the review."""
    rule = find_rule(shop, "budget_exhausted")
    alone, whole = (replay(shop, rule, FIRST, LAST, whole=w) for w in (False, True))
    assert alone.fired == whole.fired != []


def test_a_rule_that_is_off_is_not_asked_but_can_be_tried(shop, imported: Path) -> None:
    """Trying a rule before it is switched on is what a replay is for."""
    on = find_rule(shop, "budget_exhausted")
    off = replace(on, enabled=False)
    assert not off.applies(shop.profile) and on.applies(shop.profile)
    other = open_shop(imported, shop="cotton1688", as_of=LAST)
    other.held.rules = [off]
    assert other.view.facts is other and other.review.findings == ()
    assert replay(other, find_rule(other, on.id), LAST, LAST).fired == [LAST]


def test_days_without_data_are_named_and_not_quiet(shop) -> None:
    """Before the first stock sheet nothing can be told; silence would look like a good rule."""
    start = date(2026, 1, 1)
    found = replay(shop, find_rule(shop, "stock_sheet_old"), start, start + timedelta(days=1))
    assert found.known == () and len(found.absent) == 2 and found.per_month is None
    with speaking("en"):
        told = " ".join(summary(found))
    assert "2026-01-01…2026-01-02" in told and "would not have fired" not in told


def test_wrong_questions_are_refused(shop) -> None:
    """A typing error must not be answered with 'it would never have fired'."""
    with pytest.raises(UnknownName, match="budget_exhausted"):
        find_rule(shop, "budget_exhausted_")
    with pytest.raises(ParameterError):
        find_rule(shop, "visitors_down_7d", threshold=3.0)
    with pytest.raises(ParameterError):
        find_rule(shop, "nowhere.toml")
    rule = find_rule(shop, "budget_exhausted", threshold=0.5)
    assert rule.threshold == 0.5
    for first, last in ((LAST, FIRST), (LAST, LAST + timedelta(days=1))):
        with pytest.raises(ParameterError):
            replay(shop, rule, first, last)


class _Shop:
    """A shop that knows only what these orders became."""

    profile, currency, as_of = load_profile("1688"), "CNY", date(2026, 11, 10)

    def table(self, name: str, days: int | None = None) -> pd.DataFrame:
        times = ["2026-11-11 08:00", "2026-11-13 09:00", None]
        rows = pd.DataFrame(index=range(3), columns=[*TABLES["order"].columns])
        paid = pd.to_datetime(["2026-11-09 10:00", "2026-11-09 11:00", "2026-11-12 10:00"])
        status = ["shipped", "done", "paid"]
        return rows.assign(shipped_at=pd.to_datetime(times), paid_at=paid, status=status)


def test_an_order_shipped_later_waits_again() -> None:
    """A late order that was sent in the end would never have been late in a replay.

    Read on the 11th at the report hour: one had left at 8, one left on the 13th, one was paid on
    the 12th.
    """
    then = Past(_Shop()).table("order", 30)  # type: ignore[arg-type]
    assert list(then["status"]) == ["shipped", "paid", "unpaid"]
    assert list(then["shipped_at"].notna()) == [True, False, False]


def _firing(day: date, name: str, *folded: str) -> Firing:
    found = Finding.__new__(Finding)
    object.__setattr__(found, "id", name)
    object.__setattr__(found, "folded", folded)
    object.__setattr__(found, "subject", Subject())
    return Firing(day, found)


def test_days_without_data_do_not_cut_an_episode() -> None:
    """Three alarms would be counted where one went on over a day without a file."""
    fired = [_firing(DAYS[0], "r.a"), _firing(DAYS[2], "r.a"), _firing(DAYS[5], "r.a")]
    known = [d for d in DAYS if d != DAYS[1]]
    assert [[f.day for f in run] for run in runs(fired, known)] == [DAYS[:3:2], [DAYS[5]]]
    heads = [_firing(DAYS[0], "r.a", "r.b"), _firing(DAYS[1], "r.b")]
    assert len(runs(heads, DAYS)) == 1


def test_what_was_missed_is_expected_less_sold() -> None:
    """100 and 80 expected, 70 and 90 sold: 20 missed; an unknown day is left out."""
    frame = pd.DataFrame(
        {"date": pd.to_datetime(DAYS[:3]), "value": [70.0, 90.0, np.nan], "expected": [100, 80, 90]}
    )
    assert shortfall(frame, DAYS[:3]) == pytest.approx(20)
    assert shortfall(frame, DAYS[2:3]) is None


@pytest.mark.parametrize(
    ("after", "told"),
    [([60, 95, 97, 60, 60, 60, 60], True), ([60, 95, 60, 95, 60, 60, 60], False), ([60], None)],
)
def test_a_figure_is_back_after_two_days_at_half_the_gap(after: list, told: bool | None) -> None:
    """Forty under 100: back is 80 or more on two days in a row; one good day is none."""
    values = [100.0] * 28 + [60.0, *after]
    first = DAYS[0]
    days = [first + timedelta(days=i - 28) for i in range(len(values))]
    frame = pd.DataFrame({"date": pd.to_datetime(days), "value": values})
    assert came_back(frame, first, 1) is told


def test_a_replay_is_told_in_both_languages(shop) -> None:
    """Each line of a Chinese page is Chinese, and the table has as many cells as heads."""
    found = replay(shop, find_rule(shop, "budget_exhausted"), LAST, LAST)
    for language, word in (("zh", "响了 1 天"), ("en", "fires on 1")):
        with speaking(language):
            heads, lines = rows(found)
            assert word in summary(found)[0] and len(heads) == len(lines[0]) == 9
            assert str(note())


def test_the_panel_asks_when_its_button_is_pressed(shop) -> None:
    """In JupyterLab an operator picks a rule and a threshold, and reads what it would have said."""
    controls, answer = panel(shop).children
    rule, start, _, line, button = controls.children
    assert answer.value == "" and set(dict(rule.options).values()) <= {r.id for r in shop.rules}
    rule.value, start.value = "visitors_down_7d", LAST
    assert line.disabled
    rule.value, line.value = "budget_exhausted", "nonsense"
    button.click()
    assert "nonsense" in answer.value
    line.value = "50"
    button.click()
    assert "响了 0 天" in answer.value
