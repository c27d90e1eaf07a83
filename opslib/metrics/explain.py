"""Explain: where did the change come from? Exact shares in the metric's unit, remainder zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..errors import ParameterError
from ..labels import Label
from ..model import Contribution, Why, Window
from .catalogue import metric as lookup
from .chain import CHAINS, Chain, factor_label, find_chain
from .desk import Desk
from .measure import check_cut
from .noise import beyond, past_pairs
from .plan import Plan
from .windows import Twin, year_before

if TYPE_CHECKING:
    import duckdb

_DAYWISE = Label(
    "访客和买家按天去重后相加，只用于拆分；各部分之和恰好等于变化。",
    "Visitors and buyers are counted day by day for this split; the parts add up exactly.",
)
_MISSING = Label(
    "这两段时间里有的天没有数据，没法拆分。",
    "Days are missing in one of the two windows, so the change cannot be split.",
)


def explain(
    con: duckdb.DuckDBPyConnection,
    metric: str = "pay_amount",
    *,
    as_of: date,
    window: int = 7,
    by: str | Sequence[str | None] | None = None,
    against: str = "before",
    twin: Twin | None = None,
    currency: str = "",
) -> Why | list[Why]:
    """Why did a total change against an earlier window, exactly, part by part?

    by None: pay_amount = impressions x click rate x visitors per click x conversion x amount per
    buyer, or the longest such identity that the data supports; with orders alone, new and
    returning buyers x orders each x order value. inquiries likewise; net_pay_amount adds a line
    of refunds. A dimension: each member's traffic ("mix") and yield per visitor ("rate") apart,
    small members folded, and "unattributed" for what the cut does not show. A sequence: one Why
    each. Contributions are Shapley shares: their sum is the change, and swapping the windows
    flips every sign. `beyond_noise`: see `noise.beyond`; None means too little history.

    against: "before", "weekdays" (one or more whole weeks back), "last_year" (ends on `twin`).
    Without data on both sides before and after are NaN, there are no contributions, and the note
    says why. Not a proof of cause: it says where the change shows.
    Raises ParameterError for a metric that cannot be split, UnknownName for one unknown.
    Source: guides 000-16 to 000-23; Shapley (1953), `stats.decompose`.
    """
    cuts = [by] if by is None or isinstance(by, str) else list(by)
    now = Window(as_of, window)
    base = _baseline(now, against, twin)
    whys = [_one(con, metric, now, base, cut, currency) for cut in cuts]
    return whys[0] if by is None or isinstance(by, str) else whys


def _baseline(now: Window, against: str, twin: Twin | None) -> Window:
    if against == "before":
        return now.shifted(-now.days)
    if against == "weekdays":
        return now.shifted(-7 * -(-now.days // 7))
    if against == "last_year":
        return Window((twin or year_before)(now.end), now.days)
    raise ParameterError(
        "",
        Label(f"不认识的比较方式：{against}。", f"unknown comparison '{against}'."),
        Label("可用：before、weekdays、last_year", "Use before, weekdays or last_year."),
    )


def _one(
    con: duckdb.DuckDBPyConnection,
    metric: str,
    now: Window,
    base: Window,
    by: str | None,
    currency: str,
) -> Why:
    check_cut(by)
    known = lookup(metric)
    desk = Desk(con, currency, now.end, None)
    if by is not None:
        from .members import by_members

        if known.kind != "total":
            raise _cannot(metric)
        return by_members(desk, metric, now, base, by, change_of(desk, metric, now, base))
    if metric == "net_pay_amount":
        return _net(desk, now, base)
    if metric not in CHAINS:
        raise _cannot(metric)
    return _by_factors(desk, metric, now, base)


def _cannot(metric: str) -> ParameterError:
    return ParameterError(
        metric,
        Label("这个指标不能这样拆分。", "this metric cannot be split like that."),
        Label(
            f"整店可拆：{'、'.join([*CHAINS, 'net_pay_amount'])}；按维度可拆所有能相加的指标。",
            f"For the shop: {', '.join([*CHAINS, 'net_pay_amount'])}; by a dimension: any total.",
        ),
    )


def change_of(desk: Desk, metric: str, now: Window, base: Window) -> tuple[float, float] | None:
    """(before, after) of a total for the whole shop from one source, None unless both are whole."""
    plan = Plan(desk, [metric], {metric: [now, base]}, {metric: [now, base]})
    for candidate in sorted(plan.candidates[metric], key=lambda c: c.rank):
        readings = [candidate.at(w) for w in (base, now)]
        if all(r is not None and len(r.value) and r.comparable[0] for r in readings):
            before, after = (float(r.value[0]) for r in readings if r is not None)
            return before, after
    return None


def unknown_why(metric: str, now: Window, base: Window, by: str, note: Label = _MISSING) -> Why:
    """A Why that says it cannot tell."""
    return Why(metric, now, base, by, float("nan"), float("nan"), (), note)


def _by_factors(desk: Desk, metric: str, now: Window, base: Window) -> Why:
    pairs = [(now, base), *past_pairs(now, base)]
    chain = find_chain(desk, metric, [w for pair in pairs for w in pair])
    if chain is not None:
        return _split(chain, metric, pairs)
    if metric == "pay_amount":
        from .buyers import by_buyers

        return by_buyers(desk, now, base) or unknown_why(metric, now, base, "shop")
    return unknown_why(metric, now, base, "shop")


def _split(chain: Chain, metric: str, pairs: list[tuple[Window, Window]]) -> Why:
    from ..stats import decompose

    usable = [i for i in range(len(pairs)) if chain.holds(2 * i) and chain.holds(2 * i + 1)]
    after, before = (
        chain.factors([2 * i for i in usable]),
        chain.factors([2 * i + 1 for i in usable]),
    )
    shares = {k: np.atleast_1d(v) for k, v in decompose(before, after).items()}
    parts = tuple(
        Contribution(
            key,
            factor_label(key),
            float(share[0]),
            "factor",
            float(before[key][0]),
            float(after[key][0]),
            beyond(float(share[0]), share[1:]),
        )
        for key, share in shares.items()
    )
    total = chain.sums[chain.steps[-1]]
    return Why(metric, *pairs[0], "shop", float(total[1]), float(total[0]), parts, _DAYWISE)


def _net(desk: Desk, now: Window, base: Window) -> Why:
    """Paid amount by its factors, refunds as a line of their own."""
    gross = _by_factors(desk, "pay_amount", now, base)
    refunds = change_of(desk, "refund_amount", now, base)
    if refunds is None or not gross.contributions:
        return unknown_why("net_pay_amount", now, base, "shop")
    past = [change_of(desk, "refund_amount", *pair) for pair in past_pairs(now, base)]
    usual = np.array([np.nan if p is None else p[0] - p[1] for p in past])
    lost = refunds[0] - refunds[1]
    line = Contribution(
        "refund_amount",
        lookup("refund_amount").label,
        lost,
        "factor",
        *refunds,
        beyond(lost, usual),
    )
    return replace(
        gross,
        metric="net_pay_amount",
        before=gross.before - refunds[0],
        after=gross.after - refunds[1],
        contributions=(*gross.contributions, line),
    )
