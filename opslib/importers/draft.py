"""A first TOML for an export that no format knows, to be filled in by its operator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .container import Sheet, read_sheets
from .formats import Format, Formats, fact_tables
from .guess import Chosen, Seen, best_table, cancellation_prefix, is_personal, look, not_goods
from .nearest import Nearest, nearest

_REQUIRED = {"order_id", "created_at", "item_id", "keyword", "plan", "source_l1", "date"}
# Where an order's money is the sum of its lines, a file without these would tell of no sales.
_MONEY_OF_LINES = ("qty", "unit_price")


@dataclass(frozen=True)
class _Draft:
    """What was found out about the unknown file."""

    path: Path
    sheet: Sheet
    near: Nearest
    seen: list[Seen]
    table: str
    chosen: Chosen

    def of(self, fact: str) -> Seen | None:
        """The column that was chosen for this fact."""
        names = [n for n, (f, _) in self.chosen.items() if f == fact]
        return next((c for c in self.seen if c.name in names), None)


def draft(path: Path, formats: Formats) -> str:
    """A TOML draft for a file that no format knows, filled in as far as can be guessed.

    It loads as it is; comments show each column's kind and values, what could not be placed, and
    what else an operator may say. Raises ImportProblem where the file cannot be read at all.
    """
    sheets = [s for s in read_sheets(Path(path)) if s.cells.num_rows]
    sheet = max(sheets, key=lambda s: s.cells.num_rows * s.cells.num_columns)
    near = nearest(sheet, formats)
    seen = look(sheet, near.header)
    table, chosen = best_table([c for c in seen if not is_personal(c.name)], formats)
    made = _Draft(Path(path), sheet, near, seen, table, chosen)
    lines = [*_head(made), *_leftovers(made)]
    lines += _order_rules(made) if table == "order" else _day_hint(made)
    for column in seen:
        if column.name in chosen:
            fact, score = chosen[column.name]
            needed = fact in _MONEY_OF_LINES and table == "order" and not made.of("paid_amount")
            lines += _column(column, fact, score, near.format, needed)
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else " " for c in escaped) + '"'


def _list(names: list[str]) -> str:
    return f"[{', '.join(_quoted(n) for n in names)}]"


def _note(text: str) -> str:
    return "# " + "".join(c if c.isprintable() else " " for c in text)


def _id(made: _Draft) -> str:
    """The letters of the file's name; days and copy numbers in it say nothing of its kind."""
    words = re.sub(r"[\d\W_]+", "_", made.path.stem.lower(), flags=re.ASCII).strip("_")
    return f"my_{words}" if words else f"my_{made.table}"


def _head(made: _Draft) -> list[str]:
    name, near = made.path.name, made.near
    lines = [
        _note(f"由 {name} 生成的草稿：逐行核对，放进工作区的 formats/，再运行 opslib import。"),
        _note(f"A draft made from {name}. Check every line, keep it in formats/, then import."),
    ]
    if near.format:
        missing = "、".join(near.missing) or "-"
        lines.append(_note(f"最接近的格式 nearest: {near.format.id}；缺 missing: {missing}"))
    tables = '["order", "order_line"]' if made.table == "order" else _quoted(made.table)
    label = _quoted(_id(made).replace("_", " "))
    currency = near.format.currency if near.format and near.format.currency else "CNY"
    return [
        *lines,
        f"id = {_quoted(_id(made))}",
        f"label = {{ zh = {label}, en = {label} }}",
        'platform = "both"      # 1688, alibaba, both',
        f"table = {tables}",
        _note(f"可用的事实列 facts for [columns.FACT]: {' '.join(_facts(made.table))}"),
        f'currency = "{currency}"       # 金额的币种，请核对 CNY, USD, GBP ... check it',
        "",
    ]


def _facts(table: str) -> list[str]:
    """The names that may stand in [columns.NAME] for this table; an order's lines with it."""
    tables = [
        t for name in (table, "order_line")[: 1 + (table == "order")] for t in fact_tables(name)
    ]
    return list(dict.fromkeys(c for t in tables for c in t.columns if c not in ("line_no", "days")))


def _leftovers(made: _Draft) -> list[str]:
    """Columns with personal data, and those without a guess."""
    personal = [c.name for c in made.seen if is_personal(c.name)]
    left = [c for c in made.seen if c.name not in made.chosen and c.name not in personal]
    lines = [
        _note("个人信息（姓名、电话、地址）的列写在 personal 里，永不保存。"),
        _note("Columns with personal data go into personal: they are never stored."),
        f"personal = {_list(personal)}",
        "",
    ]
    if not left:
        return lines
    return [
        *lines,
        _note('没认出的列：写成 [columns.事实列] aliases = ["列名"]，或留在 ignore 里不用。'),
        _note("Columns without a guess: declare them as [columns.FACT], or leave them here."),
        *(_note(f"  {c.name}  {c.kind}: {' | '.join(c.samples)}") for c in left),
        f"ignore = {_list([c.name for c in left])}",
        "",
    ]


def _day_hint(made: _Draft) -> list[str]:
    if made.of("date"):
        return []
    return [
        _note("没有日期列：日期取自表头上方的文字或文件名（名称_2026-05-01.csv）。"),
        _note("No date column: the day is taken from above the header or from the file name."),
        "",
    ]


def _order_rules(made: _Draft) -> list[str]:
    times = [t for t in ("paid_at", "created_at") if made.of(t)]
    lines = (
        ["[period]", f"from = {_list(times)}   # 订单算在哪一天 the order's day"] if times else []
    )
    lines += ["", "[orders]"]
    if not made.of("paid_amount"):
        lines += [
            "paid_from_lines = true      # 由明细相加 what was paid = sum of unit_price x qty",
            'nothing_paid = "closed"     # 金额为零不算成交 an order without money is no sale',
        ]
    number = made.of("order_id")
    if number:
        prefix = cancellation_prefix(made.sheet, made.near.header, number, made.of("qty"))
        mark = "" if prefix else "# "
        lines += [
            f'{mark}cancellation_prefix = "{prefix or "C"}"   # 撤单的订单号 orders taken back',
            _note(f"订单号样例 order numbers: {' | '.join(number.samples)}"),
        ]
    if item := made.of("item_id"):
        codes = not_goods(made.sheet, made.near.header, item)
        lines += [
            _note("邮费、手续费、手工调整这类编码：钱算进订单，但不算商品；其他文件里的也补上。"),
            _note("Codes of postage, fees, corrections: money, but no product. Add further ones."),
            f"not_goods = {_list(codes)}",
        ]
    lines.append("")
    if not made.of("status"):
        lines += [
            "[constants]",
            'status = "done"   # 文件没有状态 no status: unpaid paid shipped done closed refunding',
            "",
        ]
    return lines


def _column(
    column: Seen, fact: str, score: float, near: Format | None, needed: bool = False
) -> list[str]:
    sure = "" if score >= 90 else "   # 猜的，请核对 a guess, check it"
    samples = "" if fact == "buyer" else " | ".join(column.samples)  # an account is personal
    lines = [
        _note(f"{column.kind}: {samples}"),
        f"[columns.{fact}]",
        f"aliases = [{_quoted(column.name)}]{sure}",
    ]
    if fact in _REQUIRED or needed:
        lines.append("required = true")
    if column.kind == "rate":
        lines.append('type = "rate"')
    known = near.columns.get(fact) if near else None
    if known and known.values:
        lines.append(f"[columns.{fact}.values]")
        lines += [f"{_quoted(k)} = {_quoted(v)}" for k, v in known.values.items()]
    return [*lines, ""]
