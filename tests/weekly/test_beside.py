"""What stands beside the account, on the sample shops: what was planted is found and told."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from opslib import open_shop, places
from opslib.model import Check, Finding
from opslib.report.promo.asked import things
from opslib.weekly.asked import settled, whole_plans
from opslib.weekly.beside import _leaves
from opslib.weekly.findings import side_findings
from opslib.weekly.week import Weekly

DAY = "2026-11-20"


@pytest.fixture(scope="module")
def week(imported: Path) -> Weekly:
    return open_shop(imported, shop="cotton1688", as_of=DAY).weekly()


@pytest.fixture(scope="module")
def exporter(imported: Path) -> Weekly:
    return open_shop(imported, shop="alibaba_demo", as_of=DAY).weekly()


def planted(shop: str, kind: str) -> pd.DataFrame:
    """The ledger's rows of one kind."""
    truth = pd.read_csv(places.samples() / shop / "truth" / "promotion.csv", dtype={"member": str})
    return truth[truth["kind"].eq(kind)]


def best(rows: pd.DataFrame) -> str:
    """The member that was made the best."""
    return str(rows.loc[rows["true"].astype(float).idxmax(), "member"])


def test_the_planted_hour_creative_and_product_win(week: Weekly) -> None:
    """The page must name what was made the best, not a lucky one."""
    assert f"{week.compared.live.best}:00" == best(planted("shop_1688", "live"))
    truth = planted("shop_1688", "creative")
    for one in week.contests.creatives:
        if one.state == "winner":
            row = one.arms.iloc[0]
            mine = truth[truth["plan"].eq(one.plan)]
            assert best(mine) in (row["creative"], row["title"])
    assert any(one.state == "winner" for one in week.contests.creatives)
    tests = planted("shop_1688", "test")
    for key, one in week.contests.contests.items():
        if key.startswith("test:"):
            assert one.winner == best(tests[tests["plan"].eq(key.removeprefix("test:"))])


def test_audiences_stand_in_the_order_of_the_truth(week: Weekly) -> None:
    """Whose click is truly worth more must rather be told to be worth more."""
    truth = planted("shop_1688", "audience").set_index(["plan", "member"])["true"].astype(float)
    found = week.compared.audiences.set_index(["plan", "audience"])["value_per_click"]
    both = pd.concat([truth, found], axis=1, keys=["true", "found"]).dropna()
    assert len(both) >= 10
    assert both.groupby(level=0).corr(method="spearman")["found"].xs("true", level=1).mean() > 0.3


def test_other_levels_never_enter_the_account(week: Weekly, exporter: Weekly) -> None:
    """Creatives and audiences are the plans' money seen again: adding them would double it."""
    for one in (week, exporter):
        assert set(one.ads["level"]) <= {"shop", "plan", "product", "keyword", "hour"}
        assert len(one.compared.beside.level("audience"))
    known = week.compared.beside.level("creative")
    plans = week.ads[week.ads["level"].eq("plan")]
    day = known["date"].max()
    for plan, rows in known[known["date"].eq(day)].groupby("plan"):
        whole = plans[plans["plan"].eq(plan) & plans["date"].eq(day)]["spend"].sum()
        assert rows["spend"].sum() == pytest.approx(whole, rel=0.02, abs=0.05)


def test_findings_and_checks_name_their_guide_rows(week: Weekly, exporter: Weekly) -> None:
    """What the page asks for must lead back to the guide; what was looked at is listed."""
    guides = {"000-26", "003-32", "003-31", "001-87", "001-10", "001-55", "001-52"}
    for one in (week, exporter):
        review = one.show.review
        assert one.show.failed == []
        assert guides <= {c.guide for c in review.checks}
    rules = {f.rule: f for f in week.show.review.findings}
    assert {"live_hour", "creative_winner", "test_winner"} <= set(rules)
    for rule in ("live_hour", "creative_winner"):
        money = rules[rule].money
        assert money is not None and money.low <= money.mid <= money.high and money.mid > 0
    peers = [f for one in (week, exporter) for f in side_findings(one) if f.rule == "peers_ctr"]
    assert peers and all(f.money is None or f.money.low == 0 for f in peers)


def test_nothing_is_asked_twice_or_before_what_it_needs(week: Weekly, exporter: Weekly) -> None:
    """All of a plan's audiences up is the plan's own finding; a click rate below peers is mended by
    the creative that has won; a premium where the money is gone early buys nothing."""
    made = list(side_findings(week))
    told = week.show.review.findings
    assert whole_plans(week) & {f.subject.within for f in made if f.rule == "audience_up"}
    assert not any(f.rule == "audience_up" for f in told)
    (creative,) = [f for f in told if f.rule == "creative_winner"]
    behind = [f for f in made if f.rule == "peers_ctr" and f.subject == creative.subject]
    assert behind and set(creative.folded) >= {f.id for f in behind}
    assert not {f.id for f in told} & set(creative.folded)
    ups = [f for f in exporter.show.review.findings if f.rule == "audience_up"]
    assert ups and {f.subject.within for f in ups} == {"P4P-Thermal"}


def test_what_was_only_observed_is_watched(week: Weekly) -> None:
    """Hours of going on air were chosen by people: their figures show no cause to act upon."""
    (live,) = [f for f in week.show.review.findings if f.rule == "live_hour"]
    assert live.severity == "watch" and live.detail is not None and "先试一场" in live.detail.zh
    assert not any(a.finding == live.id for a in week.actions)


def test_a_check_that_fired_is_told_or_says_what_became_of_it(
    week: Weekly, exporter: Weekly
) -> None:
    """ "Fired" beside nothing to do sends people to look for a finding that is not there."""
    for one in (week, exporter):
        review = one.show.review
        listed = {f.rule for f in review.findings}
        for check in review.checks:
            assert (check.state == "fail") == (check.rule in listed), check.rule
            assert check.state != "folded" or check.reason is not None
    gone = {c.rule: c for c in week.show.review.checks if c.state == "folded"}
    assert set(gone) == {"peers_ctr", "audience_up"}
    assert gone["peers_ctr"].reason is not None and "并入" in gone["peers_ctr"].reason.zh
    assert "已并入" in week.show.verdict().html


def test_what_is_too_small_or_waits_for_the_budget_says_so(week: Weekly) -> None:
    """Three ways in which a difference that was seen asks for nothing."""
    made = [f for f in week.show.review.findings if f.rule == "word_raise"][:1]
    fired = Check("word_raise", "", "fail", 9, week.kinds["word_raise"].checked)

    def came(found: list[Finding], gone: tuple[str, ...]) -> Check:
        plans = pd.DataFrame({"plan": [*gone], "out_days": [7] * len(gone)})
        odd = SimpleNamespace(kinds=week.kinds, budget=SimpleNamespace(plans=plans))
        return settled([fired], found, [], odd)[0]  # type: ignore[arg-type]

    small, waits, none = came(made, ()), came([], ("A",)), came([], ())
    assert small.state == "pass" and small.reason is not None and "1 条" in small.reason.zh
    assert waits.state == "folded" and waits.reason is not None and "预算" in waits.reason.zh
    assert none.state == "pass" and none.reason is not None and "不赚" in none.reason.zh


def test_what_the_week_asks_is_due_after_the_report(week: Weekly, exporter: Weekly) -> None:
    """Weeks of Alibaba.com end on Saturday: five days later was before Friday's report."""
    for one in (week, exporter):
        assert one.actions and all(a.due and a.due > one.shop.as_of for a in one.actions)


def test_no_chance_is_surer_than_its_price(week: Weekly, exporter: Weekly) -> None:
    """A price whose range reaches below nothing is not "99 % sure"; what is not sure enough is
    watched, and only what is to be acted on becomes an action."""
    for one in (week, exporter):
        found = one.show.review.findings
        assert all(f.probability is None or f.probability < 1 for f in found)
        for f in found:
            if f.money is not None and f.money.low < 0 and f.probability is not None:
                assert f.probability < 0.95
                assert (f.severity == "act") == (f.probability >= one.terms.evidence)
        acted = {f.id for f in found if f.severity == "act"}
        assert {a.finding for a in one.actions} <= acted


def test_the_page_is_a_few_things_to_do(week: Weekly, exporter: Weekly) -> None:
    """Twenty cards are no Monday morning: what is done in one go is one, nothing gets lost."""
    for one in (week, exporter):
        found = one.show.review.findings
        listed = things(found)
        assert len(listed) <= 10 < len(found)
        assert sorted(f.id for a in listed for f in a.members) == sorted(f.id for f in found)
        html = one.show.verdict().html
        assert all(html.count(f'data-finding="{f.id}"') == 1 for f in found)
        front = [a for a in listed if a.severity == "act"]
        prices = [a.money.mid for a in front if a.money]
        assert prices == sorted(prices, reverse=True)


def test_sections_show_their_numbers(week: Weekly, exporter: Weekly) -> None:
    """`opslib why` finds a figure by making its section again: the same ids, the same values."""
    for one in (week, exporter):
        for name in ("channels", "audiences", "slots", "contests"):
            assert getattr(one.show, name)().text
        kept = dict(one.show.sheet.numbers)
        assert any(k.startswith("channel.each.") for k in kept)
        assert any(k.startswith("audience.") for k in kept)
        assert {"channels", "peers", "audiences", "live"} <= set(one.show.sheet.tables)


def test_tests_do_not_count_as_smart_plans(week: Weekly) -> None:
    """A product test runs under a smart line: its odd products say nothing of smart plans."""
    smart = week.contests.contests["smart"].arms.set_index("arm")["spend"]
    plans = week.compared._rows("plan", 8)
    tests = plans[plans["plan"].str.contains("测款")]["spend"].sum()
    assert tests > 0 and smart.sum() < plans["spend"].sum() - 0.9 * tests


def test_sums_of_finer_channels_are_left_out() -> None:
    """ "Search" beside "search > natural" would count the same visitors twice."""
    rows = pd.DataFrame({"channel": ["搜索", "搜索 > 自然搜索", "直接访问", ""], "visitors": 1})
    assert _leaves(rows)["channel"].tolist() == ["搜索 > 自然搜索", "直接访问"]
