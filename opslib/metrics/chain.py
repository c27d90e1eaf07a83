"""The funnel as a product of factors, as long as the data allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from ..labels import Label
from ..model import Window
from .catalogue import METRICS
from .desk import Desk, Request
from .relations import RELATIONS
from .sql import fold

# From the shop window to the money; each step is a day column of the shop's export.
CHAINS: dict[str, tuple[tuple[str, ...], ...]] = {
    "pay_amount": (
        ("impressions", "clicks", "visitors", "pay_buyers", "pay_amount"),
        ("search_impressions", "search_clicks", "visitors", "pay_buyers", "pay_amount"),
    ),
    "inquiries": (
        ("impressions", "clicks", "visitors", "inquiries"),
        ("search_impressions", "search_clicks", "visitors", "inquiries"),
    ),
}
# What a step divided by the one before it is called.
_STEP = {
    ("impressions", "clicks"): "ctr",
    ("search_impressions", "search_clicks"): "search_ctr",
    ("clicks", "visitors"): "visits_per_click",
    ("visitors", "pay_buyers"): "pay_cvr",
    ("pay_buyers", "pay_amount"): "amount_per_buyer",
    ("visitors", "pay_amount"): "uv_value",
    ("visitors", "inquiries"): "inquiry_rate",
}


@dataclass(frozen=True)
class Chain:
    """Steps of a funnel and their sums on each span: `sums[step]` by span index."""

    steps: tuple[str, ...]
    sums: dict[str, np.ndarray]

    def factors(self, spans: Sequence[int]) -> dict[str, np.ndarray]:
        """Factor -> its value on these spans; NaN where its denominator is zero."""
        index = list(spans)
        values = {self.steps[0]: self.sums[self.steps[0]][index]}
        for a, b in zip(self.steps, self.steps[1:], strict=False):
            top, bottom = self.sums[b][index], self.sums[a][index]
            nothing = np.full(len(top), np.nan)
            values[step_key(a, b)] = np.divide(top, bottom, out=nothing, where=bottom > 0)
        return values

    def holds(self, span: int) -> bool:
        """Whether the product of the factors is the total on this span (no zero in between)."""
        values = [self.sums[s][span] for s in self.steps]
        if np.isnan(values).any():
            return False
        return not values[-1] or all(v > 0 for v in values[:-1])


def step_key(a: str, b: str) -> str:
    """The id of the factor b / a."""
    return _STEP.get((a, b), f"{b}_per_{a}")


def factor_label(key: str) -> Label:
    """What a factor is called."""
    if key in METRICS:
        return METRICS[key].label
    top, bottom = (METRICS[part].label for part in key.split("_per_"))
    return Label(f"每{bottom.zh}的{top.zh}", f"{top.en} per {bottom.en}")


def find_chain(desk: Desk, metric: str, spans: Sequence[Window]) -> Chain | None:
    """The longest funnel that holds on the first two spans (now, baseline); None if none does."""
    if not desk.has("shop_day"):
        return None
    names = list(dict.fromkeys(s for steps in CHAINS[metric] for s in steps))
    sums = _day_sums(desk, names, spans)
    chains = [_shortened(steps, sums) for steps in CHAINS[metric]]
    good = [c for c in chains if c is not None]
    return max(good, key=lambda c: len(c.steps), default=None)


def _day_sums(desk: Desk, names: Sequence[str], spans: Sequence[Window]) -> dict[str, np.ndarray]:
    """Sums of days per span, NaN where a day is missing. Heads are summed day by day here."""
    request = Request(RELATIONS["shop"], "daily")
    columns = {name: request.column(f"sum({name})") for name in names}
    for column in columns.values():
        request.folds[fold(column, "sum")] = None
    for span in spans:
        request.span(span)
    desk.run(request)
    place = [request.spans[s] for s in spans]
    values = request.grid.values if request.grid else {}
    sums = {}
    for name, column in columns.items():
        whole = request.days[column][place] >= [s.days for s in spans]
        raw = values[f"{column}.sum"][place]
        sums[name] = np.where(whole, raw[:, 0] if raw.shape[1] else np.nan, np.nan)
    return sums


def _shortened(steps: tuple[str, ...], sums: dict[str, np.ndarray]) -> Chain | None:
    """Drop the steps that are unknown, or zero before a total that is not."""
    end = steps[-1]
    if np.isnan(sums[end][:2]).any():
        return None
    earned = sums[end][:2] > 0
    kept = [
        s
        for s in steps[:-1]
        if not np.isnan(sums[s][:2]).any() and bool(np.all((sums[s][:2] > 0) | ~earned))
    ]
    return Chain((*kept, end), sums)
