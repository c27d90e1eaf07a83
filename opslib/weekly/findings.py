"""The week's findings: what the judgements on words, products, hours and budgets ask to be done.

Every judgement of `opslib.promotion` that is certain enough becomes one Finding, as in the daily
review: a price a week, the chance that it is right, one thing to do, the guide's row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..kinds import checked, finding, priced, turn
from ..labels import Label
from ..model import Check, Evidence, Finding, Subject
from ..report import style
from .kinds import BUDGET_MOVE, BUDGET_TOTAL, HOURS, PRODUCTS, WORDS, Kind, shipped

if TYPE_CHECKING:
    from .week import Weekly

CLICKS = Label("参照 {n} 次点击", "out of {n} clicks")
# A plan whose money is gone on so many days of the week buys nothing with a higher bid.
GONE_DAYS = 4


@dataclass(frozen=True)
class WeekReview:
    """What the week's judgements came to; most money first."""

    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    false_alarms_expected: float = 0.0
    realised: None = field(default=None)


def word_findings(weekly: Weekly) -> Iterator[Finding]:
    """A finding for each word that should change.

    A higher bid is not asked for in a plan whose money is gone on most days.
    """
    words, terms = weekly.keywords, weekly.terms
    gone = gone_early(weekly.budget.plans)
    for verdict, rule in WORDS.items():
        chosen = words[words["verdict"].eq(verdict) & words["week_gain"].gt(0)]
        if verdict in ("raise", "expand"):
            chosen = chosen[~chosen["plan"].isin(gone)]
        kind = weekly.kinds[rule]
        for row in _worth_most(chosen, kind, terms).itertuples():
            yield _word(row, kind, terms.currency, terms.evidence)


def _worth_most(words: pd.DataFrame, kind: Kind, terms: Any) -> pd.DataFrame:
    """The words that `chosen` would keep: of twenty thousand not every one is written down."""
    words = words[words["week_gain"] >= kind.least * terms.weekly_budget]
    return words.nlargest(kind.top, "week_gain") if kind.top else words


def gone_early(plans: pd.DataFrame) -> set[str]:
    """Plans whose money was gone before the day's end on most days of the week."""
    return set(plans.loc[plans["out_days"] >= GONE_DAYS, "plan"]) if len(plans) else set()


def product_findings(weekly: Weekly) -> Iterator[Finding]:
    """A finding for each product whose link is weak beyond chance and worth its mending."""
    found, terms = weekly.products, weekly.terms
    if found.empty:
        return
    for row in found[found["weak"].isin(PRODUCTS) & found["money"].gt(0)].itertuples():
        name = str(row.title or row.item_id)
        yield finding(
            weekly.kinds[PRODUCTS[row.weak]],
            Subject("product", str(row.item_id), name),
            metric="ad_ctr" if row.weak == "ctr" else "",
            unit="percent",
            value=getattr(row, f"{row.weak}_own"),
            threshold=getattr(row, f"{row.weak}_usual"),
            money=priced(row.money_lo, row.money, row.money_hi, terms.currency),
            probability=row.p_right,
            evidence=Evidence(int(row.clicks), counted=CLICKS),
            sure=terms.evidence,
        )


def budget_findings(weekly: Weekly) -> Iterator[Finding]:
    """What the split of the coming week's money asks for: a move, or more in all."""
    plan, terms = weekly.split, weekly.terms
    split = plan.split
    if split.empty:
        return
    moved = split[split["verdict"].isin(["more", "less"])]
    if len(split) > 1 and len(moved) and plan.gain[0] > 0:
        moves = [
            f"{r.plan} {_cash(r.now, terms)} → {_cash(r.to, terms)}" for r in moved.itertuples()
        ]
        best = split.loc[(split["to"] - split["now"]).idxmax(), "plan"]
        yield finding(
            weekly.kinds[BUDGET_MOVE],
            Subject("plan", best),
            metric="ad_spend",
            unit="money",
            money=priced(plan.gain[1], plan.gain[0], plan.gain[2], terms.currency),
            probability=float(moved["chance"].min()),
            evidence=Evidence(0),
            sure=terms.evidence,
            name=best,
            moves="，".join(moves),
        )
    advice, out = plan.advice, split[split["out"].gt(0)]
    if advice.verdict == "more" and advice.to > advice.total and len(out):
        most = out[out["out"].eq(out["out"].max())]
        best = most.loc[most["marginal"].idxmax(), "plan"]
        yield finding(
            weekly.kinds[BUDGET_TOTAL],
            Subject("plan", best),
            metric="ad_spend",
            unit="money",
            money=priced(advice.gain_lo, advice.gain, advice.gain_hi, terms.currency),
            probability=advice.chance,
            evidence=Evidence(0),
            sure=terms.evidence,
            name=best,
            now=_cash(advice.total, terms),
            to=_cash(advice.to, terms),
        )


def slot_findings(weekly: Weekly) -> Iterator[Finding]:
    """The hours whose weights should change, as one finding."""
    plan, terms = weekly.compared.schedule, weekly.terms
    moved = plan.parts[plan.parts["weight"].ne(1.0)]
    if len(moved) and plan.gain > 0:
        yield finding(
            weekly.kinds[HOURS],
            Subject(),
            metric="",
            unit="money",
            money=priced(plan.gain_lo, plan.gain, plan.gain_hi, terms.currency),
            probability=None,
            evidence=Evidence(weekly.slots.days),
        )


def side_findings(weekly: Weekly) -> Iterator[Finding]:
    """What peers, creatives, audiences, live hours and channels ask to be done."""
    from .compared_findings import compared_findings

    yield from compared_findings(weekly)


# What asks for something to be done, each by itself.
FINDERS = (word_findings, product_findings, budget_findings, slot_findings, side_findings)


def week_checks(weekly: Weekly) -> list[Check]:
    """What was looked at: words, products, plans, hours; kinds that are switched off were not."""
    from .compared_findings import compared_checks

    kinds = weekly.kinds
    products, split, parts = weekly.products, weekly.split.split, weekly.compared.schedule.parts
    weak = products["weak"] if len(products) else pd.Series(dtype=object)
    checks = word_checks(weekly.keywords, kinds)
    for link, rule in PRODUCTS.items():
        checks.append(checked(kinds[rule], len(products), bool(weak.eq(link).any())))
    moved = bool(split["verdict"].isin(["more", "less"]).any()) if len(split) > 1 else False
    checks.append(checked(kinds[BUDGET_MOVE], len(split), moved))
    more = weekly.split.advice.verdict == "more"
    checks.append(checked(kinds[BUDGET_TOTAL], int(len(split) > 0), more))
    enough = len(parts) if weekly.slots.enough else 0
    checks.append(checked(kinds[HOURS], enough, bool(parts["weight"].ne(1.0).any())))
    return [c for c in [*checks, *compared_checks(weekly)] if kinds[c.rule].enabled]


def _cash(value: float, terms: Any) -> str:
    return style.figure(value, "money", terms.currency)


def _word(row: Any, kind: Kind, currency: str, evidence: float) -> Finding:
    bid = style.figure(row.bid_next, "money", currency)
    note = Label("计划 {plan}", "plan {plan}")
    return finding(
        kind,
        Subject("keyword", row.keyword, within=row.plan),
        unit="money",
        metric="cpc",
        value=row.cpc,
        threshold=row.bid_to,
        money=priced(row.gain_lo, row.week_gain, row.gain_hi, currency),
        probability=row.p_right,
        evidence=Evidence(int(row.clicks), note=note.format(plan=row.plan), counted=CLICKS),
        sure=evidence,
        key=row.plan,
        name=row.keyword,
        bid=bid,
    )


def review(found: Iterable[Finding], checks: Iterable[Check]) -> WeekReview:
    """The findings of a week, most money first."""
    return WeekReview(tuple(sorted(found, key=turn)), tuple(checks))


def word_checks(words: pd.DataFrame, kinds: Mapping[str, Kind] | None = None) -> list[Check]:
    """How many words were judged, kind by kind."""
    known = shipped() if kinds is None else kinds
    states = words["verdict"].value_counts()
    judged = int(len(words) - states.get("cannot_tell", 0))
    return [
        Check(kind.rule, kind.guide, "fail" if states.get(v, 0) else "pass", judged, kind.checked)
        for v, kind in ((v, known[rule]) for v, rule in WORDS.items())
    ]
