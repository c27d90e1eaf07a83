"""Stock rules where something is missing: no sales known, or goods already on their way."""

from datetime import timedelta

from opslib.metrics import METRICS
from opslib.places import templates
from opslib.rules import check, load_books
from opslib.rules.facts_view import View
from opslib.rules.observed import OBSERVED
from opslib.rules.stock import selling, stock_state

from .memory import AS_OF, MemoryFacts

RULES = load_books(templates() / "rules", metrics=METRICS)


def shop_with(on_hand, inbound, sold=2.0):
    """One item A in stock; `sold` pieces on each of the last 28 days at 30 each."""
    shop = MemoryFacts()
    one = {"date": AS_OF, "item_id": "A", "title": "A", "on_hand": on_hand, "inbound": inbound}
    shop.rows("stock", one)
    lines = [
        {"order_id": str(i), "line_no": 1, "date": AS_OF - timedelta(days=i), "item_id": "A"}
        | {"qty": sold, "amount": 30 * sold, "status": "done"}
        for i in range(28)
    ]
    shop.rows("order_line", *lines if sold else [])
    return shop


def test_without_sales_no_stock_rule_says_pass():
    """A shop that exports no sales by item would read "stock checked, fine" with nothing seen."""
    checks = {c.rule: c for c in check(RULES, shop_with(3.0, 0.0, sold=0.0)).checks}
    for rule in ("sold_out", "stock_cover_short", "stock_below_reorder"):
        assert checks[rule].state == "no_data"
        assert "订单" in checks[rule].reason.zh and "库存" not in checks[rule].reason.zh
    assert checks["stock_rows_wrong"].state == "pass"


def test_goods_on_their_way_count_as_cover():
    """8 on hand and 30 on the way at 2 a day last 19 days: nobody has to order today."""
    row = OBSERVED["stock_cover"].look(View(shop_with(8.0, 30.0))).iloc[0]
    assert row["value"] == 19 and row["amount"] == 0


def test_the_stock_is_worked_out_once_a_review():
    """Six rules look at the same list; each working it out anew cost half a second."""
    view = View(shop_with(8.0, 0.0))
    assert stock_state(view) is stock_state(view)
    assert list(selling(view)["member"]) == ["A"]
