"""One cause, one alarm: findings that say the same thing twice become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..labels import Label
from ..model import SEVERITIES, Finding, Subject
from .phrase import shortened
from .rule import Rule

# A lower cause explains an upper one: fewer visitors explain fewer sales.
EXPLAINED_BY: dict[str, tuple[str, ...]] = {
    "sales": ("visitors", "exposure", "conversion"),
    "visitors": ("exposure",),
}
NAMED = 3


def fold(findings: Sequence[Finding], rules: Mapping[str, Rule]) -> list[Finding]:
    """The findings with one left for each cause; the others' ids stand in its `folded`.

    First findings of one cause about the same subject merge, then a member's finding folds into
    the shop's of the same cause, then the shop's sales into the traffic that explains them.
    """

    def cause(finding: Finding) -> str:
        rule = rules.get(finding.rule)
        return rule.cause if rule else finding.rule

    groups: dict[tuple[str, Subject], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((cause(finding), finding.subject), []).append(finding)
    heads = {key: _merge(group) for key, group in groups.items()}
    for key in [k for k in heads if k[1].dimension != "shop"]:
        shop = (key[0], Subject())
        if shop in heads:
            heads[shop] = _take(heads[shop], heads.pop(key), name=True)
    for upper, lowers in EXPLAINED_BY.items():
        for lower in lowers:
            if (upper, Subject()) in heads and (lower, Subject()) in heads:
                taken = heads.pop((upper, Subject()))
                heads[lower, Subject()] = _take(heads[lower, Subject()], taken)
                break
    return [_one_list(group) for group in _by_rule(heads.values())]


def _weight(finding: Finding) -> tuple[int, float]:
    return -SEVERITIES.index(finding.severity), finding.money.mid if finding.money else 0.0


def _merge(group: list[Finding]) -> Finding:
    """The weightiest of one cause and subject carries the others."""
    head, *rest = sorted(group, key=_weight, reverse=True)
    for finding in rest:
        head = _take(head, finding)
    return head


def _take(head: Finding, other: Finding, *, name: bool = False) -> Finding:
    """Head with another finding folded in; the dearer price stands, prices are never added."""
    money = head.money
    if other.money and (money is None or other.money.mid > money.mid):
        money = other.money
    detail = head.detail
    if name and len(head.folded) < NAMED:
        more = Label(
            f"其中：{shortened(other.subject.name)}。",
            f"Among them: {shortened(other.subject.name)}.",
        )
        detail = Label(f"{detail.zh}{more.zh}", f"{detail.en} {more.en}") if detail else more
    return replace(head, money=money, detail=detail, folded=(*head.folded, other.id, *other.folded))


def _by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.subject.dimension), []).append(finding)
    return list(groups.values())


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
