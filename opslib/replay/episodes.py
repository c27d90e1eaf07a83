"""Days on which a rule fired, put together to episodes, and what came after each of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from ..labels import Label
from ..model import Finding, Money

# An alarm that is over within so many days, nobody knowing of it, was probably none.
WITHIN = 7


@dataclass(frozen=True, slots=True)
class Firing:
    """One day on which the rule fired. `under`: the rule that its finding was folded into."""

    day: date
    finding: Finding
    under: str = ""

    @property
    def ids(self) -> set[str]:
        """The finding and those it stands for."""
        return {self.finding.id, *self.finding.folded}


@dataclass(frozen=True, slots=True)
class Episode:
    """One alarm from its first day to its last.

    `days`: days it fired. `missing`: the shop's paid amount below (above: negative) what was to
    be expected on those days. `recovered`: over within 7 days of its first; None where the days
    after are not known yet.
    """

    first: date
    last: date
    days: int
    subject: str
    value: float | None
    threshold: float | None
    unit: str
    title: Label
    money: Money | None
    missing: float | None = None
    recovered: bool | None = None
    under: str = ""


@dataclass
class Run:
    """Firings of one cause on days that follow each other."""

    firings: list[Firing] = field(default_factory=list)

    def takes(self, firing: Firing, known: Sequence[date]) -> bool:
        """Whether the firing goes on where this run ended, days without data left out."""
        between = [d for d in known if self.firings[-1].day < d < firing.day]
        return not between and bool(self.firings[-1].ids & firing.ids)


def runs(firings: Sequence[Firing], known: Sequence[date]) -> list[list[Firing]]:
    """The firings of each episode, by its first day.

    known: the days that the rule could be asked, ascending.
    """
    found: list[Run] = []
    for firing in sorted(firings, key=lambda f: f.day):
        going = next((r for r in reversed(found) if r.takes(firing, known)), None)
        if going is None:
            found.append(Run([firing]))
        else:
            going.firings.append(firing)
    return [r.firings for r in found]


def episode(
    firings: Sequence[Firing],
    known: Sequence[date],
    sales: pd.DataFrame,
    figure: pd.DataFrame | None,
    window: int,
) -> Episode:
    """What came of one alarm.

    sales: frame(date, value, expected) of the shop's paid amount, each day expected from earlier
    days. figure: frame(date, value) of the rule's own metric where it is one of the whole shop,
    else None; then the alarm is over when the rule no longer fires.
    """
    head, days = firings[0].finding, [f.day for f in firings]
    over = _quiet(days, known) if figure is None else came_back(figure, days[0], window)
    return Episode(
        first=days[0],
        last=days[-1],
        days=len(days),
        subject=head.subject.name if head.subject.dimension != "shop" else "",
        value=head.value,
        threshold=head.threshold,
        unit=head.unit,
        title=head.title,
        money=head.money,
        missing=shortfall(sales, days),
        recovered=over,
        under=firings[0].under,
    )


def shortfall(sales: pd.DataFrame, days: Collection[date]) -> float | None:
    """Expected less real sales over these days; None where no day can be compared."""
    both = sales[sales["value"].notna() & sales["expected"].notna()]
    of = both[pd.to_datetime(both["date"]).dt.date.isin(list(days))]
    return float((of["expected"] - of["value"]).sum()) if len(of) else None


def _quiet(days: Sequence[date], known: Sequence[date]) -> bool | None:
    """Whether the rule was quiet again within 7 days; None where those days were not asked."""
    end = days[0] + timedelta(days=WITHIN)
    if any(days[-1] < d <= end for d in known):
        return True
    return False if days[-1] >= end or (known and known[-1] >= end) else None


def came_back(figure: pd.DataFrame, first: date, window: int) -> bool | None:
    """Did the figure close half of its gap on two days in a row within 7 days?

    The gap of a day is its share above or below the mean of the same weekday in the four weeks
    before the alarm, so that a quiet Sunday is no gap and a new level is no recovery. The alarm's
    own gap is the mean over the rule's window. None where too few days are known.
    """
    values = {
        d: float(v)
        for d, v in zip(pd.to_datetime(figure["date"]).dt.date, figure["value"], strict=True)
        if pd.notna(v)
    }
    begin = first - timedelta(days=window)
    gaps = {d: _gap(values, d, begin) for d in values if begin < d <= first + timedelta(WITHIN)}
    known: Mapping[date, float] = {d: g for d, g in gaps.items() if g is not None}
    alarm = [g for d, g in known.items() if d <= first]
    if not alarm:
        return None
    size = float(np.mean(alarm))
    after = [first + timedelta(days=i) for i in range(1, WITHIN + 1)]
    back = [known[d] / size <= 0.5 if d in known and size else None for d in after]
    if any(a and b for a, b in pairwise(back)):
        return True
    return None if None in back else False


def _gap(values: Mapping[date, float], day: date, begin: date) -> float | None:
    """The day against the mean of its weekday in the four weeks that end with `begin`."""
    weeks = [begin - timedelta(days=i) for i in range(28)]
    same = [values[d] for d in weeks if d in values and d.weekday() == day.weekday()]
    usual = float(np.mean(same)) if same else 0.0
    return values[day] / usual - 1 if usual > 0 else None
