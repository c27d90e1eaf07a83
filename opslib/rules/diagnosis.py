"""The guides' funnel as a decision path: which link is weak, what it costs, what to look at.

1688: impressions -> clicks -> visitors -> paying buyers (guide 000 lines 37-47, 001 lines 32-37).
Alibaba.com: impressions -> clicks -> visitors -> inquiries -> orders (guide 004 lines 62-106).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from numbers import Real
from typing import Literal

import pandas as pd

from ..labels import Label
from ..model import Money
from ..stats.rates import verdict
from .facts_view import Facts, View
from .links import LINKS, Link
from .money import Gap, Till, price
from .moves import Move, shift
from .phrase import figure

State = Literal["ok", "weak", "strong", "cannot_tell", "no_data"]
WINDOW = 7
# Between 0.9 and 1.1 of the peers counts as level with them: the platform's own grades.
LEVEL_WITH = 0.9
OWN_P = 0.05
PEERS = Label("同行平均", "peers' mean")
OWN = Label("自己平时", "the shop's own past")


@dataclass(frozen=True)
class Step:
    """One link: what it is now, what would be normal and whose normal that is.

    `volume`: what comes out of this link in the window. `share`: value over normal.
    """

    metric: str
    label: Label
    value: float | None
    unit: str
    normal: float | None
    against: Label
    volume: float | None
    state: State
    check: Label
    guide: str
    guides: tuple[str, ...] = ()
    excellent: float | None = None
    money: Money | None = None

    @property
    def share(self) -> float | None:
        """Value over normal; None where one of them is missing."""
        return self.value / self.normal if self.value is not None and self.normal else None


@dataclass(frozen=True)
class Diagnosis:
    """The path through the funnel; `weak`: the metric of the link that costs most, or None.

    `per_day`: the volumes are daily means, because a period's own heads are not known.
    """

    steps: tuple[Step, ...]
    weak: str | None
    verdict: Label
    window: int
    path: tuple[Label, ...] = ()
    per_day: bool = False


def diagnose(facts: Facts | View, window: int = WINDOW) -> Diagnosis:
    """Which link of the funnel is weak, and what does the guide say to check?

    Each link is held against the peers' mean where that is exported, else against the shop's own
    past. The weakest is the one that costs most: the later links keep their rates, so sales grow
    with the link. Cannot tell anything without daily figures.
    """
    view = View.of(facts)
    till = Till(view)
    links = [k for k in LINKS if k.profile in ("both", view.profile.id)]
    volumes, per_day = _volumes([k.volume for k in links], view, window)
    steps = [
        _priced(replace(_step(link, view, window), volume=volume), till)
        for link, volume in zip(links, volumes, strict=True)
    ]
    weak = [s for s in steps if s.state == "weak"]
    worst = max(weak, key=_cost, default=None)
    return Diagnosis(
        steps=tuple(steps),
        weak=worst.metric if worst else None,
        verdict=_verdict(worst, steps, view.currency),
        window=window,
        path=tuple(_sentence(s) for s in steps),
        per_day=per_day,
    )


def _cost(step: Step) -> tuple[float, float]:
    return (step.money.mid if step.money else 0.0, -(step.share or 1.0))


def _step(link: Link, view: View, window: int) -> Step:
    measured = view.measure(link.metric, window=window)
    row = measured.iloc[0].to_dict() if len(measured) else {}
    move = shift(view.anomalies(link.metric), window)
    value = _number(row.get("value"))
    if value is None and move is not None:
        value = move.value * (window if link.adds else 1)
    step = Step(
        metric=link.metric,
        label=link.label,
        value=value,
        unit=str(row.get("unit") or link.unit),
        normal=None,
        against=OWN,
        volume=None,
        state="no_data" if value is None else "cannot_tell",
        check=link.check,
        guide=link.guides[0],
        guides=link.guides,
    )
    if value is None:
        return step
    return _against_peers(step, row, view, window) or _against_own(step, move, row, link, window)


def _against_peers(step: Step, row: dict, view: View, window: int) -> Step | None:
    """Judged by the peers' mean; None when peers are not exported."""
    peers = view.benchmark(step.metric, window)
    mean, excellent = (_number(p) for p in peers) if peers else (None, None)
    if mean is None or step.value is None or mean <= 0:
        return None
    value = step.value
    step = replace(step, normal=mean, excellent=excellent, against=PEERS)
    top, bottom = _number(row.get("numerator")), _number(row.get("denominator"))
    if step.unit == "percent" and top is not None and bottom and 0 <= top <= bottom and mean < 1:
        low = verdict(top, bottom, mean * LEVEL_WITH, "up").state
        high = verdict(top, bottom, mean, "up").state
        state: State = "weak" if low == "fail" else "ok" if low == "pass" else "cannot_tell"
        best = excellent is not None and value >= excellent
        return replace(step, state="strong" if state == "ok" and high == "pass" and best else state)
    if excellent is not None and value >= excellent:
        return replace(step, state="strong")
    return replace(step, state="weak" if value < mean * LEVEL_WITH else "ok")


def _against_own(step: Step, move: Move | None, row: dict, link: Link, window: int) -> Step:
    """Judged by the shop's own past: outside its band at 5 %, or not.

    What is shown as normal is the mean of the four windows before, counted the same way as the
    value (a week's visitors are fewer than the sum of its days).
    """
    if move is None:
        return step
    normal = _number(row.get("weekdays")) or move.expected * (window if link.adds else 1)
    state: State = "ok"
    if move.p <= OWN_P and move.value != move.expected:
        state = "weak" if move.value < move.expected else "strong"
    return replace(step, normal=normal, state=state)


def _priced(step: Step, till: Till) -> Step:
    """A weak link's price: sales grow with the link while later links keep their rates."""
    share = step.share
    if step.state != "weak" or not share or share >= 1 or till.headroom is None:
        return step
    mid = min(till.amount / 30 * (1 / share - 1), till.headroom / 7)
    return replace(step, money=price("amount", Gap(mid * 0.5, mid, mid * 1.5), till))


def _verdict(worst: Step | None, steps: list[Step], currency: str) -> Label:
    if worst is None:
        if all(s.state in ("no_data", "cannot_tell") for s in steps):
            return Label(
                "数据不够，漏斗哪一环弱还分不清。", "Too little data to tell which link is weak."
            )
        unsure = [s.label for s in steps if s.state == "cannot_tell"]
        if unsure:
            zh, en = "、".join(u.zh for u in unsure), ", ".join(u.en for u in unsure)
            return Label(
                f"没有发现弱的一环；{zh}的数据还分不清。",
                f"No weak link found; the data cannot tell about {en} yet.",
            )
        return Label(
            "漏斗各环都在正常范围。", "Every link of the funnel is within its normal range."
        )
    less = f"{1 - worst.share:.0%}" if worst.share else ""
    zh = f"弱在{worst.label.zh}：比{worst.against.zh}低 {less}"
    en = f"The weak link is {worst.label.en}: {less} below {worst.against.en}"
    if worst.money:
        sum_ = figure(worst.money.mid, "money", currency)
        zh, en = f"{zh}，一周约少 {sum_.zh}", f"{en}, about {sum_.en} a week"
    return Label(f"{zh}。{worst.check.zh}", f"{en}. {worst.check.en}")


def _sentence(step: Step) -> Label:
    """What the path says at this link."""
    words = {
        "ok": Label("正常，往下看", "normal, go on"),
        "strong": Label("比同行或平时好，往下看", "better than normal, go on"),
        "weak": Label("弱，先查这里", "weak, look here first"),
        "cannot_tell": Label("数据还分不清，往下看", "cannot tell yet, go on"),
        "no_data": Label("没有数据", "no data"),
    }[step.state]
    return Label(f"{step.label.zh}：{words.zh}", f"{step.label.en}: {words.en}")


def _volumes(metrics: list[str], view: View, window: int) -> tuple[list[float | None], bool]:
    """What comes out of each link: of the window, or the daily mean of all where a period's own
    heads are not known. One basis for all, so that neighbours divide to the rates shown."""
    whole = [_whole(view, m, window) for m in metrics]
    daily = [_daily(view, m, window) for m in metrics]
    per_day = any(w is None and d is not None for w, d in zip(whole, daily, strict=True))
    return (daily, True) if per_day else (whole, False)


def _whole(view: View, metric: str, window: int) -> float | None:
    measured = view.measure(metric, window=window)
    return _number(measured.iloc[0]["value"]) if len(measured) else None


def _daily(view: View, metric: str, window: int) -> float | None:
    values = view.series(metric, window)
    total = float(values["value"].sum()) if len(values) and values["value"].notna().any() else None
    return total / window if total is not None else None


def _number(value: object) -> float | None:
    if value is None or not isinstance(value, Real) or pd.isna(value):
        return None
    return float(value) if math.isfinite(value) else None
