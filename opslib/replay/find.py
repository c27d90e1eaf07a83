"""Which rule is meant: one of the books, or the one in a file that is no book yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ParameterError, unknown
from ..labels import Label
from ..metrics import METRICS
from ..profile import PLATFORMS, load_profile
from ..rules import Rule, read_book

if TYPE_CHECKING:
    from ..shop import Shop


def find_rule(shop: Shop, name: str, threshold: float | None = None) -> Rule:
    """The rule of this id in the shop's books, switched off or not, or the one of a TOML file.

    threshold: try this number in place of the rule's own.
    Raises UnknownName with near names; DeclarationError for a file that cannot be read as a book;
    ParameterError for another platform's rule, or a threshold where the rule has none.
    """
    rule = _of_file(Path(name)) if name.endswith(".toml") else _of_books(shop.rules, name)
    rule = replace(rule, enabled=True)
    if not rule.applies(shop.profile):
        raise ParameterError(
            rule.id,
            Label(f"这条规则是给 {rule.profile} 的。", f"this rule is meant for {rule.profile}."),
            Label("用 --shop 选那个平台的店。", "Choose a shop of that platform with --shop."),
        )
    if threshold is None:
        return rule
    if not takes_threshold(rule):
        raise ParameterError(
            rule.id,
            Label("这条规则没有可以改的阈值。", "this rule has no threshold to change."),
        )
    return replace(rule, threshold=threshold)


def takes_threshold(rule: Rule) -> bool:
    """Whether one number decides when the rule fires."""
    return rule.test in ("above", "below") and rule.threshold is not None


def _of_books(rules: Sequence[Rule], name: str) -> Rule:
    for rule in rules:
        if rule.id == name:
            return rule
    raise unknown(Label("规则", "rule"), name, [r.id for r in rules])


def _of_file(path: Path) -> Rule:
    if not path.is_file():
        raise ParameterError(
            str(path),
            Label("没有这个文件。", "there is no such file."),
            Label("写规则的编号，或一个 TOML 文件的路径。", "Name a rule, or a TOML file's path."),
        )
    profiles = [load_profile(id) for id in PLATFORMS]
    found = read_book(path, metrics=METRICS, profiles=profiles)
    if len(found) != 1:
        ids = ", ".join(r.id for r in found)
        raise ParameterError(
            str(path),
            Label(
                f"要正好一条规则，现在有 {len(found)} 条：{ids}",
                f"holds {len(found)} rules: {ids}.",
            ),
            Label("留下一条，其余放进 rules 文件夹。", "Keep one; put the others into rules/."),
        )
    return found[0]
