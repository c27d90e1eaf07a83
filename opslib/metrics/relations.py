"""The rows that metrics read: fact tables, cleaned by one rule each, and what they cut by."""

from __future__ import annotations

from dataclasses import dataclass, field

# Statuses of an order whose money arrived; a closed order counts only if its pay time is known.
PAID = "('paid', 'shipped', 'done', 'refunding')"

# Fake orders (C13 of the guides' conflicts) are out everywhere. A document with a negative amount
# is a cancellation: a refund, never a negative sale. Foreign-currency money is not added.
ORDERS = f"""SELECT order_id, date, buyer, region, status,
  created_at, paid_at, shipped_at, signed_at, source_file, source_row,
  money AS amount,
  coalesce(money, 0) >= 0 AND (paid_at IS NOT NULL OR status IN {PAID}) AS paid,
  coalesce(refund_amount, 0) + CASE WHEN money < 0 THEN -money ELSE 0 END AS refund
FROM (SELECT o.*, CASE WHEN coalesce(currency, {{currency}}) = {{currency}}
        THEN coalesce(paid_amount, goods_amount + coalesce(freight, 0) + coalesce(adjustment, 0)
          {{line_sum}}) END AS money
      FROM "order" o {{line_join}} WHERE NOT coalesce(is_fake, false))"""

# What an order's buyer paid is shared over its lines by line amount, so that products add up to
# the orders; the same day stands in both tables, and as partition key it lets the filter through.
LINES = f"""SELECT o.date, o.region, o.paid, o.buyer, o.order_id, l.item_id, l.title,
  CASE WHEN o.paid THEN l.qty END AS qty, o.source_file, l.source_row,
  o.amount * l.share AS amount, o.refund * l.share AS refund, l.share
FROM (SELECT *, CASE WHEN sum(amount) OVER w <> 0 THEN amount / sum(amount) OVER w
        ELSE 1.0 / count(*) OVER w END AS share
      FROM order_line WINDOW w AS (PARTITION BY order_id, date)) l
JOIN ({ORDERS}) o ON o.order_id = l.order_id AND o.date = l.date"""

BUYERS = f"""SELECT *, min(date) OVER (PARTITION BY buyer) AS first_day
FROM ({ORDERS}) WHERE paid AND buyer IS NOT NULL AND buyer <> ''"""

SIGNED = f"""SELECT coalesce(p.signed_at, o.signed_at)::DATE AS date, o.region, o.source_file,
  o.source_row, date_diff('minute', o.paid_at, coalesce(p.signed_at, o.signed_at)) / 60.0 AS hours
FROM ({ORDERS}) o LEFT JOIN parcel p USING (order_id)
WHERE o.paid AND o.paid_at <= coalesce(p.signed_at, o.signed_at)"""

# Only orders of which it is known: a shipping time, or still waiting though 48 hours have passed.
SHIPPED = f"""SELECT *, left_at <= paid_at + INTERVAL 48 HOUR AS on_time,
  left_at IS NOT NULL OR (status = 'paid'
    AND paid_at + INTERVAL 48 HOUR <= {{as_of}}::DATE + INTERVAL 1 DAY) AS due
FROM (SELECT o.*, coalesce(o.shipped_at, p.shipped_at) AS left_at
      FROM ({ORDERS}) o LEFT JOIN parcel p USING (order_id))
WHERE paid AND paid_at IS NOT NULL"""

INQUIRY = """SELECT *, coalesce(country, '') AS region,
  date_diff('second', received_at, replied_at) / 3600.0 AS hours,
  replied_at IS NOT NULL OR
    received_at + INTERVAL 2 HOUR <= {as_of}::DATE + INTERVAL 1 DAY AS due
FROM inquiry"""


@dataclass(frozen=True)
class Relation:
    """Rows with a `date`, and what they can be cut by.

    `dims`: cut -> SQL of the member (None: the whole shop). `basis`: what a number from here is
    called. `twin`: the same columns for the platform's own periods. `continuous`: a day without
    rows between the first and the last row is a day with nothing sold, not a missing export.
    `entity`: key of the entity and its sums over a span. `unique`: one row a day and member.
    """

    name: str
    sql: str
    tables: tuple[str, ...]
    dims: dict[str | None, str]
    basis: str = "days"
    twin: str = ""
    twin_table: str = ""
    continuous: bool = False
    entity: str = ""
    sums: dict[str, str] = field(default_factory=dict)
    unique: bool = False


def _table(name: str, stem: str, by: str | None, member: str, where: str = "", **more) -> Relation:
    where = f" WHERE {where}" if where else ""
    return Relation(
        name,
        f"SELECT * FROM {stem}_day{where}",
        (f"{stem}_day",),
        {by: member},
        twin=f"SELECT * FROM {stem}_window{where}",
        twin_table=f"{stem}_window",
        **more,
    )


_SOLD = {"sold": "sum(coalesce(pay_items, pay_orders, (pay_amount > 0)::INT, 0))"}
_BUYER = {
    "orders": "count(*)",
    "amount": "sum(amount)",
    "first_day": "min(first_day)",
}


def _ads(name: str, level: str, by: str | None, member: str, dims: dict | None = None) -> Relation:
    sql = f"SELECT * FROM ad_day WHERE level = '{level}'"
    return Relation(name, sql, ("ad_day",), dims or {by: member}, basis="days")


_PLAN = "coalesce(nullif(plan, ''), product_line)"
_ORDER = ("order",)
_REGION = "coalesce(region, '')"

RELATIONS: dict[str, Relation] = {
    r.name: r
    for r in [
        _table("shop", "shop", None, "''", "terminal = 'all'"),
        _table(
            "product", "product", "product", "item_id", entity="item_id", sums=_SOLD, unique=True
        ),
        # A shop without a shop export: products added up, said so by their own basis.
        _table("products", "product", None, "''", basis="products", entity="item_id", sums=_SOLD),
        _table(
            "new_products",
            "product",
            None,
            "''",
            "date - listed_on < 30",
            basis="products",
            entity="item_id",
            sums=_SOLD,
        ),
        _table("channel", "channel", "channel", "channel", unique=True),
        _table("keyword", "keyword", "keyword", "keyword", "coalesce(item_id, '') = ''"),
        _table("item_keyword", "keyword", "keyword", "keyword", "item_id <> ''"),
        Relation("region", "SELECT * FROM region_day", ("region_day",), {"region": "region"}),
        # The levels of an advertising report are the same money seen again: one level a relation.
        _ads("ads", "shop", None, "''"),
        _ads("ad_plans", "plan", "plan", _PLAN, {"plan": _PLAN, None: "''"}),
        _ads("ad_products", "product", "product", "item_id", {"product": "item_id", None: "''"}),
        _ads("ad_words", "keyword", "keyword", "keyword"),
        Relation(
            "orders",
            ORDERS,
            _ORDER,
            {None: "''", "region": _REGION},
            basis="orders",
            continuous=True,
        ),
        Relation(
            "lines",
            LINES,
            ("order", "order_line"),
            {"product": "item_id"},
            basis="orders",
            continuous=True,
        ),
        Relation(
            "sold_lines",
            LINES,
            ("order", "order_line"),
            {None: "''", "region": _REGION},
            basis="orders",
            continuous=True,
            entity="CASE WHEN paid THEN item_id END",
            sums={"sold": "sum(qty)"},
        ),
        Relation(
            "item_buyers",
            f"SELECT *, date AS first_day FROM ({LINES}) WHERE paid AND buyer <> ''",
            ("order", "order_line"),
            {"product": "item_id"},
            basis="orders",
            continuous=True,
            entity="buyer",
            sums={"orders": "count(DISTINCT order_id)"},
        ),
        Relation(
            "buyers",
            BUYERS,
            _ORDER,
            {None: "''", "region": _REGION},
            basis="orders",
            continuous=True,
            entity="buyer",
            sums=_BUYER,
        ),
        Relation(
            "signed", SIGNED, _ORDER, {None: "''", "region": _REGION}, "orders", continuous=True
        ),
        Relation("shipped", SHIPPED, _ORDER, {None: "''"}, "orders", continuous=True),
        Relation(
            "inquiry",
            INQUIRY,
            ("inquiry",),
            {None: "''", "region": "region"},
            "register",
            continuous=True,
        ),
        Relation("score", "SELECT * FROM score", ("score",), {None: "''"}, "last"),
        Relation(
            "stock", "SELECT * FROM stock", ("stock",), {None: "''", "product": "item_id"}, "last"
        ),
    ]
}
