"""Measure: any metric, by shop or member, for windows of days, each against its baselines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Sequence

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from ..model import Window
from .candidate import Candidate, Reading
from .catalogue import metric as lookup
from .desk import Desk
from .metric import Metric
from .names import member_names
from .plan import Plan
from .windows import AGAINST, Twin, checked, roles

if TYPE_CHECKING:
    import duckdb

_COLUMNS = """metric window dimension member name start end value low high numerator denominator n
days_present partial basis unit before weekdays last_year change change_share"""
COLUMNS = [*_COLUMNS.split()]
CUTS = (None, "product", "channel", "keyword", "region", "plan")


def measure(
    con: duckdb.DuckDBPyConnection,
    currency: str,
    metrics: Sequence[str] | str,
    *,
    as_of: date,
    by: str | None = None,
    window: int | Sequence[int] = 7,
    against: Sequence[str] = AGAINST,
    twin: Twin | None = None,
) -> pd.DataFrame:
    """What is each metric for the days that end with `as_of`, and against what came before?

    One row a metric, window and member; a percent is a share (0.041). `basis`, how it was found:
    "days" summed; "period" the platform's own figure; "orders" counted from the orders;
    "register" from a hand-kept register; "products" added over the product export; "daily mean"
    (日均口径) a ratio over day-wise heads; "last" the newest value; "bounds" only `low` (best
    day) and `high` (sum of days) are known and `value` is NaN; "none" no data. `partial`: a day
    is missing, or the newest value is older than the window. `n`: the denominator of a ratio,
    else the days with data.

    Baselines: `before` the window just before; `weekdays` the mean over the same weekdays of the
    four preceding weeks (1, 3, 7 days), or the window moved back by whole weeks so that it does
    not overlap (30 days: 35 days back); `last_year` the window that ends on `twin(as_of)`, by
    default 364 days earlier. A baseline with missing days is NaN, and so is a `change` with it;
    a ratio needs half of its days. Orders in another currency than `currency` bring no money.

    Raises UnknownName for a metric that does not exist, ParameterError for a wrong cut.
    Source: guides 000-14, 000-16.
    """
    wanted = [metrics] if isinstance(metrics, str) else list(metrics)
    known = [lookup(id) for id in wanted]
    windows = checked(window)
    check_cut(by)
    asked = [
        Asked(m, w, roles(as_of, w, m.fixed_days or w, against, twin))
        for m in known
        for w in windows
    ]
    desk = Desk(con, currency, as_of, by)
    plan = Plan(desk, wanted, _spans(asked, "all"), _spans(asked, "now"))
    frame = _frame(desk, [_answer(plan, a) for a in asked], by)
    frame.attrs["currency"] = currency
    return frame


def _frame(desk: Desk, answers: Sequence[Answer], by: str | None) -> pd.DataFrame:
    members = _members(answers, by)
    rows = [_rows(a, members, by) for a in answers]
    data = {name: np.concatenate([r[name] for r in rows]) for name in COLUMNS if name != "name"}
    titles = member_names(desk, members)
    data["name"] = np.array([titles.get(m, m) for m in data["member"]], dtype=object)
    return pd.DataFrame(data)[COLUMNS]


def check_cut(by: str | None) -> None:
    """ParameterError unless this is a dimension that numbers can be cut by."""
    if by not in CUTS:
        raise ParameterError(
            "",
            Label(f"不能按“{by}”拆分。", f"cannot cut by '{by}'."),
            Label(
                "可用：product channel keyword region plan",
                "Use product, channel, keyword, region or plan.",
            ),
        )


@dataclass(frozen=True)
class Asked:
    """One metric and window, with the spans of now and of each baseline."""

    metric: Metric
    window: int
    spans: dict[str, list[Window]]


@dataclass(frozen=True)
class Answer:
    """The reading of now and of each baseline's spans, all by the same candidate."""

    asked: Asked
    now: Reading | None
    baselines: dict[str, list[Reading]]


def _spans(asked: Sequence[Asked], which: str) -> dict[str, list[Window]]:
    spans: dict[str, list[Window]] = {}
    for one in asked:
        listed = one.spans["now"] if which == "now" else [w for s in one.spans.values() for w in s]
        spans.setdefault(one.metric.id, []).extend(listed)
    return spans


def _answer(plan: Plan, asked: Asked) -> Answer:
    if asked.metric.parts:
        from .power import power

        return Answer(asked, *power(plan, asked.metric, asked.spans))
    chosen = plan.choose(asked.metric.id, asked.spans["now"][0])
    if chosen is None:
        return Answer(asked, None, {})
    candidate, now = chosen
    return Answer(
        asked, now, {k: _read(candidate, s) for k, s in asked.spans.items() if k != "now"}
    )


def _read(candidate: Candidate, spans: Sequence[Window]) -> list[Reading]:
    return [r for s in spans if (r := candidate.at(s)) is not None]


def _members(answers: Sequence[Answer], by: str | None) -> np.ndarray:
    """Everyone seen now or just before in any of the metrics."""
    if by is None:
        return np.array([""], dtype=object)
    seen: dict[str, None] = {}
    for answer in answers:
        for reading in [answer.now, *answer.baselines.get("before", [])]:
            if reading is not None:
                seen.update(dict.fromkeys(reading.members[reading.seen]))
    return np.array(sorted(str(m) for m in seen), dtype=object)


def baseline(metric: Metric, readings: Sequence[Reading], members: np.ndarray) -> np.ndarray:
    """The mean of the comparable readings; a ratio of sums where the parts are known."""
    empty = np.full(len(members), np.nan)
    if not readings or (metric.kind == "index" and len(readings) > 1):
        return empty
    on = [r.on(members) for r in readings]
    use = np.array([r.comparable for r in on])
    if metric.kind == "ratio" and all(r.denominator is not None for r in on):
        top = (
            np.where(use, np.array([r.numerator for r in on], float), 0.0).sum(axis=0)
            * metric.scale
        )
        bottom = np.where(use, np.array([r.denominator for r in on], float), 0.0).sum(axis=0)
        return np.divide(top, bottom, out=empty, where=bottom > 0)
    values = np.where(use, [r.value for r in on], 0.0).sum(axis=0)
    count = use.sum(axis=0)
    return np.divide(values, count, out=empty, where=count > 0)


def _rows(answer: Answer, members: np.ndarray, by: str | None) -> dict[str, np.ndarray]:
    asked, size = answer.asked, len(members)
    span, empty = asked.spans["now"][0], np.full(size, np.nan)
    now = answer.now.on(members) if answer.now is not None else None
    if now is not None and now.shift:
        span = span.shifted(-now.shift)
    values = now.value if now is not None else empty
    usable = now.comparable if now is not None else np.zeros(size, bool)
    rows = {
        name: baseline(asked.metric, answer.baselines.get(name, []), members) for name in AGAINST
    }
    rows["change"] = np.where(usable, values - rows["before"], np.nan)
    base = np.abs(rows["before"])
    rows["change_share"] = np.divide(rows["change"], base, out=empty.copy(), where=base > 0)
    rows |= {"value": values, "basis": _basis(now, size), "member": members}
    rows["days_present"] = now.days.astype(int) if now is not None else np.zeros(size, int)
    rows["partial"] = ~now.complete if now is not None else np.ones(size, bool)
    for name in ("low", "high", "numerator", "denominator", "n"):
        part = getattr(now, name) if now is not None else None
        rows[name] = empty if part is None else part
    same = {
        "metric": asked.metric.id,
        "window": asked.window,
        "dimension": by or "shop",
        "start": span.start,
        "end": span.end,
        "unit": asked.metric.unit,
    }
    return rows | {name: _repeat(value, size) for name, value in same.items()}


def _repeat(value: object, size: int) -> np.ndarray:
    return np.full(size, value, dtype=int if isinstance(value, int) else object)


def _basis(now: Reading | None, size: int) -> np.ndarray:
    if now is None:
        return np.full(size, "none", dtype=object)
    known = ~np.isnan(now.value)
    if now.low is not None:
        known |= ~np.isnan(now.low)
    return np.where(known, now.basis, "none").astype(object)
