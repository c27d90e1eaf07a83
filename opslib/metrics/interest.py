"""Interest: who asked, left a lead, saved a product or filled a cart."""

from __future__ import annotations

from .metric import Source, columns, distinct, ratio, total

_ALL = "shop product channel keyword item_keyword region products"
_PEOPLE = "shop product channel keyword item_keyword region"
_ONCE = "按天去重的人数不能相加，期间值只来自平台的期间导出。"
_ONCE_EN = "Daily heads do not add; a period's value needs a period export."

INTEREST = [
    total(
        "inquiries",
        "询盘 | inquiries",
        "count up",
        "询盘个数；平台没给时数询盘登记表。 | Inquiries; the register where exports have none.",
        "000-23, 004-21",
        columns("inquiries", _ALL),
        Source("inquiry", day="count(*)"),
    ),
    distinct(
        "inquiry_buyers",
        "询盘人数 | inquiry buyers",
        "count up",
        f"来询盘的不同的人。{_ONCE} | Different people who asked. {_ONCE_EN}",
        "platform export: 核心看板",
        columns("inquiry_buyers", _PEOPLE),
    ),
    distinct(
        "tm_buyers",
        "TM咨询人数 | TM buyers",
        "count up",
        f"用即时聊天咨询的不同的人。{_ONCE} | Different people who chatted. {_ONCE_EN}",
        "004-21; platform export: 数据参谋",
        columns("tm_buyers", _PEOPLE),
    ),
    total(
        "leads",
        "线索 | leads",
        "count up",
        "平台记的线索个数。 | Leads as the platform counts them.",
        "000-23",
        # Not the leads of the advertising report: all visitors would be their wrong denominator.
        columns("leads", _ALL),
    ),
    distinct(
        "lead_buyers",
        "商机人数 | lead buyers",
        "count up",
        f"留下商机的不同的人。{_ONCE} | Different people who left a lead. {_ONCE_EN}",
        "platform export: 数据参谋",
        columns("lead_buyers", _PEOPLE),
    ),
    distinct(
        "fav_buyers",
        "收藏人数 | buyers who saved",
        "count up",
        f"收藏的不同的人。{_ONCE} | Different people who saved a product. {_ONCE_EN}",
        "platform export: 商品分析",
        columns("fav_buyers", _PEOPLE),
    ),
    distinct(
        "cart_buyers",
        "加购人数 | buyers with carts",
        "count up",
        f"加购的不同的人。{_ONCE} | Different people who filled a cart. {_ONCE_EN}",
        "platform export: 商品分析",
        columns("cart_buyers", _PEOPLE),
    ),
    total(
        "cart_items",
        "加购件数 | items in carts",
        "count up",
        "放进购物车的件数。 | Items put into carts.",
        "platform export: 商品分析",
        columns("cart_items", _ALL),
    ),
    ratio(
        "inquiry_rate",
        "询盘率 | inquiry rate",
        "percent up",
        "询盘个数÷访客。 | Inquiries / visitors.",
        "000-23; platform export: 产品参谋",
        "inquiries / visitors",
    ),
    ratio(
        "inquiry_buyer_rate",
        "询盘人数率 | inquiry buyer rate",
        "percent up",
        "询盘人数÷访客。 | Inquiry buyers / visitors.",
        "platform export: 核心看板",
        "inquiry_buyers / visitors",
    ),
    ratio(
        "lead_rate",
        "线索转化率 | lead rate",
        "percent up",
        "线索÷访客。 | Leads / visitors.",
        "000-23",
        "leads / visitors",
    ),
    ratio(
        "lead_cvr",
        "商机转化率 | lead buyer rate",
        "percent up",
        "商机人数÷访客。 | Lead buyers / visitors.",
        "platform export: 数据参谋",
        "lead_buyers / visitors",
    ),
]
