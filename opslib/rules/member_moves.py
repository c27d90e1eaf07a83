"""Products, words and plans against their own weeks: what a rule of change looks at by member."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ..labels import Label
from ..model import Subject
from ..stats.member_changes import member_changes
from .conditions import Case
from .facts_view import RECENT_DAYS, View
from .looks import Gathered, Look, Loss, named
from .rule import Rule

WEEK = 7
# How many weeks make up the expectation: what is shown wanders, a rate of buying keeps for long.
REACH, REACH_OF_RATES = 4, 8
# Amounts of this many orders of the whole shop stand beside a product's own.
SHOPS_ORDERS = 5
# A halving that is this many standard deviations away would be seen in every second case.
SEEN_AT = 3.0
# Counts that are judged as a rate of something else, because no one export carries both.
PER = {"order_parts": "visitors"}
_Z80 = 1.2816


def member_looks(rule: Rule, base: Case, facts: View) -> Gathered:
    """Each member's newest week against its own weeks before and the movement of all others.

    The looks' p-values are one-sided in the rule's direction; `weight` is the part of the budget
    for false alarms that the member deserves: what is at stake with it times the chance that a
    halving could be told from noise at all. Weights are settled before the newest week is seen.
    """
    weeks = _weeks(rule, facts)
    if not len(weeks) or not weeks["size"].gt(0).any():
        return Gathered(missing=named(rule.needs) if rule.needs else _nothing(rule))
    value, size = (_grid(weeks, column) for column in ("value", "size"))
    members = value.index
    unit = "percent" if rule.metric in PER else facts.unit(rule.metric)
    rate = unit == "percent"
    found = member_changes(
        value.to_numpy(float),
        size.to_numpy(float),
        unit=_lumps(facts, members) if rule.metric == "pay_amount" else 1.0,
        reach=REACH_OF_RATES if rate else REACH,
        shrink=rate,
    ).set_index(members)
    found = found.assign(size=size.iloc[:, -1], name=_names(weeks, members))
    known = found[found["p_down"].notna() & (found["expected"] > 0)]
    if not len(known):
        return Gathered(missing=_too_new())
    known = known.assign(weight=_weights(known))
    if rule.top:
        known = known.nlargest(rule.top, "expected")
    more = _older(weeks["end"].iloc[0], facts)
    many = len(known)
    rows = known.reset_index(names="member").to_dict("records")
    return Gathered(tuple(_look(rule, base, r, unit, rate, many, more) for r in rows))


def _weeks(rule: Rule, facts: View) -> pd.DataFrame:
    """The metric's weeks; of a count in PER the weeks of what it is counted out of as sizes."""
    weeks = facts.weeks(rule.metric, rule.by)
    if rule.metric not in PER or not len(weeks):
        return weeks
    out_of = facts.weeks(PER[rule.metric], rule.by)
    if not len(out_of) or out_of["end"].iloc[0] != weeks["end"].iloc[0]:
        return weeks.iloc[:0]
    key = ["member", "week"]
    both = out_of.rename(columns={"value": "of"}).merge(weeks[[*key, "value"]], "left", key)
    return both.assign(value=both["value"].fillna(0.0), size=both["of"])


def _grid(weeks: pd.DataFrame, column: str) -> pd.DataFrame:
    """Members x weeks, oldest first; a week without a row has no size."""
    table = weeks.pivot(index="member", columns="week", values=column)
    return table.sort_index(axis=1, ascending=False).astype(float).fillna(0.0)


def _names(weeks: pd.DataFrame, members: pd.Index) -> pd.Series:
    return weeks.drop_duplicates("member").set_index("member")["name"].reindex(members)


def _look(
    rule: Rule,
    base: Case,
    row: dict[str, Any],
    unit: str,
    rate: bool,
    many: int,
    more: Label | None,
) -> Look:
    scale = 1 / row["size"] if rate else 1.0
    spread = (row["upper"] - row["lower"]) / (2 * _Z80)
    case = Case(
        value=row["value"] * scale,
        baseline=row["expected"] * scale,
        lower=row["lower"] * scale,
        upper=row["upper"] * scale,
        p=_one_sided(row, rule.direction),
        n=row["size"] if rate else many,
        evidence=base.evidence,
        direction=base.direction,
        level=base.level,
    )
    missing = row["expected"] - row["value"]
    return Look(
        Subject(rule.by, str(row["member"]), str(row["name"] or row["member"])),
        case,
        unit,
        days=WEEK,
        more=more,
        weight=row["weight"],
        loss=Loss(missing if rule.direction != "up" else -missing, spread),
    )


def _one_sided(row: dict[str, Any], direction: str) -> float:
    if direction == "both":
        return min(1.0, 2 * min(row["p_down"], row["p_up"]))
    return float(row["p_up"] if direction == "up" else row["p_down"])


def _weights(known: pd.DataFrame) -> pd.Series:
    """What is at stake x the chance of seeing a halving; one a member on average."""
    spread = (known["upper"] - known["lower"]) / (2 * _Z80)
    far = 0.5 * known["expected"] / spread.clip(lower=1e-9)
    worth = known["expected"] * far**2 / (far**2 + SEEN_AT**2)
    return worth / worth.mean() if worth.sum() > 0 else worth * 0 + 1.0


def _lumps(facts: View, members: pd.Index) -> np.ndarray:
    """Money that one event brings, sum(x^2) / sum(x) of order lines; a product's own and the
    shop's together. Without order lines: two mean orders, as for amounts that spread as their mean.
    """
    rows = facts.table("order_line", days=RECENT_DAYS)
    amounts = rows["amount"].astype(float) if len(rows) else pd.Series(dtype=float)
    rows = rows.assign(amount=amounts)[amounts > 0] if len(rows) else rows
    if len(rows) < 2 * SHOPS_ORDERS:
        return np.full(len(members), 2 * mean_order(facts))
    square, plain = rows["amount"] ** 2, rows["amount"]
    group = rows["item_id"]
    one = SHOPS_ORDERS * float(plain.mean()), SHOPS_ORDERS * float(square.mean())
    own = (s.groupby(group).sum().reindex(members).fillna(0.0) for s in (plain, square))
    first, second = own
    return ((second + one[1]) / (first + one[0])).to_numpy(float)


def mean_order(facts: View) -> float:
    """Mean paid amount of an order of 30 days; 1 where no order is known."""
    money, many = (float(facts.series(m, 30)["value"].sum()) for m in ("pay_amount", "pay_orders"))
    return money / many if money > 0 and many > 0 else max(money, 1.0)


def _older(end: date, facts: View) -> Label | None:
    """Which days a figure is of, where the newest export ends before the report's day."""
    if end >= facts.as_of:
        return None
    start = pd.Timestamp(end) - pd.Timedelta(days=WEEK - 1)
    days = f"{start:%m-%d}–{end:%m-%d}"
    return Label(f"最新的导出是 {days} 这一期。", f"The newest export is of {days}.")


def _nothing(rule: Rule) -> Label:
    metric = rule.metric
    return Label(f"缺：指标 {metric} 所需的导出", f"missing: an export that gives {metric}")


def _too_new() -> Label:
    return Label(
        "还不到四周，不知道正常范围", "less than four weeks: too little to know what is normal"
    )
