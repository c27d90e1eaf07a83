"""A rule as it stands in a book: what it looks at, when it fires, what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ..labels import Label
from ..model import Severity
from ..profile import Profile
from .conditions import Direction
from .observed import OBSERVED


@dataclass(frozen=True)
class Part:
    """One half of a both-and pattern: a metric that has to move, or has to stay quiet."""

    metric: str
    test: str
    want: Literal["fires", "quiet"]
    direction: Direction
    window: int
    threshold: float | str | None


@dataclass(frozen=True)
class Rule:
    """One rule of a book. `guides[0]` is the guide row it is shown under.

    `needs`: the fact tables without which it cannot be asked. `cause`: rules of one cause are
    one alarm. `name`: what is looked at, for the list of checks. `top`: look at the largest
    members only (0: all). `peers`: the threshold comes from peers where they are exported.
    `enabled`: a rule that is switched off is read and can be replayed, but no report asks it.
    """

    id: str
    guides: tuple[str, ...]
    profile: str
    metric: str
    by: str
    window: int
    test: str
    threshold: float | str | None
    evidence: float
    severity: Severity
    minutes: int
    name: Label
    title: Label
    action: Label
    detail: Label | None
    money: str
    assumed: bool
    direction: Direction
    days: int
    cause: str
    needs: tuple[str, ...]
    parts: tuple[Part, ...]
    top: int
    peers: bool
    fires: tuple[dict[str, Any], ...]
    quiet: tuple[dict[str, Any], ...]
    where: str
    enabled: bool = True

    @property
    def guide(self) -> str:
        return self.guides[0]

    def applies(self, profile: Profile) -> bool:
        """Whether the rule is switched on and meant for this platform."""
        return self.enabled and self.profile in ("both", profile.id)

    def limit(self, profile: Profile, on: date) -> object:
        """The threshold in force: the rule's own number, or the profile's on that day."""
        return resolve(self.threshold, profile, on)

    def is_assumed(self, profile: Profile, on: date) -> bool:
        """Whether the threshold is ours and not the guide's."""
        used = list(OBSERVED[self.metric].uses) if self.metric in OBSERVED else []
        if isinstance(self.threshold, str):
            used.append(self.threshold.removeprefix("profile:").partition(".")[0])
        return self.assumed or any(profile.threshold(name, on).assumed for name in used)


def resolve(threshold: float | str | None, profile: Profile, on: date) -> object:
    """A number as it is; "profile:NAME" or "profile:NAME.KEY" from the dated profile."""
    if not isinstance(threshold, str):
        return threshold
    name, _, key = threshold.removeprefix("profile:").partition(".")
    value = profile.threshold(name, on).value
    return value[key] if key and isinstance(value, dict) else value
