"""A kind of export as its TOML file declares it, and the set of them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Iterator, Literal, Mapping

from ..errors import DeclarationError, unknown
from ..facts import TABLES, FactTable
from ..labels import Label


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# A table declared by its stem goes to NAME_day when a row speaks of one day, else to NAME_window.
SPANS = ("shop", "product", "channel", "keyword")
CELL_TYPES = _words(
    """text id count number money rate mixed low high single bool date time clock hour period
    score month"""
)
MONEY = frozenset(
    _words("""pay_amount order_amount refund_amount ad_spend price ad_cost spend ad_gmv budget bid
    goods_amount freight adjustment paid_amount unit_price amount unit_cost price_low price_high
    amount_30d amount_low amount_high reference_price""")
)
# The day of an order is that of the first of these times that it has.
ORDER_TIMES = ("paid_at", "created_at")
# `other` of a column whose values are names: those not listed stay, and nobody is told.
KEEP = "keep"
# Last rows of an export that add up the others; such a word in a key or text column drops the row.
TOTALS = ("汇总", "合计", "总计", "小计", "全部合计", "total", "grand total", "sum")


@dataclass(frozen=True)
class Column:
    """Where one fact column comes from, and how its cells are read.

    needed: a row without a readable value here is refused; above: so is one whose number is not
    above this.
    """

    name: str
    aliases: tuple[str, ...]
    type: str
    required: bool = False
    unit: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    other: str | None = None  # what an unlisted word becomes; KEEP: itself; None: itself, reported
    numerator: str = ""
    denominator: str = ""
    sheets: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False
    above: float | None = None


@dataclass(frozen=True)
class Wide:
    """Columns of a wide export that become rows of another table (scores, peers' values)."""

    table: str
    key: str
    members: Mapping[str, str]
    type: str = "mixed"
    value: str = ""
    suffixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """What else must hold for a sheet to be of this format, beside its required columns."""

    sheet: str = ""
    preamble: str = ""
    without: tuple[str, ...] = ()
    at_least: int = 0
    rows: int = 30


@dataclass(frozen=True)
class Period:
    """Where the days of a row come from, tried in this order.

    "column" is the declared date column, "preamble" the cells above the header, and any other
    name a time column of the row itself (an order's day is that of its payment).
    """

    sources: tuple[str, ...] = ("column", "preamble", "file_name")
    pattern: str = ""
    days: int = 0
    file_name: Literal["all", "last", "none"] = "last"


@dataclass(frozen=True)
class Rows:
    """Which rows are no facts, and which continue the row above."""

    totals: tuple[str, ...] = TOTALS
    dash_is_total: tuple[str, ...] = ()
    forward_fill: tuple[str, ...] = ()
    same_key: Literal["refuse", "sum", "copy"] = "refuse"


@dataclass(frozen=True)
class Orders:
    """How the rows of an order file become orders and their lines.

    `not_goods`: item ids of postage, fees and corrections, which are money but no product.
    """

    cancellation_prefix: str = ""
    cancelled_status: str = "closed"
    paid_from_lines: bool = False
    nothing_paid: str = ""
    not_goods: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """One kind of export: how it is recognised, and what its cells mean."""

    id: str
    label: Label
    platform: str
    tables: tuple[str, ...]
    columns: Mapping[str, Column]
    path: str
    definition: str
    currency: str = ""
    match: Match = Match()
    period: Period = Period()
    rows: Rows = Rows()
    orders: Orders = Orders()
    constants: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    personal: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    seller: tuple[str, ...] = ()
    missing_buyer: tuple[str, ...] = ()
    wide: tuple[Wide, ...] = ()

    @property
    def required(self) -> list[Column]:
        """The columns without which a sheet is not of this format."""
        return [c for c in self.columns.values() if c.required]

    @cached_property
    def facts(self) -> list[FactTable]:
        """The fact tables that rows may go to."""
        return [t for name in self.tables for t in fact_tables(name)]


def fact_tables(name: str) -> list[FactTable]:
    """The fact tables that `table = "NAME"` in a TOML stands for; [] if there is none."""
    if name in SPANS:
        return [TABLES[f"{name}_day"], TABLES[f"{name}_window"]]
    return [TABLES[name]] if name in TABLES else []


def default_type(name: str, kind: str) -> str:
    """How cells of this fact column are read when the format says nothing."""
    if kind == "text":
        return "id" if name.endswith("_id") or name in ("id", "item_no") else "text"
    if kind == "float":
        return "money" if name in MONEY else "number"
    if kind == "date" and name == "date":
        return "period"
    return {"int": "count"}.get(kind, kind)


class Formats(Mapping[str, Format]):
    """All declared formats, by id."""

    def __init__(self, formats: Mapping[str, Format]) -> None:
        self._formats = dict(sorted(formats.items()))

    def __getitem__(self, name: str) -> Format:
        if name not in self._formats:
            raise unknown(Label("导出格式", "format"), name, self._formats)
        return self._formats[name]

    def __contains__(self, name: object) -> bool:
        return name in self._formats

    def __iter__(self) -> Iterator[str]:
        return iter(self._formats)

    def __len__(self) -> int:
        return len(self._formats)


def load_formats(*folders: Path) -> Formats:
    """Which exports are known?

    Reads every *.toml of the folders; a later folder wins over an earlier one format by format,
    so that a workspace may correct what ships. A folder that does not exist counts as empty.
    Raises DeclarationError with file and line for anything that is not understood.
    """
    from .declaration import read_format

    found: dict[str, Format] = {}
    for folder in folders:
        here: dict[str, Format] = {}
        for path in sorted(Path(folder).glob("*.toml")):
            one = read_format(path)
            if one.id in here:
                raise DeclarationError(
                    str(path),
                    Label(
                        f"格式 {one.id} 已在 {here[one.id].path} 中声明。",
                        f"format {one.id} is already declared in {here[one.id].path}.",
                    ),
                    Label("给其中一个换个 id。", "Give one of them another id."),
                )
            here[one.id] = one
        found |= here
    return Formats(found)
