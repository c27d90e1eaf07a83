"""What a metric is: its kind, its words, and where its parts come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Literal, cast, get_args

from ..labels import Label
from ..model import Good

Kind = Literal["total", "distinct", "ratio", "last", "index"]
Unit = Literal["money", "count", "percent", "hours", "days", "score", "index"]
By = Literal["product", "channel", "keyword", "region", "plan"]


@dataclass(frozen=True, slots=True)
class Source:
    """One place a metric can be read from; exactly one of the three expressions is given.

    `day` aggregates the rows of one day (days are put together by the metric's kind);
    `entity` aggregates over entities (buyers, items) already summed over the window: an exact
    distinct count of any window; `direct` aggregates the window's raw rows (a median).
    `history`: so many days must be known before a window, or it is no baseline: with a short past
    every buyer is new.
    """

    relation: str
    day: str = ""
    entity: str = ""
    direct: str = ""
    history: int = 0


@dataclass(frozen=True, slots=True)
class Metric:
    """One declaration: what is measured, how it adds up, and its sources, the best first.

    A ratio names two other metrics and a scale. `fixed_days`: the metric always looks at that
    many days, whatever window is asked for (a 30-day score). `late`: what a click brings comes days
    after it, so the last days are still filling up and are compared with nothing. `origin`: guide
    row or format fact.
    """

    id: str
    kind: Kind
    unit: Unit
    good: Good
    label: Label
    definition: Label
    origin: str
    sources: tuple[Source, ...] = ()
    numerator: str = ""
    denominator: str = ""
    scale: float = 1.0
    fixed_days: int | None = None
    parts: tuple[str, ...] = ()
    late: bool = False

    @property
    def source(self) -> str:
        """The guide row or format fact that the definition follows."""
        return self.origin


def columns(column: str, relations: str, how: str = "sum") -> tuple[Source, ...]:
    """The same stored column in several relations, aggregated the same way within a day."""
    return tuple(Source(r, day=f"{how}({column})") for r in relations.split())


def label(text: str) -> Label:
    """A Label from one line, "中文 | English"."""
    zh, en = text.split(" | ")
    return Label(zh, en)


def declare(kind: Kind) -> Callable[..., Metric]:
    """A function that declares metrics of one kind, in one line of words each."""

    def metric(
        id: str, words: str, sort: str, meaning: str, origin: str, *sources: Any, **more: Any
    ) -> Metric:
        unit, good = sort.split()
        if unit not in get_args(Unit) or good not in get_args(Good):
            raise ValueError(f"metric {id}: '{sort}' is no unit and good direction")
        flat = tuple(s for group in sources for s in (group if type(group) is tuple else (group,)))
        texts = (label(words), label(meaning), origin, flat)
        return Metric(id, kind, cast(Unit, unit), cast(Good, good), *texts, **more)

    return metric


total = declare("total")
distinct = declare("distinct")
last = declare("last")
index = declare("index")
_ratio = declare("ratio")


def ratio(
    id: str, words: str, sort: str, meaning: str, origin: str, of: str, *sources: Any, **more: Any
) -> Metric:
    """Numerator over denominator ("pay_buyers / visitors"), summed apart and divided last."""
    numerator, denominator = of.split(" / ")
    more |= {"numerator": numerator, "denominator": denominator}
    return _ratio(id, words, sort, meaning, origin, *sources, **more)
