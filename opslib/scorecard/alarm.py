"""An alarm of one morning, whoever raised it, and whether it names a planted cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..ids import finding_id
from ..model import Finding

Grade = Literal["named", "shop", "no"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm. `id` is rule.hash(rule, dimension, member) and the same on every day.

    folded: ids of what it carries besides; money: low, mid, high for one week.
    """

    rule: str
    metric: str
    dimension: str
    member: str
    severity: str = "act"
    folded: tuple[str, ...] = ()
    money: tuple[float, float, float] | None = None

    @property
    def id(self) -> str:
        """What makes it the same alarm on another day."""
        return finding_id(self.rule, self.dimension, self.member)

    @property
    def ids(self) -> set[str]:
        """Its own id and those of all that is folded into it."""
        return {self.id, *self.folded}


@dataclass(frozen=True, slots=True)
class Planted:
    """A cause as the ledger states it: what happened, to whom, and since when.

    yuan_a_week: what it takes from paid orders in a week (negative: it adds).
    share: that loss as a share of the shop's sales in the same days.
    """

    kind: str
    dimension: str
    member: str
    start: date
    end: date
    size: float
    yuan_a_week: float
    share: float


def from_finding(finding: Finding) -> Alarm:
    """A finding of the review as an alarm."""
    money = finding.money
    return Alarm(
        rule=finding.rule,
        metric=finding.metric,
        dimension=finding.subject.dimension,
        member=finding.subject.member,
        severity=finding.severity,
        folded=finding.folded,
        money=(money.low, money.mid, money.high) if money else None,
    )


# Which metrics may name a cause of each kind, by the subject's dimension: the strict table. An
# alarm about the right member with another metric (a word's visitors for a lost tag) is luck.
_TRAFFIC = ("impressions", "clicks", "visitors", "page_views")
_SALES = ("pay_amount", "pay_orders", "pay_buyers")
_RATES = ("pay_cvr", "order_parts", "click_cvr", "inquiry_rate", "inquiries")
RIGHT: dict[str, tuple[str, ...]] = {
    "word_drop": (*_TRAFFIC, "keyword_rank"),
    "budget_run_out": ("plan_budget_used", "plan_budget_7d", "plan_delivery", "spend", *_TRAFFIC),
    "tag_lost": ("marks_lost", *_TRAFFIC, *_SALES),
    "conversion_break": (*_RATES, *_SALES),
    "price_move": (*_RATES, *_SALES),
    "level_shift": (*_TRAFFIC, *_SALES, "scene_share"),
    "drift": (*_TRAFFIC, *_SALES, "scene_share"),
    "product_drift": (*_TRAFFIC, *_SALES),
    "demand_shock": (*_TRAFFIC, *_SALES),
    "event_flop": (*_TRAFFIC, *_SALES, *_RATES),
    "tracking_fault": (*_TRAFFIC, *_RATES, "ctr", "bounce_rate"),
    "stock_out": ("stock_sold_out", "stock_cover", *_TRAFFIC, *_SALES, *_RATES),
    "stock_low": ("stock_cover", "stock_position", "stock_sold_out"),
    "late_parcels": ("orders_past_promise", "orders_due_in_24h", "on_time_ship_rate_30d"),
    "slow_replies": ("inquiries_waiting", "answered_in_time", "response_rate_30d"),
}
# Nothing happened in the shop: here an alarm about its figures is a false one.
TRAPS = ("missing_days", "repeated_days")
# What the operator did, good luck, and a file that comes twice: no trouble for a review to find.
_ACTIONS = ("own_price", "product_action", "word_action", "plan_action")
NO_TROUBLE = (*_ACTIONS, "event_fires", "duplicated_days")
# Kinds whose loss is not in the facts: they are about what will be lost if nobody acts, or about
# figures that are wrong.
AHEAD = ("stock_low", "late_parcels", "slow_replies", "tracking_fault")
# What shows on a clock or a sheet and in no daily figure: the four common ways cannot see it.
CLOCKS = ("stock_low", "late_parcels", "slow_replies")
# The weaker grade: the shop's own figure that such a cause must move, without naming whom.
SHOP_LEVEL = (*_TRAFFIC, *_SALES, *_RATES, "scene_share")
# Of the folded ones a page names the first few.
NAMED = 3


def grade(alarm: Alarm, cause: Planted, metrics: dict[str, str]) -> Grade:
    """Does this alarm name the cause ("named"), only the shop's fall ("shop"), or neither?

    metrics: rule id -> metric, for the rules of what is folded in. Notes name nothing, they are
    no alarms, but what a clock will strike tomorrow is rightly a note. A cause that befalls the
    whole shop is named by the shop's right figure.
    """
    if alarm.severity == "note" and cause.kind not in CLOCKS:
        return "no"
    right = RIGHT.get(cause.kind, SHOP_LEVEL)
    said = [(alarm.rule, alarm.metric, alarm.id)]
    said += [
        (r, metrics.get(r, ""), i) for i in alarm.folded[:NAMED] for r in [i.rpartition(".")[0]]
    ]
    member = "" if cause.dimension == "shop" else cause.member
    for rule, metric, id_ in said:
        if metric in right and id_ == finding_id(rule, cause.dimension, member):
            return "named"
    return "shop" if alarm.dimension == "shop" and alarm.metric in SHOP_LEVEL else "no"


def fresh(today: Sequence[Alarm], yesterday: Sequence[Alarm]) -> list[Alarm]:
    """The alarms of today that were not there yesterday, nor folded into one that was."""
    old = {i for alarm in yesterday for i in alarm.ids}
    return [a for a in today if not (a.ids & old)]
