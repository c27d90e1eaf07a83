"""Traffic: how often the shop was shown, clicked and visited."""

from __future__ import annotations

from .metric import columns, distinct, index, last, ratio, total

_ALL = "shop product channel keyword item_keyword region products"
_PEOPLE = "shop product channel keyword item_keyword region"
_ALI = "shop product products"
_ONCE = "按天去重的人数不能相加，期间值只来自平台的期间导出。"
_ONCE_EN = "Daily heads do not add; a period's value needs a period export."
_WORDS = "platform export: 选词参谋"

TRAFFIC = [
    total(
        "impressions",
        "展现 | impressions",
        "count up",
        "商品被展示的次数，含广告。 | Times products were shown, ads included.",
        "000-16",
        columns("impressions", _ALL),
    ),
    total(
        "ad_impressions",
        "广告展现 | ad impressions",
        "count up",
        "付费位的展现，是展现的一部分。 | Shown in paid places; a part of impressions.",
        "platform export: 核心看板",
        columns("ad_impressions", _ALI),
        columns("impressions", "ads ad_plans ad_products"),
    ),
    total(
        "natural_impressions",
        "自然展现 | natural impressions",
        "count up",
        "展现减去广告展现。 | Impressions less ad impressions.",
        "platform export: 核心看板; 000-17",
        columns("impressions - ad_impressions", _ALI),
    ),
    total(
        "clicks",
        "点击 | clicks",
        "count up",
        "展示之后的点击次数。 | Clicks on products shown.",
        "000-16",
        columns("clicks", _ALL),
    ),
    total(
        "search_impressions",
        "搜索曝光 | search impressions",
        "count up",
        "搜索里的曝光；与营销曝光重叠，不能相加。 | Shown in search; overlaps with marketing.",
        "platform export: 数据参谋",
        columns("search_impressions", _ALI),
    ),
    total(
        "search_clicks",
        "搜索点击 | search clicks",
        "count up",
        "搜索里的点击；与营销点击重叠。 | Clicks in search; overlaps with marketing.",
        "platform export: 数据参谋; 004-22",
        columns("search_clicks", _ALI),
    ),
    total(
        "mkt_impressions",
        "营销曝光 | marketing impressions",
        "count up",
        "推广带来的曝光；与搜索曝光重叠，不能相加。 | Shown by ads; overlaps with search.",
        "platform export: 数据参谋",
        columns("mkt_impressions", _ALI),
    ),
    total(
        "mkt_clicks",
        "营销点击 | marketing clicks",
        "count up",
        "推广带来的点击；与搜索点击重叠。 | Clicks by ads; overlaps with search.",
        "platform export: 数据参谋",
        columns("mkt_clicks", _ALI),
    ),
    distinct(
        "visitors",
        "访客 | visitors",
        "count up",
        f"进店的不同的人。{_ONCE} | Different people in the shop. {_ONCE_EN}",
        "000-10, 000-16, 004-20",
        columns("visitors", _PEOPLE),
    ),
    distinct(
        "new_visitors",
        "新访客 | new visitors",
        "count up",
        f"以前没来过的人。{_ONCE} | People who had not come before. {_ONCE_EN}",
        "platform export: 流量来源",
        columns("new_visitors", "channel"),
    ),
    total(
        "page_views",
        "浏览量 | page views",
        "count up",
        "页面每打开或刷新一次算一次。 | Each opening or refresh of a page counts.",
        "000-16; platform definition",
        columns("page_views", _ALL),
    ),
    total(
        "visits",
        "访问次数 | visits",
        "count up",
        "进店次数。 | Visits to the shop.",
        "platform export: 数据参谋",
        columns("visits", "shop"),
    ),
    total(
        "bounce_visits",
        "跳失访问 | bounced visits",
        "count down",
        "只看一页就走的访问；只给了跳失率时为跳失率×访问（或访客）。"
        " | Visits of one page; where only the rate is given, rate x visits (or visitors).",
        "000-16; platform definition",
        columns("coalesce(bounce_visits, bounce_rate * coalesce(visits, visitors))", "shop"),
        columns("bounce_rate * visitors", "product"),
    ),
    total(
        "bounce_base",
        "跳失率分母 | base of the bounce rate",
        "count none",
        "访问次数；平台没给时用访客人次。 | Visits; visitor-days where visits are missing.",
        "platform definition",
        columns("coalesce(visits, visitors)", "shop"),
        columns("CASE WHEN bounce_rate IS NOT NULL THEN visitors END", "product"),
    ),
    ratio(
        "ctr",
        "点击率 | click rate",
        "percent up",
        "点击÷展现。 | Clicks / impressions.",
        "000-16",
        "clicks / impressions",
    ),
    ratio(
        "search_ctr",
        "搜索点击率 | search click rate",
        "percent up",
        "搜索点击÷搜索曝光。 | Search clicks / search impressions.",
        "platform export: 数据参谋",
        "search_clicks / search_impressions",
    ),
    ratio(
        "click_cvr",
        "点击转化率（1688口径） | click conversion as 1688 defines it",
        "percent up",
        "浏览量÷展现，不是点击率。 | Page views / impressions; not the click rate.",
        "platform export: 核心看板",
        "page_views / impressions",
    ),
    ratio(
        "pv_per_visitor",
        "人均浏览量 | pages per visitor",
        "count up",
        "浏览量÷访客。 | Page views / visitors.",
        "platform export: 核心看板",
        "page_views / visitors",
    ),
    ratio(
        "visits_per_click",
        "每次点击带来的访客 | visitors per click",
        "count up",
        "访客÷点击。 | Visitors / clicks.",
        "own definition",
        "visitors / clicks",
    ),
    ratio(
        "bounce_rate",
        "跳失率 | bounce rate",
        "percent down",
        "只看一页就走的访问÷访问；按访问加权，不对天取平均。"
        " | One-page visits / visits; weighted by visits, days are never averaged.",
        "000-16, 000-20",
        "bounce_visits / bounce_base",
    ),
    *(
        index(
            id,
            f"{words}",
            "index up" if good else "index none",
            "平台指数，没有单位，只看趋势和排名。 | A platform index: trend and rank only.",
            origin,
            columns(id, "keyword item_keyword", "max"),
        )
        for id, words, good, origin in [
            ("search_index", "全网搜索指数 | search index", True, "000-40"),
            ("supply_demand_index", "全网供需指数 | demand-supply index", True, "000-41"),
            ("demand_index", "关键词指数 | keyword demand index", True, _WORDS),
            ("supply_index", "卖家规模指数 | seller scale index", False, _WORDS),
        ]
    ),
    last(
        "best_rank",
        "最好排名 | best rank",
        "score down",
        "词的最好排名，1 为最前。 | Best place of the word, 1 is the top.",
        "000-17; platform export: 入店关键词",
        columns("best_rank", "keyword item_keyword", "min"),
    ),
]
