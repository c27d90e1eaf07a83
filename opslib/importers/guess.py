"""What the columns of an unknown export may mean: kinds of cells, likely facts, likely table."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa

from ..facts import TABLES
from . import cells, dates
from .container import Sheet
from .formats import SPANS, Formats, fact_tables
from .header import Header, normalise

_SAMPLES = 5_000
# How alike (0..100) a column and an alias must be written for a guess; of three Chinese
# characters one may differ.
_ALIKE, _ALIKE_HAN = 72, 66
# English words of foreign shop systems that no shipped format lists.
ENGLISH = {
    "order_id": "invoice no,invoice,order number,order no,order id,transaction id,receipt",
    "created_at": "invoice date,order date,created at,order time,date time,transaction date,"
    "sold on,sold at,date sold,purchase date,purchased at,placed on",
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


HAN = {
    "order_id": ("订单编号", "订单号"),
    "qty": ("数量", "件数", "购买数量"),
    "unit_price": ("单价", "价格"),
    "item_id": ("商品id", "商品编号", "货号"),
    "keyword": ("关键词", "搜索词"),
    "source_l1": ("来源", "渠道", "一级来源"),
}
# Which fact each file column may be, and how alike (0..100) the names are.
Chosen = dict[str, tuple[str, float]]


@dataclass(frozen=True)
class Seen:
    """One column of the unknown file: its name, a guessed kind and some of its values."""

    name: str
    kind: str
    samples: tuple[str, ...]
    place: int


def look(sheet: Sheet, header: Header) -> list[Seen]:
    """The named columns of a sheet, with the kind of their cells and three values."""
    body = sheet.cells.slice(header.below, _SAMPLES)
    found = []
    for place, name in enumerate(header.seen):
        if not name:
            continue
        text = cells.clean(body.column(place).combine_chunks())
        distinct = list(dict.fromkeys(t for t in text.to_pylist() if t is not None))
        found.append(Seen(name, _kind(text), tuple(d[:30] for d in distinct[:3]), place))
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


def _assign(seen: list[Seen], words: dict[str, set[str]]) -> Chosen:
    """The likeliest fact column of each file column, each used once, best pairs first."""
    from rapidfuzz import fuzz

    pairs = []
    for column in seen:
        name = normalise(column.name)[0]
        for fact, aliases in words.items():
            score = max((fuzz.ratio(name, a) for a in aliases), default=0.0)
            if score >= (_ALIKE if name.isascii() else _ALIKE_HAN) and _fits(fact, column.kind):
                pairs.append((score, column.name, fact))
    taken: Chosen = {}
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


def best_table(seen: list[Seen], formats: Formats) -> tuple[str, Chosen]:
    """The table whose words explain the columns best; orders are told by number and lines."""
    options: dict[str, Chosen] = {}
    for table in [*SPANS, "order", "ad_day", "inquiry", "stock", "competitor", "parcel", "score"]:
        words = _vocabulary(formats, table)
        if table == "order":
            words = _vocabulary(formats, "order_line") | words
            # "Date" in a file of orders is the moment they were placed.
            words["created_at"] |= words.pop("date")
        options[table] = _assign(seen, words)
        if table == "order":
            _day_of_orders(seen, options[table])
    order = list(options)
    best = max(
        order,
        key=lambda t: (
            sum(s for _, s in options[t].values()) * _keyed(t, options[t]),
            -order.index(t),
        ),
    )
    return best, options[best]


def _day_of_orders(seen: list[Seen], chosen: Chosen) -> None:
    """Orders need a day: whatever column of times is left over may be it."""
    if {"created_at", "paid_at"} & {f for f, _ in chosen.values()}:
        return
    left = [c for c in seen if c.kind in ("time", "date") and c.name not in chosen]
    if left:
        chosen[left[0].name] = ("created_at", 0.0)


def _keyed(table: str, chosen: Chosen) -> float:
    """A table without its key column is a weak guess."""
    keys = {"channel": "source_l1", "product": "item_id"}
    own = [k for t in fact_tables(table) for k in t.key if k not in ("date", "days", "terminal")]
    key = keys.get(table, own[0] if own else "")
    placed = {f for f, _ in chosen.values()}
    return 1.0 if not key or key in placed else 0.4


def likely(fact: str, sheet: Sheet, header: Header) -> str:
    """The column of this sheet whose name and cells suit a fact column best; "" if none does."""
    words = {normalise(w)[0] for w in (*ENGLISH.get(fact, "").split(","), *HAN.get(fact, ())) if w}
    chosen = _assign(look(sheet, header), {fact: words})
    return next(iter(chosen), "")


PERSONAL = re.compile(
    "姓名|名字|联系人|收货人|电话|手机|地址|邮箱|邮编|微信|身份证|e-?mail|phone|mobile|address|"
    "(first|last|full|customer|buyer|contact)_?name|whatsapp"
)


def is_personal(name: str) -> bool:
    """Does this header speak of a person's name, number or address?"""
    return bool(PERSONAL.search(normalise(name)[0]))


def not_goods(sheet: Sheet, header: Header, item: Seen) -> list[str]:
    """Codes without a digit where products have numbers: postage, fees, corrections by hand."""
    ids = [t.strip() for t in sheet.cells.slice(header.below).column(item.place).to_pylist() if t]
    plain = [t for t in ids if not re.search(r"\d", t)]
    return sorted(set(filter(None, plain))) if len(plain) < len(ids) / 5 else []


def cancellation_prefix(sheet: Sheet, header: Header, order_id: Seen, qty: Seen | None) -> str:
    """The letters before numbers of orders that only take back; "" where none do.

    A prefix that some numbers have, on whose rows every quantity is negative.
    """
    body = sheet.cells.slice(header.below)
    ids = [t or "" for t in body.column(order_id.place).to_pylist()]
    amounts = body.column(qty.place).to_pylist() if qty else [None] * len(ids)
    found: dict[str, list[bool]] = {}
    for number, amount in zip(ids, amounts, strict=True):
        if letters := re.match(r"([A-Za-z]{1,3})\d{3,}$", number.strip()):
            found.setdefault(letters[1], []).append((amount or "").strip().startswith("-"))
    likely = [p for p, back in found.items() if all(back) and len(back) < len(ids)]
    return likely[0] if len(likely) == 1 else ""
