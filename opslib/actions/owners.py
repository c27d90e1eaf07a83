"""Who does what: the owners that shop.toml names, by rule, by what an action is about, or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..declared import did_you_mean, read_declared
from ..labels import Label
from .action import Proposal

DIMENSIONS = ("keyword", "product", "plan", "shop")
ALL = "all"


@dataclass(frozen=True)
class Owners:
    """Names by rule, by dimension, and for everything else; `rules`: owners in the rules' file."""

    named: Mapping[str, str]
    rules: Mapping[str, str]

    def of(self, rule: str, dimension: str) -> str:
        """Whose work an action of this rule about such a thing is; "" where nobody is named."""
        asked = (self.named.get(rule), self.rules.get(rule), self.named.get(dimension))
        return next((name for name in (*asked, self.named.get(ALL)) if name), "")

    def given(self, proposals: Sequence[Proposal]) -> list[Proposal]:
        """The proposals, each with an owner where it had none."""
        return [
            one
            if one.owner
            else replace(one, owner=self.of(one.finding.rsplit(".", 1)[0], one.dimension))
            for one in proposals
        ]


def owners(root: Path, shop: str) -> Owners:
    """What shop.toml of a workspace says: [owners] for all shops, `owners` of a [[shop]] first.

    Keys: the id of a rule (word_raise), what an action is about (keyword, product, plan, shop), or
    "all". Raises DeclarationError for other keys, with the nearest, and for what is no name.
    """
    from ..kinds import NUMBERS, kinds_of

    kinds = {id: kind for file in NUMBERS for id, kind in kinds_of(root, file).items()}
    book = read_declared(root / "shop.toml")
    allowed = (ALL, *DIMENSIONS, *kinds)
    named: dict[str, str] = {}
    shops = book.data.get("shop") or []
    own = [(("shop", i, "owners"), s.get("owners")) for i, s in enumerate(shops) if _is(s, shop)]
    for spot, given in ((("owners",), book.data.get("owners")), *own):
        for key, name in (given or {}).items():
            if key not in allowed or not isinstance(name, str):
                raise book.error(
                    Label(f"owners 里的“{key}”看不懂。", f"owners: '{key}' is not understood."),
                    did_you_mean(key, allowed),
                    *spot,
                    key,
                )
            named[key] = name
    return Owners(named, {id: kind.owner for id, kind in kinds.items() if kind.owner})


def _is(entry: Mapping[str, object], shop: str) -> bool:
    return entry.get("id") == shop
