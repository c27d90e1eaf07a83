"""Which sources answer which metric: the best first, the next only where the best falls short."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Iterable

import numpy as np

from ..model import Window
from .candidate import (
    LOOKBACK,
    Bounds,
    Candidate,
    Divided,
    Newest,
    Paired,
    Period,
    Reading,
    Summed,
    add_folds,
    pair_folds,
    stale_shift,
)
from .catalogue import METRICS, needed
from .desk import Desk, Line, Request
from .metric import Metric, Source
from .relations import RELATIONS

Spans = dict[str, list[Window]]


class Plan:
    """The candidates of every metric of one question.

    `now[id]` are the spans that must be answered well; `spans[id]` all that are asked for;
    `enough` is the share of `now` that lets a source do without the next one.
    """

    def __init__(
        self, desk: Desk, ids: Iterable[str], spans: Spans, now: Spans, enough: float = 1.0
    ) -> None:
        self.desk, self.enough = desk, enough
        self.ids = needed(list(ids))
        self.candidates: dict[str, list[Candidate]] = {id: [] for id in self.ids}
        self.spans, self.now = self._inherit(spans), self._inherit(now)
        self._shifts: dict[str, dict[int, int]] = {}
        self._gather()
        for id in self.ids:
            if METRICS[id].kind == "ratio":
                self._divide(METRICS[id])

    def _inherit(self, spans: Spans) -> Spans:
        """Parts of a ratio must be known on the ratio's spans too."""
        full = {id: dict.fromkeys(spans.get(id, [])) for id in self.ids}
        for id in reversed(self.ids):
            one = METRICS[id]
            for part in (one.numerator, one.denominator, *one.parts):
                if part:
                    full[part].update(full[id])
        return {id: list(windows) for id, windows in full.items()}

    def _gather(self) -> None:
        queues = {id: self._sources(METRICS[id]) for id in self.ids}
        stage = 0
        while any(queues.values()):
            self.requests: dict[tuple[str, str], Request] = {}
            for id, queue in queues.items():
                if queue:
                    self._ask(METRICS[id], queue.pop(0), stage)
            for request in self.requests.values():
                self.desk.run(request)
            for id in self.ids:
                if queues[id] and self._well_answered(id):
                    queues[id] = []
            stage += 1

    def _sources(self, metric: Metric) -> list[Source | tuple[Source, Source]]:
        listed: list[Source | tuple[Source, Source]] = []
        for source in metric.sources:
            relation = RELATIONS[source.relation]
            if self.desk.can(relation) or (source.day and self.desk.can_period(relation)):
                listed.append(source)
        if metric.kind == "ratio":
            listed += self._pairs(metric)
        return listed

    def _pairs(self, metric: Metric) -> list[Source | tuple[Source, Source]]:
        """Relations that know both parts day by day."""
        top, bottom = METRICS[metric.numerator], METRICS[metric.denominator]
        if not {top.kind, bottom.kind} <= {"total", "distinct"}:
            return []
        days = {s.relation: s for s in bottom.sources if s.day}
        return [
            (s, days[s.relation])
            for s in top.sources
            if s.day and s.relation in days and self.desk.can(RELATIONS[s.relation])
        ]

    def _request(self, shape: str, relation: str, spans: Iterable[Window]) -> Request:
        request = self.requests.setdefault((shape, relation), Request(RELATIONS[relation], shape))
        for window in spans:
            request.span(window)
        return request

    def _ask(self, metric: Metric, source: Source | tuple[Source, Source], stage: int) -> None:
        spans = self.spans[metric.id]
        if isinstance(source, tuple):
            self._ask_pair(metric, source, stage)
            return
        relation = RELATIONS[source.relation]
        if not source.day:
            shape, expression = (
                ("entity", source.entity) if source.entity else ("direct", source.direct)
            )
            request = self._request(shape, source.relation, spans)
            column = request.column(expression)
            since = self._since(source)
            self._add(metric, Summed(metric, request, column, 10 * stage + 2, since))
            return
        if self.desk.can(relation):
            self._ask_days(metric, source, stage)
        if self.desk.can_period(relation) and metric.kind in ("total", "distinct"):
            self._ask_period(metric, source, stage)

    def _since(self, source: Source) -> date:
        """The first day from which enough of the past is known for a fair comparison."""
        covered = self.desk.covered(RELATIONS[source.relation]) if source.history else None
        return covered[0] + timedelta(days=source.history) if covered else date.min

    def _ask_days(self, metric: Metric, source: Source, stage: int) -> None:
        newest = metric.kind in ("last", "index", "ratio")
        spans = self.spans[metric.id]
        if newest:
            spans = [Window(w.end, LOOKBACK) for w in spans]
        request = self._request("daily", source.relation, spans)
        column = request.column(source.day)
        add_folds(request, metric, column)
        if newest:
            self._add(metric, Newest(request, column, 10 * stage))
            return
        self._add(metric, Summed(metric, request, column, 10 * stage))
        if metric.kind == "distinct":
            self._add(metric, Bounds(request, column, 100 + stage))

    def _ask_period(self, metric: Metric, source: Source, stage: int) -> None:
        request = self._request("period", source.relation, ())
        if source.relation not in self._shifts:
            self._shifts[source.relation] = stale_shift(self.desk, request)
        shift = self._shifts[source.relation]
        for window in self.spans[metric.id]:
            request.span(window.shifted(-shift.get(window.days, 0)))
        column = request.column(source.day)
        self._add(metric, Period(request, column, 10 * stage + 1, shift))

    def _ask_pair(self, metric: Metric, pair: tuple[Source, Source], stage: int) -> None:
        request = self._request("daily", pair[0].relation, self.spans[metric.id])
        a, b = request.column(pair[0].day), request.column(pair[1].day)
        pair_folds(request, a, b)
        heads = "distinct" in (METRICS[metric.numerator].kind, METRICS[metric.denominator].kind)
        # A mean of days is the last resort where heads are counted: 日均口径.
        self._add(metric, Paired(metric, request, (a, b), (200 if heads else 0) + stage, heads))

    def _add(self, metric: Metric, candidate: Candidate) -> None:
        self.candidates[metric.id].append(candidate)

    def _divide(self, metric: Metric) -> None:
        """Ratios of answered parts: of one basis first, then of the best of each."""
        for top in self.candidates[metric.numerator]:
            for bottom in self.candidates[metric.denominator]:
                if isinstance(top, Bounds) or isinstance(bottom, Bounds):
                    continue
                same = type(top) is type(bottom)
                rank = (20 if same else 120) + top.rank + bottom.rank
                self._add(metric, Divided(metric, (top, bottom), rank))

    def _well_answered(self, id: str) -> bool:
        """Whether enough of the spans that matter have a complete exact answer."""
        spans = self.now[id]
        if self.desk.by is None and len({w.days for w in spans}) == 1 and len(spans) > 1:
            line = Line(spans)
            readings = [r for c in self.candidates[id] if (r := c.at(line)) is not None]
            exact = [r.complete & ~np.isnan(r.value) for r in readings]
            known = int(np.any(exact, axis=0).sum()) if exact else 0
            return known >= self.enough * len(spans)
        good = [
            any((r := c.at(w)) is not None and _complete(r) for c in self.candidates[id])
            for w in spans
        ]
        return sum(good) >= self.enough * len(spans)

    def choose(self, id: str, window: Window) -> tuple[Candidate, Reading] | None:
        """The candidate that answers this span best, with its reading."""
        ranked = sorted(self.candidates[id], key=lambda c: c.rank)
        readings = [(c, r) for c in ranked if (r := c.at(window)) is not None and len(r.value)]
        for good in (_complete, _finite, _bounded):
            for candidate, reading in readings:
                if good(reading):
                    return candidate, reading
        return None


def _complete(reading: Reading) -> bool:
    return bool((reading.complete & ~np.isnan(reading.value)).any())


def _finite(reading: Reading) -> bool:
    return not bool(np.isnan(reading.value).all())


def _bounded(reading: Reading) -> bool:
    return reading.low is not None and not bool(np.isnan(reading.low).all())
