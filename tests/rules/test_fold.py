"""Folding: one cause is one alarm, and nothing that was folded is lost."""

from dataclasses import replace
from types import SimpleNamespace

from opslib.model import Money, Subject
from opslib.rules.fold import fold

from .test_money import FINDING

CAUSES = {
    "v1": "visitors",
    "v7": "visitors",
    "kw": "exposure",
    "imp": "exposure",
    "s1": "sales",
    "tag": "marks",
    "cvr": "conversion",
    "psales": "sales",
    "plan": "budget_out",
    "ch": "exposure",
    "scene": "scene",
}
MOVED = ("v1", "v7", "kw", "imp", "s1", "cvr", "psales", "ch")
RULES = {
    rule: SimpleNamespace(cause=cause, test="change" if rule in MOVED else "above")
    for rule, cause in CAUSES.items()
}
SHOP = Subject()


def finding(rule, mid, member="", severity="act"):
    subject = Subject("keyword", member, member) if member else SHOP
    money = Money(mid / 2, mid, mid * 2) if mid else None
    return replace(
        FINDING, id=f"{rule}.{member}", rule=rule, severity=severity, subject=subject, money=money
    )


def test_windows_of_one_metric_are_one_alarm():
    """Yesterday's and last week's visitors tell one story; the dearer price stands, unadded."""
    (found,) = fold([finding("v1", 300), finding("v7", 900)], RULES)
    assert (found.id, found.folded, found.money.mid) == ("v7.", ("v1.",), 900)


def test_the_word_that_carries_the_loss_is_told_and_not_the_shop():
    """500 of the shop's 900 come from one word: the word is what can be mended."""
    (found,) = fold([finding("imp", 900), finding("kw", 500, "纯棉打底衫")], RULES)
    assert (found.rule, found.folded, found.money.mid) == ("kw", ("imp.",), 500)


def test_a_smaller_cause_is_not_swallowed_by_the_shops():
    """A word of 200 in a fall of 900 is a cause of its own; 700 are left to the rest."""
    imp, word = fold([finding("imp", 900), finding("kw", 200, "纯棉打底衫")], RULES)
    assert (imp.money.mid, word.money.mid, imp.folded) == (700, 200, ())


def test_a_products_sales_fold_into_its_broken_conversion():
    """One broken product is one alarm: rate, sales, the shop's sales."""
    found = fold(
        [finding("s1", 900), finding("psales", 600, "p1"), finding("cvr", 700, "p1")], RULES
    )
    assert [f.rule for f in found] == ["cvr"]
    assert set(found[0].folded) == {"s1.", "psales.p1"}


def test_a_plan_that_ran_out_explains_the_shops_missing_impressions():
    """The budget is the cause; the shop's exposure must not stand beside it as a second one."""
    (found,) = fold([finding("imp", 900), finding("plan", 800, "A")], RULES)
    assert (found.rule, found.folded) == ("plan", ("imp.",))


def channel(rule, mid, member):
    found = finding(rule, mid, member)
    return replace(found, subject=Subject("channel", member, member))


def test_the_word_explains_the_search_channel_it_enters_by():
    """A word that lost 500 of the 600 visits' worth of search is one cause, not two."""
    word, lost = finding("kw", 500, "纯棉打底衫"), channel("ch", 600, "搜索 > 自然搜索")
    (found,) = fold([word, lost, finding("imp", 800)], RULES)
    assert found.rule == "kw" and set(found.folded) == {"ch.搜索 > 自然搜索", "imp."}
    # Live shows have nothing to do with a word.
    assert len(fold([word, channel("ch", 600, "横向及活动场景 > 直播")], RULES)) == 2


def test_a_channels_share_of_traffic_is_told_with_its_visitors():
    """'Search brings less' and 'search is a smaller share' are one piece of news."""
    lost, share = channel("ch", 600, "搜索 > 自然搜索"), channel("scene", 0, "搜索")
    (found,) = fold([share, lost], RULES)
    assert found.rule == "ch" and found.folded == ("scene.搜索",)


def test_two_words_that_fell_are_two_causes():
    """Two words with titles of their own are mended apart."""
    assert len(fold([finding("kw", 500, "a"), finding("kw", 300, "b")], RULES)) == 2


def test_sales_fold_into_the_traffic_that_explains_them():
    """Fewer visitors and fewer sales are one fire, not two."""
    (found,) = fold([finding("s1", 1000), finding("v1", 800)], RULES)
    assert found.rule == "v1" and found.folded == ("s1.",) and found.money.mid == 1000


def test_sales_alone_stay():
    """Without a cause below them the sales themselves are the news."""
    assert [f.rule for f in fold([finding("s1", 1000)], RULES)] == ["s1"]


def test_many_members_of_one_rule_are_one_line():
    """Thirty products without a tag must not fill the page."""
    found = fold([finding("tag", 10 * i, f"p{i}") for i in range(1, 31)], RULES)
    assert len(found) == 1 and found[0].subject.member == "p30" and len(found[0].folded) == 29
    assert "29" in found[0].detail.zh and found[0].money.mid == 10 * 465


def test_different_causes_stay_apart():
    """A lost tag must not disappear under a traffic alarm."""
    assert len(fold([finding("v1", 300), finding("tag", 10, "p1")], RULES)) == 2
