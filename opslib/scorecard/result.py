"""The measured scorecard as it travels: one JSON file, its schema, and how it is read."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from .. import places
from ..errors import DeclarationError
from ..labels import Label


class Part(BaseModel):
    """Part of the scorecard: no field may be missing or unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Settings(Part):
    """What was asked for: run the same again with them."""

    shops: int
    days: int
    seed: int
    kinds: list[str]
    version: str


class Quiet(Part):
    """Alarms of one method on days without a cause.

    alarms: new ones; low, high: 95 % range of alarms_a_week; on_shop: those about the shop's own
    figures; clocks, notes: what clocks, thresholds and notes reported besides (the review alone).
    """

    shop_weeks: float
    alarms: int
    alarms_a_week: float
    low: float
    high: float
    on_shop_a_week: float
    clocks_a_week: float
    notes_a_week: float


class Found(Part):
    """How one method did on planted causes.

    named: shares of causes whose member was named; low, high: its 95 % range; seen: named, or the
    shop's own figure told of it; within_3, within_7: named after so many days at most (of all
    causes); days: median until named (None: never); top: share of the days with the cause there
    on which it stood among the first three.
    """

    causes: int
    named: float
    low: float
    high: float
    seen: float
    within_3: float
    within_7: float
    days: float | None
    top: float


class Group(Part):
    """Planted causes of one kind or one size: each method's Found."""

    name: str
    methods: dict[str, Found]


class Prices(Part):
    """Money named by findings against the ledger: causes that cost money and were named.

    inside: share of findings whose 80 % range holds the true weekly loss; ratio: median of the
    named middle to the truth, a cause counted once; low, high: quarter and three quarters of it.
    """

    causes: int
    findings: int
    inside: float | None
    ratio: float | None
    low: float | None
    high: float | None


class Result(Part):
    """One measured scorecard.

    traps: the review's alarms where only an export was at fault. in_figures: `found` without the
    kinds that show on a clock or a sheet alone.
    """

    settings: Settings
    quiet: dict[str, Quiet]
    traps: dict[str, Quiet]
    false_by_rule: dict[str, int]
    found: dict[str, Found]
    in_figures: dict[str, Found]
    kinds: list[Group]
    sizes: list[Group]
    prices: Prices
    prices_by_kind: dict[str, Prices]


def shipped() -> Path:
    """The file that travels with the package."""
    return places.templates() / "scorecard.json"


def load(path: Path | None = None) -> Result:
    """The scorecard in a file; the shipped one by default.

    Raises DeclarationError where the file is missing or does not keep the schema.
    """
    path = path or shipped()
    try:
        return Result.model_validate_json(path.read_text("utf-8"))
    except (OSError, ValidationError) as fault:
        raise DeclarationError(
            path.name,
            Label(f"不是成绩单：{fault}", f"is no scorecard: {fault}"),
            Label("运行 make scorecard 重新测量。", "Run make scorecard to measure again."),
        ) from None


def save(result: Result, path: Path) -> None:
    """Write the scorecard; the same measurement gives the same bytes."""
    text = json.dumps(result.model_dump(mode="json"), ensure_ascii=False, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((text + "\n").encode())
