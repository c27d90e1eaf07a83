"""What the comparison asks to be done, most money first."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..model import Check, Finding

if TYPE_CHECKING:
    from .compare import Comparison


@dataclass(frozen=True)
class RivalReview:
    """What the comparison came to; most money first."""

    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    false_alarms_expected: float = 0.0
    realised: None = field(default=None)


FINDERS: tuple[Callable[[Comparison], Iterable[Finding]], ...] = ()
CHECKERS: tuple[Callable[[Comparison], Iterable[Check]], ...] = ()


def review(made: Comparison, failed: list[str]) -> RivalReview:
    """Every judgement asked; one that fails is remembered in `failed`, the others go on."""
    found = [f for make in FINDERS for f in _made(make, made, failed)]
    checks = [c for make in CHECKERS for c in _made(make, made, failed)]
    ordered = sorted(found, key=lambda f: (-(f.money.mid if f.money else 0.0), f.id))
    return RivalReview(tuple(ordered), tuple(checks))


def _made(make: Callable, made: Comparison, failed: list[str]) -> Iterator:  # type: ignore[type-arg]
    try:
        return iter(list(make(made)))
    except Exception:
        traceback.print_exc()
        failed.append(make.__name__)
        return iter(())
