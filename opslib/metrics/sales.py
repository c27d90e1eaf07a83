"""Sales: money, orders and buyers, from the platform's export or counted from the orders."""

from __future__ import annotations

from .metric import Metric, Source, columns, distinct, last, ratio, total

_ALL = "shop product channel keyword item_keyword region"
# Who is new is only known with a past; half a year, our default.
_PAST = 180
_ONCE = "不同的人，几天之间不能相加"
_ONCE_EN = "Different people, never added over days"


def _buyers(id: str, words: str, meaning: str, test: str) -> Metric:
    return distinct(
        id,
        words,
        "count up",
        meaning,
        "000-03; platform export: 核心看板",
        columns(id, _ALL),
        Source("buyers", entity=f"count(*){test}", history=_PAST if test else 0),
        () if test else Source("item_buyers", entity="count(*)"),
    )


SALES = [
    total(
        "pay_amount",
        "支付金额 | paid amount",
        "money up",
        "支付金额（GMV），含运费，不扣后来的退款；不含疑似刷单。"
        " | Paid amount (GMV) with postage, later refunds not deducted; fake orders excluded.",
        "000-02; platform definition",
        columns("pay_amount", _ALL),
        Source("orders", day="sum(amount) FILTER (paid)"),
        Source("lines", day="sum(amount) FILTER (paid)"),
        columns("pay_amount", "products"),
    ),
    total(
        "refund_amount",
        "退款金额 | refunds",
        "money down",
        "退款成功的金额；订单里取消的单据也算退款。"
        " | Refunds paid out; a cancelling document among the orders counts as one.",
        "platform export: 核心看板",
        columns("refund_amount", _ALL),
        Source("orders", day="sum(refund)"),
        Source("lines", day="sum(refund)"),
        columns("refund_amount", "products"),
    ),
    total(
        "net_pay_amount",
        "退款后支付金额 | paid amount after refunds",
        "money up",
        "支付金额减退款金额（都按发生日）。 | Paid amount less refunds, each on its own day.",
        "000-02",
        columns("pay_amount - refund_amount", _ALL),
        Source("orders", day="coalesce(sum(amount) FILTER (paid), 0) - coalesce(sum(refund), 0)"),
        Source("lines", day="coalesce(sum(amount) FILTER (paid), 0) - coalesce(sum(refund), 0)"),
        columns("pay_amount - refund_amount", "products"),
    ),
    total(
        "pay_orders",
        "支付订单数 | paid orders",
        "count up",
        "付了款的订单。 | Orders that were paid.",
        "platform export: 核心看板",
        columns("pay_orders", _ALL),
        Source("orders", day="count(*) FILTER (paid)"),
        # An order with two products counts for each of them, so products are not added up.
        Source("lines", day="count(DISTINCT order_id) FILTER (paid)"),
    ),
    total(
        "order_parts",
        "订单份数 | orders, shared by product",
        "count up",
        "每笔付款订单算一份，按各行金额摊到它的商品上，可以相加。"
        " | Each paid order counts once, shared over its products by amount, so that they add up.",
        "platform definition",
        Source("lines", day="sum(share) FILTER (paid)"),
    ),
    total(
        "pay_items",
        "支付件数 | paid items",
        "count up",
        "付了款的件数。 | Items that were paid.",
        "platform export: 核心看板",
        columns("pay_items", _ALL),
        Source("sold_lines", day="sum(qty)"),
        Source("lines", day="sum(qty)"),
        columns("pay_items", "products"),
    ),
    _buyers(
        "pay_buyers",
        "支付买家数 | paying buyers",
        f"付过款的{_ONCE}；有订单时可按订单精确数出。"
        f" | {_ONCE_EN}; counted exactly where the orders are known.",
        "",
    ),
    _buyers(
        "pay_new_buyers",
        "支付新买家数 | new paying buyers",
        f"第一次付款落在窗口里的{_ONCE}。 | First known payment lies in the window. {_ONCE_EN}.",
        " FILTER (first_day >= start)",
    ),
    _buyers(
        "pay_old_buyers",
        "支付老买家数 | returning paying buyers",
        f"窗口之前付过款又来付款的{_ONCE}。 | Paid before the window and again in it. {_ONCE_EN}.",
        " FILTER (first_day < start)",
    ),
    distinct(
        "repeat_buyers",
        "复购买家数 | repeat buyers",
        "count up",
        f"窗口内付款两单以上的{_ONCE}。 | Two or more paid orders in the window. {_ONCE_EN}.",
        "000-36; platform definition",
        Source("buyers", entity="count(*) FILTER (orders >= 2)"),
        Source("item_buyers", entity="count(*) FILTER (orders >= 2)"),
    ),
    distinct(
        "order_counted_buyers",
        "订单里的买家数 | buyers known from orders",
        "count none",
        f"订单里认得出的{_ONCE}。 | Buyers that the orders name. {_ONCE_EN}.",
        "platform definition",
        Source("buyers", entity="count(*)"),
        Source("item_buyers", entity="count(*)"),
    ),
    distinct(
        "buyer_amount",
        "认得出买家的支付金额 | paid amount with a known buyer",
        "money up",
        "平台给的支付金额；按订单时只算有买家的订单。"
        " | Paid amount as exported; from orders, only those that name their buyer.",
        "platform definition",
        columns("pay_amount", _ALL),
        Source("buyers", entity="sum(amount)"),
    ),
    distinct(
        "new_buyer_amount",
        "新买家支付金额 | paid amount of new buyers",
        "money up",
        "第一次付款落在窗口里的买家付的钱。 | Paid by buyers whose first payment is in the window.",
        "platform export: 核心看板",
        Source("buyers", entity="sum(amount) FILTER (first_day >= start)", history=_PAST),
    ),
    distinct(
        "old_buyer_amount",
        "老买家支付金额 | paid amount of returning buyers",
        "money up",
        "窗口之前付过款的买家付的钱。 | Paid by buyers who had paid before the window.",
        "000-55; platform export: 商品分析",
        Source("buyers", entity="sum(amount) FILTER (first_day < start)", history=_PAST),
    ),
    ratio(
        "refund_rate",
        "退款率 | refund rate",
        "percent down",
        "退款金额÷支付金额，各按发生日，不是同一批订单。"
        " | Refunds / paid amount, each on its own day: not of the same orders.",
        "platform export: 核心看板",
        "refund_amount / pay_amount",
    ),
    ratio(
        "amount_per_buyer",
        "客单价 | amount per buyer",
        "money up",
        "支付金额÷支付买家数。 | Paid amount / paying buyers.",
        "platform export: 核心看板; platform definition",
        "buyer_amount / pay_buyers",
    ),
    ratio(
        "average_order_value",
        "笔单价 | average order value",
        "money up",
        "支付金额÷支付订单数。 | Paid amount / paid orders.",
        "platform definition",
        "pay_amount / pay_orders",
    ),
    ratio(
        "uv_value",
        "UV价值 | value per visitor",
        "money up",
        "支付金额÷访客。 | Paid amount / visitors.",
        "platform definition",
        "pay_amount / visitors",
    ),
    ratio(
        "pay_cvr",
        "支付转化率 | payment conversion",
        "percent up",
        "支付买家数÷访客。 | Paying buyers / visitors.",
        "000-36; platform export: 核心看板",
        "pay_buyers / visitors",
    ),
    ratio(
        "repurchase_rate",
        "复购率 | repurchase rate",
        "percent up",
        "窗口内付款两单以上的买家÷付款买家，按订单数。"
        " | Buyers with two or more paid orders / buyers, counted in the orders.",
        "000-36; platform definition",
        "repeat_buyers / order_counted_buyers",
    ),
    last(
        "repeat_rate",
        "回头率（平台） | returning share, as the platform gives it",
        "percent up",
        "平台给的回头率，定义未公开，取最新。 | As the platform gives it; definition unknown.",
        "platform definition",
        columns("repeat_rate", "shop", "max"),
    ),
]
