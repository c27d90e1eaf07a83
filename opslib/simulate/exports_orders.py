"""订单列表: 49 columns, one block of merged cells an order of several lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .sheets import plain, write_xlsx
from .world import ShopSpec

HEADERS = (
    """
订单编号|买家公司名|买家会员名|卖家公司名|卖家会员名|货品总价(元)|运费(元)|涨价或折扣(元)|实付款(元)|订单状态
订单创建时间|订单付款时间|发货方|收货人姓名|收货地址|邮编|联系电话|联系手机|货品标题|单价(元)|数量|单位|货号|型号
Offer ID|SKU ID|物料编号|单品货号|货品种类|买家留言|物流公司|运单号|发票：购货单位名称
发票：纳税人识别号|发票：地址、电话|发票：开户行及账号|发票收取地址|关联编号|代理商姓名|代理商联系方式|是否代发订单|代发服务商id
微商订单号|下单批次号|下游渠道|下游订单号|下单公司主体|发起人登录名
是否发起免密支付(1:淘货源诚e赊免密支付2:批量下单免密支付)
""".strip()
    .replace("\n", "|")
    .split("|")
)
_MERGED = 12  # the first columns, order number to time of payment

_HEAD = {
    "订单编号": "order_id",
    "买家会员名": "buyer",
    "货品总价(元)": "goods_amount",
    "运费(元)": "freight",
    "涨价或折扣(元)": "adjustment",
    "实付款(元)": "paid_amount",
    "订单状态": "status_text",
    "订单创建时间": "created_at",
    "订单付款时间": "paid_at",
}
_LINE = {
    "货品标题": "title",
    "单价(元)": "unit_price",
    "数量": "qty",
    "单位": "unit",
    "货号": "item_no",
    "型号": "spec",
    "Offer ID": "item_id",
    "SKU ID": "sku_id",
}


def write(frames: dict[str, pd.DataFrame], inbox: Path, spec: ShopSpec) -> None:
    """A file a month of creation, newest order first."""
    orders, lines = frames["order"], frames["order_line"]
    # Object cells once, whole columns: building 49 cells an order row by row is slow.
    body = {h: [plain(v) for v in lines[c].astype(object)] for h, c in _LINE.items()}
    start = np.flatnonzero(lines["line_no"].to_numpy() == 1)
    stop = np.append(start[1:], len(lines))
    block = dict(
        zip(lines["order_id"].to_numpy()[start], zip(start, stop, strict=True), strict=True)
    )
    months = orders["created_at"].dt.strftime("%Y-%m")
    for month, part in orders.groupby(months):
        rows: list[list[Any]] = [list(HEADERS)]
        merges: list[tuple[int, int, int]] = []
        heads = _heads(part.iloc[::-1], spec)
        for head in heads:
            first, last = block[head["订单编号"]]
            if last - first > 1:
                merges += [
                    (len(rows), len(rows) + last - first - 1, c)
                    for c in range(_MERGED)
                    if head.get(HEADERS[c]) is not None
                ]
            for i in range(first, last):
                cells = {h: v[i] for h, v in body.items()} | (head if i == first else {})
                rows.append([cells.get(h) for h in HEADERS])
        write_xlsx(inbox / f"订单列表_{month}.xlsx", rows, "订单列表", merges)


def _heads(part: pd.DataFrame, spec: ShopSpec) -> list[dict[str, Any]]:
    """The order-level cells; names, addresses and numbers are visibly made up."""
    columns = {h: [plain(v) for v in part[c].astype(object)] for h, c in _HEAD.items()}
    out = []
    for i, (region, kind) in enumerate(zip(part["region"], part["order_type"], strict=True)):
        head = {h: v[i] for h, v in columns.items()}
        head["卖家公司名"] = f"{spec.seller}（虚构）有限公司"
        head["卖家会员名"] = spec.seller
        head["收货人姓名"] = "示例收货人"
        head["收货地址"] = f"{region} 示例市 示例路1号"
        head["联系手机"] = "10000000000"
        head["是否代发订单"] = "是" if kind == "一件代发" else "否"
        out.append(head)
    return out
