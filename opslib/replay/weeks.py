"""The weekly review asked again on past weeks: which findings, for how much, and did they hold?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..errors import ParameterError, unknown
from ..kinds import chosen
from ..labels import Label
from ..model import Check, Finding
from ..weekly.asked import asked
from ..weekly.findings import FINDERS, week_checks
from ..weekly.kinds import Kind, kind_files, kinds_of, load_kinds
from .episodes import Firing, runs
from .then import Exports, PastWeek

if TYPE_CHECKING:
    from ..shop import Shop

ALL = "promotion"  # every kind of finding of the weekly review at once
LATER = timedelta(days=28)  # after a finding, its word is watched for so long
_MOST_WEEKS = 110
_ENOUGH = 10  # clicks after a finding, below which nothing is said of it
_UP, _DOWN = ("word_raise", "word_expand"), ("word_lower", "word_remove")


@dataclass(frozen=True)
class Held:
    """What a word's clicks of the four weeks after a finding brought.

    `surplus`: their value less what the target asks for their spend, a week, in the shop's
    currency; `right`: whether it lies on the side that the finding said.
    """

    clicks: float
    surplus: float
    right: bool


@dataclass(frozen=True)
class Spell:
    """One finding in weeks that follow each other; `first` and `last`: days it was asked on."""

    first: date
    last: date
    weeks: int
    finding: Finding
    held: Held | None


@dataclass(frozen=True)
class KindPast:
    """One kind of finding over all weeks asked.

    `asked`: days on which it could be judged; `absent`: without its data; `unsure`: with data, but
    too few of it for a judgement. `spells`: newest first.
    """

    rule: str
    name: Label
    asked: tuple[date, ...]
    absent: tuple[date, ...]
    unsure: tuple[date, ...]
    firings: tuple[Firing, ...]
    spells: tuple[Spell, ...]

    @property
    def weeks(self) -> int:
        """Weeks in which it told something."""
        return len({f.day for f in self.firings})

    @property
    def a_week(self) -> float | None:
        """Money that its findings promised a week, on average over the weeks asked."""
        if not self.asked:
            return None
        return sum(f.finding.money.mid for f in self.firings if f.finding.money) / len(self.asked)

    @property
    def right(self) -> tuple[int, int]:
        """Of so many spells whose later clicks can be looked at, so many held: (held, all)."""
        told = [s.held for s in self.spells if s.held is not None]
        return sum(h.right for h in told), len(told)


@dataclass(frozen=True)
class WeekReplay:
    """The weekly review over past weeks; `terms`: what was asked in place of the shop's own."""

    rule: str
    first: date
    last: date
    days: tuple[date, ...]
    terms: Mapping[str, float]
    currency: str
    kinds: tuple[KindPast, ...]


def replay_weeks(
    shop: Shop, rule: str, first: date, last: date, terms: Mapping[str, float] | None = None
) -> WeekReplay:
    """Which findings would the weekly review have told, and did they hold?

    rule: one kind of finding (`word_remove`, `budget_move` ...), "promotion" for all, or a TOML
    file with changed kinds (as rules/promotion.toml), which are then tried. The review is asked
    on `last` and every seven days before it down to `first`, each time with the facts and the
    late conversions known at that day's end (see `then.PastWeek`). terms: target_roi, margin,
    weekly_budget, evidence in place of the shop's own; 0: its own.

    What followed is told for words alone, over the 28 days after: a change that somebody made in
    that time cannot be told from luck. Raises UnknownName for a rule that is none,
    DeclarationError for a file that cannot be read, ParameterError for a span that is empty, too
    long or ends after the shop's as-of day.
    """
    days = asked_days(first, last, shop.as_of)
    kinds, wanted = _wanted(shop.workspace.root, rule)
    given = {k: float(v) for k, v in (terms or {}).items() if v}
    now = shop.weekly()
    exports = Exports(now, days[0] - timedelta(days=120))
    asked = {day: _asked(PastWeek(shop.at(day), given, exports), kinds) for day in days}
    watch = _Watch(now.ads)
    past = tuple(_past(id, kinds[id].checked, asked, watch) for id in wanted)
    return WeekReplay(rule, days[0], last, tuple(days), given, shop.currency, past)


def _wanted(root: Path, rule: str) -> tuple[dict[str, Kind], list[str]]:
    """Every kind as it is to be tried, those asked for switched on, and the ids of these."""
    known = kinds_of(root)
    if rule.endswith(".toml"):
        tried = load_kinds(*kind_files(root), Path(rule))
        wanted = [id for id, kind in tried.items() if known.get(id) != kind] or [*tried]
        known = tried
    elif rule == ALL:
        return known, [id for id, kind in known.items() if kind.enabled]
    elif rule not in known:
        raise unknown(Label("规则", "rule"), rule, [ALL, *known])
    else:
        wanted = [rule]
    return known | {id: replace(known[id], enabled=True) for id in wanted}, wanted


def asked_days(first: date, last: date, as_of: date) -> list[date]:
    """`last` and every seventh day before it, not before `first`; oldest first."""
    weeks = (last - first).days // 7 + 1
    if last < first or weeks > _MOST_WEEKS or last > as_of:
        raise ParameterError(
            f"{first} – {last}",
            Label(
                f"要 1 到 {_MOST_WEEKS} 周，最晚到 {as_of}。",
                f"must be 1 to {_MOST_WEEKS} weeks that end by {as_of}.",
            ),
            Label("改 --from 和 --to。", "Change --from and --to."),
        )
    return [last - timedelta(days=7 * i) for i in reversed(range(weeks))]


@dataclass(frozen=True)
class _Week:
    """What one morning said; `hurdle`: value asked for a unit of spend."""

    findings: tuple[Finding, ...]
    checks: Mapping[str, Check]
    hurdle: float


def _asked(week: PastWeek, kinds: dict[str, Kind]) -> _Week:
    week.kinds = kinds
    if week.money["total"].empty:
        return _Week((), {}, np.nan)
    told = asked((f for make in FINDERS for f in make(week)), week)
    found = chosen(told, week.kinds, week.terms.weekly_budget)
    terms = week.terms
    hurdle = terms.target_roi * (terms.margin if terms.basis == "gmv" else 1.0)
    return _Week(tuple(found), {c.rule: c for c in week_checks(week)}, hurdle)


def _past(rule: str, name: Label, asked: Mapping[date, _Week], watch: _Watch) -> KindPast:
    states = {day: week.checks.get(rule) for day, week in asked.items()}
    absent = [d for d, c in states.items() if c is None or c.state == "no_data"]
    unsure = [d for d, c in states.items() if d not in absent and not (c and c.subjects)]
    known = [d for d in states if d not in (*absent, *unsure)]
    firings = [Firing(d, f) for d, w in asked.items() for f in w.findings if f.rule == rule]
    spells = [_spell(run, asked, watch) for run in runs(firings, known)]
    spells.sort(key=lambda s: (s.last, s.finding.money.mid if s.finding.money else 0), reverse=True)
    return KindPast(
        rule, name, tuple(known), tuple(absent), tuple(unsure), tuple(firings), tuple(spells)
    )


def _spell(run: Sequence[Firing], asked: Mapping[date, _Week], watch: _Watch) -> Spell:
    first = run[0]
    held = watch.held(first.finding, first.day, asked[first.day].hurdle)
    return Spell(first.day, run[-1].day, len(run), first.finding, held)


class _Watch:
    """The words' clicks by day as they are known today, to see what followed a finding."""

    def __init__(self, ads: pd.DataFrame) -> None:
        self.words = ads[ads["level"].eq("keyword") & ads["settled"]]

    def held(self, finding: Finding, day: date, hurdle: float) -> Held | None:
        """What the word's clicks of the next four weeks brought; None for too few of them."""
        if finding.rule not in (*_UP, *_DOWN):
            return None
        rows = self.words[self.words["keyword"].eq(finding.subject.member)]
        if finding.subject.within:
            rows = rows[rows["plan"].eq(finding.subject.within)]
        after = rows["date"].between(
            pd.Timestamp(day), pd.Timestamp(day + LATER), inclusive="right"
        )
        rows = rows[after]
        clicks, spend = float(rows["clicks"].sum()), float(rows["spend"].sum())
        days = rows["date"].nunique()
        if clicks < _ENOUGH or not days or not np.isfinite(hurdle):
            return None
        surplus = (float(rows["value"].sum()) - hurdle * spend) * 7 / days
        return Held(clicks, surplus, (surplus >= 0) == (finding.rule in _UP))
