"""A first TOML for an export that no format knows, to be filled in by its operator."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from ..facts import TABLES
from . import cells, dates
from .container import Sheet, read_sheets
from .formats import SPANS, Formats, fact_tables
from .header import Nearest, nearest, normalise

_SAMPLES = 200
# How alike (0..100) a column and an alias must be written for a guess.
_ALIKE = 72
# English words of foreign shop systems that no shipped format lists.
ENGLISH = {
    "order_id": "invoice no,invoice,order number,order no,order id,transaction id,receipt",
    "created_at": "invoice date,order date,created at,order time,date time,transaction date",
    "paid_at": "paid at,payment date,paid time",
    "item_id": "stock code,product id,item id,sku code,article,product code,asin",
    "sku_id": "sku,sku id,variant",
    "title": "description,product name,item name,title,product",
    "qty": "quantity,qty,units,pieces",
    "unit_price": "unit price,price,item price,price each",
    "amount": "line total,amount,line amount,subtotal",
    "paid_amount": "order total,total,total paid,grand total,total amount",
    "buyer": "customer id,customer,buyer,client id,user id",
    "region": "country,region,state,province,ship country",
    "status": "status,order status",
    "date": "date,day,report date",
    "impressions": "impressions,views,shown",
    "clicks": "clicks",
    "visitors": "visitors,users,unique visitors,sessions",
    "page_views": "page views,pageviews",
    "pay_amount": "sales,revenue,turnover,gmv",
    "pay_orders": "orders,order count",
    "pay_buyers": "buyers,customers",
    "spend": "spend,cost,ad spend",
    "plan": "campaign,campaign name,plan",
    "keyword": "keyword,search term,query",
    "source_l1": "channel,source,traffic source,source medium",
    "on_hand": "on hand,stock,inventory,available",
    "currency": "currency",
}


@dataclass(frozen=True)
class _Seen:
    """One column of the unknown file: its name, a guessed kind and some of its values."""

    name: str
    kind: str
    samples: tuple[str, ...]


def draft(path: Path, formats: Formats) -> str:
    """A TOML draft for a file that no format knows, filled in as far as can be guessed.

    It loads as it is; comments show each column's kind and values, what could not be placed, and
    what else an operator may say. Raises ImportProblem where the file cannot be read at all.
    """
    sheets = [s for s in read_sheets(Path(path)) if s.cells.num_rows]
    sheet = max(sheets, key=lambda s: s.cells.num_rows * s.cells.num_columns)
    near = nearest(sheet, formats)
    seen = _look(sheet, near)
    table, chosen = _best_table(seen, formats)
    return "\n".join(_lines(Path(path), near, seen, table, chosen)) + "\n"


def _look(sheet: Sheet, near: Nearest) -> list[_Seen]:
    body = sheet.cells.slice(near.header.below, _SAMPLES)
    found = []
    for place, name in enumerate(near.header.seen):
        if not name:
            continue
        text = cells.clean(body.column(place).combine_chunks())
        distinct = list(dict.fromkeys(t for t in text.to_pylist() if t is not None))
        found.append(_Seen(name, _kind(text), tuple(d[:30] for d in distinct[:3])))
    return found


def _kind(text: pa.Array) -> str:
    """The kind of cell that most values can be read as."""
    filled = len(text) - text.null_count
    if not filled:
        return "empty"
    first, _ = dates.periods(text)
    if not len(first.bad):
        has_clock = any(":" in (t or "") for t in text.to_pylist())
        return "time" if has_clock else "date"
    if not len(cells.count(text, "").bad):
        return "count"
    number = cells.number(text, "")
    if not len(number.bad):
        return "rate" if number.percent is not None and number.percent.any() else "number"
    return "text"


def _vocabulary(formats: Formats, table: str) -> dict[str, set[str]]:
    """All words that stand for each column of a table, over all formats and in English."""
    known = {c for t in (fact_tables(table) or []) for c in t.columns}
    found: dict[str, set[str]] = {c: {c.replace("_", "")} for c in known}
    for one in formats.values():
        for name, column in one.columns.items():
            if name in known and table in one.tables:
                found[name] |= {normalise(a)[0] for a in column.aliases}
    for name, words in ENGLISH.items():
        if name in known:
            found[name] |= {normalise(w)[0] for w in words.split(",")}
    return found


def _assign(seen: list[_Seen], words: dict[str, set[str]]) -> dict[str, tuple[str, float]]:
    """The likeliest fact column of each file column, each used once, best pairs first."""
    from rapidfuzz import fuzz

    pairs = []
    for column in seen:
        name = normalise(column.name)[0]
        for fact, aliases in words.items():
            score = max((fuzz.ratio(name, a) for a in aliases), default=0.0)
            if score >= _ALIKE and _fits(fact, column.kind):
                pairs.append((score, column.name, fact))
    taken: dict[str, tuple[str, float]] = {}
    for score, name, fact in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if name not in taken and fact not in {f for f, _ in taken.values()}:
            taken[name] = (fact, score)
    return taken


def _fits(fact: str, kind: str) -> bool:
    """Could a column of this kind be this fact column at all?"""
    wanted = next(t.columns[fact] for t in TABLES.values() if fact in t.columns)
    allowed = {
        "date": ("date", "time", "empty"),
        "time": ("date", "time", "empty"),
        "int": ("count", "empty"),
        "float": ("count", "number", "rate", "empty"),
        "bool": ("count", "text", "empty"),
    }
    return kind in allowed.get(wanted, (kind,))


def _best_table(seen: list[_Seen], formats: Formats) -> tuple[str, dict[str, tuple[str, float]]]:
    """The table whose words explain the columns best; orders are told by number and lines."""
    options: dict[str, dict[str, tuple[str, float]]] = {}
    for table in [*SPANS, "order", "ad_day", "inquiry", "stock", "competitor", "parcel", "score"]:
        words = _vocabulary(formats, table)
        if table == "order":
            words = _vocabulary(formats, "order_line") | words
        options[table] = _assign(seen, words)
    order = list(options)
    best = max(
        order,
        key=lambda t: (
            sum(s for _, s in options[t].values()) * _keyed(t, options[t]),
            -order.index(t),
        ),
    )
    return best, options[best]


def _keyed(table: str, chosen: dict[str, tuple[str, float]]) -> float:
    """A table without its key column is a weak guess."""
    keys = {"channel": "source_l1", "product": "item_id"}
    own = [k for t in fact_tables(table) for k in t.key if k not in ("date", "days", "terminal")]
    key = keys.get(table, own[0] if own else "")
    placed = {f for f, _ in chosen.values()}
    return 1.0 if not key or key in placed else 0.4


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else " " for c in escaped) + '"'


def _comment(text: str) -> str:
    return "# " + "".join(c if c.isprintable() else " " for c in text)


def _lines(
    path: Path, near: Nearest, seen: list[_Seen], table: str, chosen: dict[str, tuple[str, float]]
) -> list[str]:
    stem = "".join(c if c.isascii() and c.isalnum() else "_" for c in path.stem.lower()).strip("_")
    lines = [
        _comment(f"由 {path.name} 生成的草稿：改好后放进工作区的 formats/，再运行 opslib import。"),
        _comment(f"A draft made from {path.name}. Check every line, keep it in formats/, import."),
    ]
    if near.format:
        missing = "、".join(near.missing) or "-"
        lines.append(
            _comment(f"最接近的格式 nearest format: {near.format.id}; 缺 missing: {missing}")
        )
    is_order = table == "order"
    tables = '["order", "order_line"]' if is_order else _quoted(table)
    lines += [
        f"id = {_quoted(stem or 'my_format')}",
        f"label = {{ zh = {_quoted(path.stem)}, en = {_quoted(path.stem)} }}",
        'platform = "both"      # 1688, alibaba, both',
        f"table = {tables}",
        'currency = "CNY"       # 金额的币种 the currency of its money: CNY, USD, GBP ...',
        "",
        _comment("个人信息（姓名、电话、地址）列写在这里，永不保存："),
        _comment('personal = ["收货人"]   columns with personal data: never stored'),
        *_unplaced(seen, chosen),
        "",
    ]
    if is_order:
        lines += _order_lines(seen, chosen)
    for column in seen:
        if column.name in chosen:
            lines += _column_lines(column, *chosen[column.name], table)
    return lines


def _unplaced(seen: list[_Seen], chosen: dict[str, tuple[str, float]]) -> list[str]:
    left = [c for c in seen if c.name not in chosen]
    if not left:
        return []
    lines = [
        _comment('没认出的列：写成 [columns.事实列] aliases = ["列名"]，或留在 ignore 里不用。'),
        _comment("Columns without a guess: declare them as [columns.FACT], or leave them ignored."),
    ]
    lines += [_comment(f"  {c.name}  {c.kind}: {' | '.join(c.samples)}") for c in left]
    return [*lines, f"ignore = [{', '.join(_quoted(c.name) for c in left)}]"]


def _order_lines(seen: list[_Seen], chosen: dict[str, tuple[str, float]]) -> list[str]:
    facts = {f: n for n, (f, _) in chosen.items()}
    times = [t for t in ("paid_at", "created_at") if t in facts] or ["created_at"]
    lines = ["[period]"]
    if set(times) <= set(facts):
        lines.append(
            f"from = [{', '.join(_quoted(t) for t in times)}]   # 订单算在哪一天 the order's day"
        )
    lines += ["", "[orders]"]
    from_lines = "true" if "paid_amount" not in facts else "false"
    lines.append(f"paid_from_lines = {from_lines}   # 由明细相加 sum of unit_price x qty")
    ids = next((c.samples for c in seen if c.name == facts.get("order_id")), ())
    lines += [
        _comment('cancellation_prefix = "C"   撤单的订单号 orders taken back'),
        _comment('nothing_paid = "closed"     金额为零不算成交 no money, no sale'),
        _comment(f"订单号样例 order numbers: {' | '.join(ids)}"),
        "",
    ]
    if "status" not in facts:
        lines += [
            "[constants]",
            'status = "done"   # 文件没有订单状态：unpaid paid shipped done closed refunding',
            "",
        ]
    return lines


def _column_lines(column: _Seen, fact: str, score: float, table: str) -> list[str]:
    sure = "" if score >= 90 else "  # 猜的，请核对 a guess, check it"
    lines = [
        _comment(f"{column.kind}: {' | '.join(column.samples)}"),
        f"[columns.{fact}]",
        f"aliases = [{_quoted(column.name)}]{sure}",
    ]
    needed = {"order_id", "created_at", "item_id", "keyword", "plan", "source_l1", "date"}
    if fact in needed:
        lines.append("required = true")
    if column.kind == "rate":
        lines.append('type = "rate"')
    return [*lines, ""]
