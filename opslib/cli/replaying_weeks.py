"""`opslib replay promotion`, or one kind of the weekly review's findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from .app import show_json

if TYPE_CHECKING:
    from datetime import date

    from ..replay import WeekReplay
    from ..replay.weeks import Spell
    from ..shop import Shop


def is_weekly(rule: str, workspace: Path) -> bool:
    """Whether this names findings of the weekly review and not a rule of a book."""
    from ..replay import ALL
    from ..weekly.kinds import kinds_of

    file = Path(rule)
    if rule.endswith(".toml"):
        return file.is_file() and "[[kind]]" in file.read_text(encoding="utf-8", errors="replace")
    return rule == ALL or rule in kinds_of(workspace)


def tell_weeks(
    shop: Shop, rule: str, span: tuple[date, date], terms: Mapping[str, float], as_json: bool
) -> None:
    """Ask the weekly review again over these days and print what it would have said."""
    from ..replay import replay_weeks
    from ..replay.weeks_telling import rows, summary

    found = replay_weeks(shop, rule, *span, terms)
    if as_json:
        show_json(as_object(found, shop.identity.id))
        return
    for line in summary(found):
        typer.echo(line)
    heads, lines = rows(found)
    for cells in [heads, *lines] if lines else []:
        typer.echo("\t".join(cells))


def as_object(found: WeekReplay, shop: str) -> dict[str, Any]:
    """The one object of `--json`."""
    return {
        "rule": found.rule,
        "shop": shop,
        "from": found.first,
        "to": found.last,
        "asked": list(found.days),
        "terms": dict(found.terms),
        "currency": found.currency,
        "kinds": [
            {
                "rule": k.rule,
                "weeks": {
                    "judged": len(k.asked),
                    "told": k.weeks,
                    "no_data": list(k.absent),
                    "cannot_tell": list(k.unsure),
                },
                "a_week": k.a_week,
                "held": {"right": k.right[0], "of": k.right[1]},
                "findings": [_spell(s) for s in k.spells],
            }
            for k in found.kinds
        ],
    }


def _spell(s: Spell) -> dict[str, Any]:
    f = s.finding
    return {
        "from": s.first,
        "to": s.last,
        "weeks": s.weeks,
        "id": f.id,
        "subject": f.subject.name or f.subject.member,
        "title": str(f.title),
        "money": f.money and {"low": f.money.low, "mid": f.money.mid, "high": f.money.high},
        "probability": f.probability,
        "after": s.held and asdict(s.held),
    }
