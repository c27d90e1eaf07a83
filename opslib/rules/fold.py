"""One cause, one alarm: findings that say the same thing twice become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..labels import Label
from ..model import SEVERITIES, Finding, Money, Subject
from .phrase import shortened
from .rule import Rule

# A lower cause explains an upper one: fewer visitors explain fewer sales.
EXPLAINED_BY: dict[str, tuple[str, ...]] = {
    "sales": ("visitors", "exposure", "conversion"),
    "visitors": ("exposure",),
}
# What a plan lost, the shop's exposure, visitors and sales lost too.
SPECIFIC = {"budget_out": ("exposure", "visitors", "sales")}
# Through which entrances a word's or a plan's visitors come: what it lost they lost, too.
ENTERS_BY = {
    "keyword": ("搜索", "search"),
    "plan": ("付费", "推广", "全站推", "paid", "ads", "p4p"),
}
# A member that carries this part of the shop's loss is its explanation.
CARRIES = 0.5
NAMED = 3
Key = tuple[str, Subject]


def fold(findings: Sequence[Finding], rules: Mapping[str, Rule]) -> list[Finding]:
    """The findings with one left for each cause; the others' ids stand in its `folded`.

    First findings of one cause about the same subject merge; then of one subject what follows
    from another (sales from visitors); then the shop's finding and its members': a member that
    carries half of the shop's money is the explanation and the shop's stands in it. One that
    carries less stays beside it and its price comes off the shop's; without a price of its own
    it is named there. A word or plan and the entrance its visitors come by are told apart alike.
    """

    def cause(finding: Finding) -> str:
        rule = rules.get(finding.rule)
        return rule.cause if rule else finding.rule

    groups: dict[Key, list[Finding]] = {}
    for finding in findings:
        groups.setdefault((cause(finding), finding.subject), []).append(finding)
    heads = {key: _merge(group) for key, group in groups.items()}
    _explain(heads)
    for channel in [k for k in heads if k[1].dimension == "channel"]:
        _by_entrance(heads, channel)
    for key in [k for k in heads if k[1].dimension != "shop"]:
        _beside_shop(heads, key)
    lists = _by_rule(heads.values())
    return [f for group in lists for f in _told(group, rules)]


def _explain(heads: dict[Key, Finding]) -> None:
    """Of one subject, what follows from another finding goes into it."""
    for upper, lowers in EXPLAINED_BY.items():
        for subject in [s for c, s in heads if c == upper]:
            lower = next((c for c in lowers if (c, subject) in heads), None)
            if lower is not None:
                taken = heads.pop((upper, subject))
                heads[lower, subject] = _take(heads[lower, subject], taken)


def _by_entrance(heads: dict[Key, Finding], key: Key) -> None:
    """A channel's finding against those of its words or plans, or of the channel it is part of."""
    cause, subject = key
    for other in [k for k in heads if k != key]:
        whole = other[1].dimension == "channel" and subject.member.startswith(other[1].member)
        if whole and other[0] == "scene" and cause != "scene":
            heads[key] = _take(heads[key], heads.pop(other), keep=True)
            continue
        doors = ENTERS_BY.get(other[1].dimension, ())
        member, channel = heads[other], heads[key]
        if other[0] not in (cause, *SPECIFIC) or not member.money or not channel.money:
            continue
        if any(door in subject.member.lower() for door in doors):
            if _carries(member, channel):
                heads[other] = _take(member, heads.pop(key), keep=True)
                return
            heads[key] = replace(channel, money=_less(channel.money, member.money.mid))


def _beside_shop(heads: dict[Key, Finding], key: Key) -> None:
    """A member's finding against the shop's of the same cause, or of one that follows from it."""
    cause, _ = key
    follows = [u for u, lowers in EXPLAINED_BY.items() if cause in lowers]
    for upper in (cause, *SPECIFIC.get(cause, ()), *follows):
        shop = heads.get((upper, Subject()))
        if shop is None:
            continue
        member = heads[key]
        if member.money and (shop.money is None or _carries(member, shop)):
            heads[key] = _take(member, heads.pop((upper, Subject())), keep=True)
        elif member.money and shop.money:
            left = _less(shop.money, member.money.mid)
            heads[upper, Subject()] = replace(shop, money=left, detail=_naming(shop, member))
        elif upper == cause:
            heads[upper, Subject()] = _take(shop, heads.pop(key), name=True)
        return


def _carries(member: Finding, shop: Finding) -> bool:
    assert member.money and shop.money
    return member.money.mid >= CARRIES * shop.money.mid


def _less(money: Money, mid: float) -> Money:
    """The price less what a member's own finding already names; its range narrows with it."""
    left = max(money.mid - mid, 0.0) / money.mid if money.mid > 0 else 0.0
    return replace(money, low=money.low * left, mid=money.mid * left, high=money.high * left)


def _weight(finding: Finding) -> tuple[int, float]:
    return -SEVERITIES.index(finding.severity), finding.money.mid if finding.money else 0.0


def _merge(group: list[Finding]) -> Finding:
    """The weightiest of one cause and subject carries the others."""
    head, *rest = sorted(group, key=_weight, reverse=True)
    for finding in rest:
        head = _take(head, finding)
    return head


def _take(head: Finding, other: Finding, *, name: bool = False, keep: bool = False) -> Finding:
    """Head with another finding folded in; the dearer price stands (or `keep` the head's own)."""
    money = head.money
    if other.money and not (keep and money) and (money is None or other.money.mid > money.mid):
        money = other.money
    detail = _naming(head, other) if name and len(head.folded) < NAMED else head.detail
    return replace(head, money=money, detail=detail, folded=(*head.folded, other.id, *other.folded))


def _naming(head: Finding, other: Finding) -> Label:
    """The head's detail with the name of a member that is part of the story."""
    name = shortened(other.subject.name)
    more = Label(f"其中：{name}。", f"Among them: {name}.")
    return (
        Label(f"{head.detail.zh}{more.zh}", f"{head.detail.en} {more.en}") if head.detail else more
    )


def _by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.subject.dimension), []).append(finding)
    return list(groups.values())


def _told(group: list[Finding], rules: Mapping[str, Rule]) -> list[Finding]:
    """Members that moved beyond chance are a cause each; what was counted is one list."""
    rule = rules.get(group[0].rule)
    if rule is not None and rule.test == "change" and len(group) <= NAMED:
        return group
    return [_one_list(group)]


def _one_list(group: list[Finding]) -> Finding:
    """Many members under one rule are one alarm that names the weightiest of them."""
    if len(group) == 1:
        return group[0]
    head, *rest = sorted(group, key=_weight, reverse=True)
    names = [shortened(f.subject.name) for f in rest]
    shown_zh, shown_en = "、".join(names[:NAMED]), ", ".join(names[:NAMED])
    more = Label(f"同样情况还有 {len(rest)} 个：{shown_zh}", f"{len(rest)} more: {shown_en}")
    if len(rest) > NAMED:
        more = Label(f"{more.zh} 等。", f"{more.en} and others.")
    else:
        more = Label(f"{more.zh}。", f"{more.en}.")
    detail = (
        Label(f"{head.detail.zh}{more.zh}", f"{head.detail.en} {more.en}") if head.detail else more
    )
    money = head.money
    prices = [f.money for f in group if f.money]
    if prices:
        money = replace(
            prices[0],
            low=sum(m.low for m in prices),
            mid=sum(m.mid for m in prices),
            high=sum(m.high for m in prices),
        )
    folded = tuple(i for f in rest for i in (f.id, *f.folded))
    return replace(head, money=money, detail=detail, folded=(*head.folded, *folded))
