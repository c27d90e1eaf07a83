"""The walk: one rule asked on each day of a span as that morning would have asked it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from ..errors import ParameterError
from ..labels import Label
from ..metrics import METRICS
from ..rules import Facts, Review, Rule, View, check
from .episodes import Episode, Firing, episode, runs, shortfall
from .past import Past

if TYPE_CHECKING:
    from ..shop import Shop

DAYS_A_MONTH = 30
_DAILY = ("total", "distinct", "ratio")
_MOST_DAYS = 800


@dataclass(frozen=True)
class Replay:
    """How a rule would have done from `first` to `last`.

    `known`: days it could be asked; `absent`: days without the data it needs, which say nothing.
    `whole`: it shared the false-alarm budget with all other rules, and folding took its part.
    """

    rule: Rule
    first: date
    last: date
    whole: bool
    currency: str
    known: tuple[date, ...]
    absent: tuple[date, ...]
    unsure: tuple[date, ...]
    why_absent: Label | None
    firings: tuple[Firing, ...]
    episodes: tuple[Episode, ...]
    missing: float | None  # sales below expectation on the days that it fired, each counted once

    @property
    def fired(self) -> list[date]:
        """The days on which it fired."""
        return sorted({f.day for f in self.firings})

    @property
    def per_month(self) -> float | None:
        """Episodes in 30 days with data; None without any."""
        return len(self.episodes) * DAYS_A_MONTH / len(self.known) if self.known else None

    @property
    def recovered_share(self) -> float | None:
        """Of the episodes whose end is known, those over within 7 days: probably no alarms."""
        known = [e.recovered for e in self.episodes if e.recovered is not None]
        return sum(known) / len(known) if known else None


def replay(shop: Shop, rule: Rule, first: date, last: date, *, whole: bool = False) -> Replay:
    """How often would this rule have fired on the shop's own past, and what came of it?

    Each day from `first` to `last` is judged as its own morning would have judged it: facts of
    later days are cut (see `Past`), thresholds are those of that day. The budget: asked alone,
    a change is held to Benjamini-Hochberg over the rule's own looks, which is never stricter than
    in the review; with `whole` it shares the budget of the review with all other rules and may be
    folded into another's finding, exactly as on the daily page, at the price of a whole review a
    day. A threshold rule fires the same either way.

    When not to trust it: what was overwritten without a time of its own (stock, stages, owners)
    is seen as it is known today, and what people did about an alarm cannot be told from luck.
    Raises ParameterError for a span that is empty, too long or lies after the shop's as-of day.
    """
    days = _days(first, last, shop.as_of)
    others = [r for r in shop.rules if r.id != rule.id] if whole else []
    known: list[date] = []
    absent: list[date] = []
    unsure: list[date] = []
    firings: list[Firing] = []
    why: Label | None = None
    for day in days:
        review = _asked(shop, day, rule, others)
        state = next(c for c in review.checks if c.rule == rule.id)
        if state.state == "no_data":
            absent.append(day)
            why = why or state.reason
            continue
        known.append(day)
        unsure += [day] if state.state == "cannot_tell" else []
        firings += _fired(review, rule, day)
    made, missing = _episodes(shop, rule, firings, known, last)
    return Replay(
        rule, first, last, whole, shop.currency, tuple(known), tuple(absent), tuple(unsure), why,
        tuple(firings), made, missing,
    )  # fmt: skip


def _days(first: date, last: date, as_of: date) -> list[date]:
    size = (last - first).days + 1
    if size < 1 or size > _MOST_DAYS or last > as_of:
        raise ParameterError(
            f"{first} – {last}",
            Label(
                f"要 1 到 {_MOST_DAYS} 天，最晚到 {as_of}。",
                f"must be 1 to {_MOST_DAYS} days that end by {as_of}.",
            ),
            Label("改 --from 和 --to。", "Change --from and --to."),
        )
    return [first + timedelta(days=i) for i in range(size)]


def _asked(shop: Shop, day: date, rule: Rule, others: Sequence[Rule]) -> Review:
    then = shop.at(day, None if others else _daily(rule))
    facts = View(cast(Facts, Past(then)))
    budget = shop.alarms_per_month
    return check([*others, rule], facts, alarms_per_month=budget, clocks=False)


def _daily(rule: Rule) -> list[str]:
    """The daily figures of the whole shop that the rule is judged by."""
    names = dict.fromkeys([rule.metric, *(p.metric for p in rule.parts)])
    return [m for m in names if m in METRICS and METRICS[m].kind in _DAILY]


def _fired(review: Review, rule: Rule, day: date) -> Iterator[Firing]:
    """The rule's own findings, or those of others that carry them."""
    mark = f"{rule.id}."
    for finding in review.findings:
        if finding.rule == rule.id:
            yield Firing(day, finding)
        elif any(id.startswith(mark) for id in finding.folded):
            yield Firing(day, finding, under=finding.rule)


def _episodes(
    shop: Shop, rule: Rule, firings: Sequence[Firing], known: Sequence[date], last: date
) -> tuple[tuple[Episode, ...], float | None]:
    if not firings:
        return (), None
    after = shop.at(min(shop.as_of, last + timedelta(days=7)), ["pay_amount"])
    length = (after.as_of - known[0]).days + 60
    sales = after.anomalies("pay_amount", days=max(length, 400))
    figure: Any = None
    if rule.by == "shop" and _daily(rule)[:1] == [rule.metric]:
        figure = after.series(rule.metric, days=length)
    made = (episode(run, known, sales, figure, rule.window) for run in runs(firings, known))
    return tuple(made), shortfall(sales, {f.day for f in firings})
