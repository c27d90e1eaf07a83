"""What a notebook sees: one shop on one day, with what was known at one moment.

Everything delegates: facts from the store, numbers from metrics, judgement from rules and stats.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Sequence

import pandas as pd

from . import events, metrics
from .daily.steps import todays_tasks
from .expected import expected_ranges
from .held import Held
from .labels import Label, speak
from .model import Finding, Task, Why
from .moments import day_of, moment
from .ready import last_day
from .rules import Diagnosis, Review, Rule, View, check, diagnose
from .workspace import Workspace

if TYPE_CHECKING:
    from .actions import Actions
    from .comparison import Comparison
    from .marketing import Year
    from .weekly import Weekly


class Shop:
    """One shop as of one day. Made by `open_shop`."""

    def __init__(
        self,
        workspace: Workspace,
        shop: str,
        as_of: date,
        known_at: datetime | None,
        held: Held | None = None,
        **settings: Any,
    ) -> None:
        from .daily.show import Show
        from .report import Sheet

        self.workspace, self.as_of, self.known_at = workspace, as_of, known_at
        self.identity = workspace.shop(shop)
        self.settings = settings
        self.held = held or Held(workspace, self.identity.id, as_of, known_at)
        self.snapshot, self.profile = self.held.snapshot, self.held.profile
        place = (self.identity.id, self.identity.name, as_of, self.profile.id)
        self.sheet = Sheet("daily_review", *place, self.profile.currency, metrics.METRICS)
        self.show = Show(self)
        self._judged: dict[tuple[Any, ...], pd.DataFrame] = {}

    @property
    def currency(self) -> str:
        return self.profile.currency

    @cached_property
    def con(self) -> Any:
        """DuckDB over the shop's facts of the last 14 months, one view a fact table."""
        return self.held.con(self.as_of)

    def at(self, as_of: date, watched: Sequence[str] | None = None) -> Shop:
        """The same shop, with the same knowledge of its facts, as it looked on another day.

        watched: judge only these daily figures together, where no whole review is asked.
        """
        settings = self.settings
        other = Shop(self.workspace, self.identity.id, as_of, self.known_at, self.held, **settings)
        if watched is not None:
            other._watched = list(watched)
        return other

    def table(self, name: str, days: int | None = None) -> pd.DataFrame:
        """A fact table in the order of its key: rows up to the as-of day, or of its last days."""
        return self.held.table(name, self.as_of, days)

    def holds(self, need: str) -> bool:
        """Whether a table, or one kind of register ("register:tool"), has a row by as-of."""
        return self.held.holds(need, self.as_of)

    def unit(self, metric: str) -> str:
        """What a metric is counted in."""
        return metrics.metric(metric).unit

    def measure(
        self,
        names: str | Sequence[str],
        by: str | None = None,
        window: int | Sequence[int] = 7,
        against: Sequence[str] = ("before", "weekdays", "last_year"),
    ) -> pd.DataFrame:
        """Values of these metrics for the last `window` days: one row a measurement."""
        return metrics.measure(
            self.con,
            self.currency,
            [names] if isinstance(names, str) else list(names),
            as_of=self.as_of,
            by=by,
            window=window,
            against=against,
            twin=events.twin_last_year,
        )

    def compare(self, metric: str, window: int = 7, by: str | None = None) -> pd.DataFrame:
        """One metric against the window before, the same weekdays, and last year (lunar)."""
        row = self.measure(metric, by=by, window=window)
        baselines = ["before", "weekdays", "last_year"]
        parts = [
            row.assign(against=name, baseline=row[name], change=row["value"] - row[name])
            for name in baselines
        ]
        table = pd.concat(parts)[["metric", "member", "against", "value", "baseline", "change"]]
        return table.assign(share=table["change"] / table["baseline"]).reset_index(drop=True)

    def series(
        self, metric: str, days: int = 90, by: str | None = None, member: str | None = None
    ) -> pd.DataFrame:
        """A metric day by day: date, value, n; NaN where a day is missing."""
        return metrics.series(self.con, metric, as_of=self.as_of, days=days, by=by, member=member)

    def weeks(self, metric: str, by: str, weeks: int = 13) -> pd.DataFrame:
        """A metric's members week by week, week 0 the newest: member, week, value, size, end."""
        return metrics.weekly(self.con, self.currency, metric, as_of=self.as_of, by=by, weeks=weeks)

    def explain(self, metric: str = "pay_amount", window: int = 7, by: str | None = None) -> Why:
        """The change against the window before, split exactly, in the metric's unit.

        by None: by factors of the funnel; a dimension: by its members, mix and rate apart.
        """
        found = metrics.explain(
            self.con, metric, as_of=self.as_of, window=window, by=by, currency=self.currency
        )
        assert isinstance(found, Why)
        return found

    def anomalies(
        self,
        metric: str,
        days: int = 400,
        by: str | None = None,
        member: str | None = None,
        alarms_per_month: float | None = None,
    ) -> pd.DataFrame:
        """Each day's expected range, judged by earlier days only."""
        budget = alarms_per_month or self.alarms_per_month
        place = (days, by, member, budget)
        if (metric, *place) not in self._judged:
            together = by is None and budget == self.alarms_per_month and metric in self._watched
            if together:
                frames = metrics.series_of_many(
                    self.con, self._watched, as_of=self.as_of, days=days
                )
            else:
                frames = {metric: self.series(metric, days, by, member)}
            found = expected_ranges(frames, self.calendar, budget)
            self._judged |= {(name, *place): f for name, f in found.items()}
        return self._judged[metric, *place]

    @cached_property
    def _watched(self) -> list[str]:
        """The shop's figures whose expected range the rules or the board's cards need."""
        from .daily.sections import watched

        stored = set(self.measure([*watched(self)], against=()).query("basis != 'none'")["metric"])
        return [m for m in watched(self) if m in stored]

    @property
    def alarms_per_month(self) -> float:
        """How many false alarms a month the operator puts up with."""
        return float(self.settings.get("alarms_per_month", 0.5))

    @cached_property
    def calendar(self) -> pd.DataFrame:
        """Workdays, holidays, days from Spring Festival and promotions, day by day."""
        return self.held.calendar(self.as_of)

    @property
    def events(self) -> list[Any]:
        """The platform's and the shop's own events."""
        return self.held.events

    def benchmark(self, metric: str, days: int = 7) -> tuple[float, float] | None:
        """Peers' mean and excellent value of a metric, the latest known by the as-of day."""
        row = self.con.execute(
            """SELECT peer_mean, peer_excellent FROM benchmark
               WHERE metric = ? AND date <= ? AND (days = ? OR days IS NULL)
               ORDER BY date DESC LIMIT 1""",
            [metric, self.as_of, days],
        ).fetchone()
        return row

    @cached_property
    def arrivals(self) -> pd.DataFrame:
        """The ledger of this shop's files; the action register, which reports write, is none."""
        found = self.workspace.store.arrivals(self.identity.id, self.known_at)
        return found[found["table"] != "action"]

    @property
    def rules(self) -> list[Rule]:
        return self.held.rules

    @cached_property
    def view(self) -> View:
        """The facts of this day, asked once for the review, the funnel and the tasks."""
        return View(self)

    @cached_property
    def review(self) -> Review:
        """Every rule asked; findings with most money first."""
        return check(self.rules, self.view, alarms_per_month=self.alarms_per_month)

    def findings(self, report: str = "daily_review") -> list[Finding]:
        """What the rules found, most money first."""
        return list(self.review.findings)

    @cached_property
    def whys(self) -> list[Why]:
        """The change of sales over 7 days by factor, channel, product and keyword."""
        cuts = (None, "channel", "product", "keyword")
        first, *others = (self.explain("pay_amount", by=by) for by in cuts)
        told = events.uneven(self.events, first.window, first.baseline)
        if told is not None and first.contributions:
            note = first.note or Label("", "")
            first = replace(first, note=Label(f"{told.zh}{note.zh}", f"{told.en} {note.en}"))
        return [first, *others]

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """The guides' funnel path: each link, weak or not, and what to check."""
        return diagnose(self.view)

    @cached_property
    def tasks(self) -> list[Task]:
        """What the clocks, registers and the marketing calendar ask for today."""
        return todays_tasks(self)

    def weekly(self, **settings: float) -> Weekly:
        """The last whole week's advertising; settings as the parameters of the weekly report."""
        from .weekly import Weekly

        return Weekly(self, {**self.settings, **settings})

    def year(self, **settings: float) -> Year:
        """The shop's marketing year; settings as the parameters of the calendar report."""
        from .marketing import Year

        return Year(self, {**self.settings, **settings})

    def comparison(self, **settings: float) -> Comparison:
        """The shop beside its competitors; settings as that report's parameters."""
        from .comparison import Comparison

        return Comparison(self, {**self.settings, **settings})

    @cached_property
    def actions(self) -> Actions:
        """The action list: `all()`, `mark(id, "done", on="2026-11-20")`, `panel()`."""
        from .actions import Actions

        return Actions(self.workspace, self.identity.id, self.snapshot)

    def finish(self) -> None:
        """Write data.json, tables.xlsx and the completion marker; print the headline figures."""
        self.show.finish()


def open_shop(
    workspace: str | Path = "",
    *,
    shop: str = "",
    as_of: str | date = "",
    lang: str = "zh",
    known_at: str | datetime = "",
    **settings: Any,
) -> Shop:
    """Open one shop for a notebook.

    workspace: folder, "demo" for the samples, "" for the one around the current folder.
    as_of: last day to look at (ISO text or date); "" takes the last day that has data.
    known_at: use only what was imported by then (ISO time); "" takes all.
    Raises ParameterError, UnknownName, NotReady.
    """
    speak(lang)  # type: ignore[arg-type]
    opened = Workspace.open(workspace)
    chosen = opened.shop(shop or None).id
    known = moment(known_at, opened.profile(chosen).timezone)
    day = day_of(as_of) or last_day(opened, chosen, known)
    return Shop(opened, chosen, day, known, **settings)
