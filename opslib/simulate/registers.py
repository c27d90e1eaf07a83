"""The empty hand-kept tables under templates/registers: header, drop-downs, how to fill them in.

`python -m opslib.simulate.registers` writes them again.
"""

from __future__ import annotations

from pathlib import Path

from ..places import templates
from .exports_desk import TABLES
from .exports_market import WORDS
from .sheets import BORN

_DATES = {
    *("date", "due", "done_on", "last_on", "next_on"),
    *("start", "end", "enrol_by", "enrolled_on", "restored_on"),
}
_TIMES = {
    *("received_at", "replied_at", "contacted_at", "next_step_at"),
    *("shipped_at", "last_scan_at", "signed_at"),
}
_TEXTS = {("target", "due")}  # Excel would turn a month into its first day
_LISTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("inquiry", "channel"): ("询盘", "TM咨询", "旺旺", "RFQ"),
    ("inquiry", "stage"): ("新询盘", "处理中", "已报价", "已寄样", "已成交", "已丢单", "无效"),
    ("score", "name"): (
        *(
            "新灯塔",
            "物流体验",
            "售后体验",
            "咨询体验",
            "商品体验",
            "旺铺分",
            "旺旺响应率",
            "履约率",
        ),
        *("纠纷率", "店铺星级", "店铺等级", "交易勋章", "商家力", "营销力", "交易力", "保障力"),
    ),
    ("competitor", "is_factory"): ("是", "否"),
    ("list_rank", "list"): tuple(WORDS["list"].values()),
    ("list_rank", "side"): ("本店", "同行"),
    ("pairing", "state"): ("是", "否"),
    ("parcel", "state"): ("已揽收", "运输中", "派送中", "已签收", "异常"),
    ("tool", "state"): ("使用中", "已停用"),
    ("task", "state"): ("未完成", "进行中", "已完成"),
    ("task", "grade"): ("旺铺", "商品", "库存", "活动", "推广", "客户", "风控"),
    ("target", "subject"): ("支付金额", "支付订单数", "询盘数", "推广预算"),
    ("customer", "grade"): ("A", "B", "C"),
    ("customer", "state"): ("跟进中", "已流失"),
    ("aftersale", "grade"): ("退款", "换货", "补发", "投诉"),
    ("aftersale", "state"): ("处理中", "已解决"),
    ("post", "grade"): ("动态", "视频", "直播"),
    ("action", "state"): ("待办", "已完成", "不做"),
    ("action", "dimension"): ("词", "商品", "计划", "店铺"),
    ("violation", "state"): ("待处理", "申诉中", "已处理"),
    ("activity", "kind"): (
        *(
            "平台活动",
            "月度主题",
            "会员日",
            "限时折扣",
            "店铺折扣",
            "满减",
            "优惠券",
            "直播",
            "EDM",
        ),
        *("上新", "互动", "买赠", "感恩节特惠", "工具", "其他"),
    ),
    ("activity", "state"): ("建议", "计划", "已报名", "进行中", "已结束", "取消"),
    **{("activity", c): ("是", "否") for c in ("eligible", "poster_ready", "coupon_ready")},
}
_HELP = {
    "inquiry": "一条询盘一行。回复时间留空表示还没回。请不要填客户姓名、电话，填了也不会被导入。",
    "score": "每周抄一次后台的评分；等级可以写 L5、4A。",
    "stock": "一个商品一天一行；补货周期、安全库存天数用来算什么时候补货。",
    "competitor": "每周采一次。价格可以写 19.8 或 19.8~25；销售额可以写 250万 ~ 500万。"
    "公司名写“本店”的行是自己店当天的到手价；没看的那周不要补数。标签用逗号隔开。",
    "list_rank": "每周抄一次榜单：名次写数字，门槛写最后一名近 30 天的成交金额，不知道就留空。",
    "pairing": "同款是哪一个，由人说了算：是，就按同款比价；否，以后不再拿来比。",
    "parcel": "一个订单一行。签收时间留空表示还在路上。",
    "tool": "付费工具和服务，到期前会提醒。",
    "task": "谁、做什么、什么时候完成。",
    "target": "一个月、一个指标一行，月份写成 2026-11，要有年份。推广预算是上限，其余是要达到的数。"
    "同一个月同一个指标写了两行，以下面一行为准。",
    "customer": "用自己编的客户编号，不要写姓名电话。下次跟进日期到了会提醒。",
    "aftersale": "一个售后单一行；解决日期留空表示还没完。",
    "post": "发一条动态或视频记一行。",
    "live": "播一场记一行；开播时间写成 20:00，直播时长写分钟，成交和询盘看直播后台。",
    "action": "周报每次生成后自动补充。做完选“已完成”并填完成日期，"
    "不打算做选“不做”（四周内不再提）。自己做的改动也可以加一行，动作编号留空，对象写词、商品ID或计划名，之后的周报会看它有没有用。",
    "violation": "收到违规通知记一行。",
    "activity": "一个活动一行，一份表写清整年：表里出现的年份，以这份表为准。月度主题写一行，"
    "起止填当月首尾，主题列写主题；付费工具（新客宝等）写成“工具”。所属大促写 618、双11 等。"
    "让利写 12% 表示 8.8 折。参加商品写商品ID，用逗号隔开。已完成准备写做完的步骤，"
    "如：选品、定价、备货（步骤名见营销日历报告）。",
}


def write_registers(folder: Path) -> list[Path]:
    """Write one empty .xlsx a hand-kept table into `folder`; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(kind, folder / f"{name}.xlsx") for kind, (name, _) in TABLES.items()]


def _write(kind: str, path: Path) -> Path:
    import xlsxwriter

    name, columns = TABLES[kind]
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"created": BORN})
        head = book.add_format({"bold": True, "bg_color": "#E8EDF5", "bottom": 1})
        # An id of more than fifteen digits is only safe as text, and so is a month.
        as_text = book.add_format({"num_format": "@"})
        formats = {
            **dict.fromkeys(_DATES, book.add_format({"num_format": "yyyy-mm-dd"})),
            **dict.fromkeys(_TIMES, book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})),
            **dict.fromkeys(
                ("id", "item_id", "order_id", "offer_id", "inquiry_id"),
                as_text,
            ),
        }
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        for c, (column, title) in enumerate(columns.items()):
            kept = as_text if (kind, column) in _TEXTS else formats.get(column)
            page.set_column(c, c, max(12, 2 * len(title) + 4), kept)
            page.write(0, c, title, head)
            if (kind, column) in _LISTS:
                page.data_validation(
                    1, c, 2000, c, {"validate": "list", "source": list(_LISTS[kind, column])}
                )
            elif column in _DATES and (kind, column) not in _TEXTS:
                page.data_validation(1, c, 2000, c, _date_rule())
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 80)
        notes.write(0, 0, _HELP[kind])
        notes.write(1, 0, "每行一条，不要合并单元格，不要改表头；日期写成 2026-11-20。")
    return path


def _date_rule() -> dict[str, object]:
    from datetime import date

    return {
        "validate": "date",
        "criteria": "between",
        "minimum": date(2015, 1, 1),
        "maximum": date(2099, 12, 31),
        "error_type": "warning",
        "error_title": "日期",
        "error_message": "请填日期，例如 2026-11-20。",
    }


if __name__ == "__main__":
    write_registers(templates() / "registers")
