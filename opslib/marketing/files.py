"""The files beside the page: calendar.ics for phones, calendar.xlsx to edit and import again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..events.ical import Entry, to_ics
from ..labels import Label

if TYPE_CHECKING:
    from .year import Year

ICS, BOOK = "calendar.ics", "calendar.xlsx"
# What a phone need not show: it runs all month, or every week.
_QUIET = ("theme", "tool")


def write_files(year: Year, folder: Path) -> None:
    """Write both files into the report's folder."""
    (folder / ICS).write_bytes(ics(year))
    write_book(year, folder / BOOK)


def ics(year: Year) -> bytes:
    """The year's events, activities, holidays and open steps for a phone's calendar."""
    name = str(Label("{shop} 营销日历 {year}", "{shop} marketing {year}"))
    shop = year.shop.identity.name or year.shop.identity.id
    return to_ics(name.format(shop=shop, year=year.number), _entries(year), year.shop.as_of)


def _entries(year: Year) -> Iterator[Entry]:
    own, shop = year.number, year.shop.identity.id
    for event in year.happenings:
        note = str(CONFIRM) if event.confidence != "high" else ""
        yield Entry(
            f"{shop}.event.{event.id}.{event.start.year}",
            str(event.label),
            event.start,
            event.end,
            note,
        )
    for rest in year.festivals:
        yield Entry(f"{shop}.rest.{rest.id}.{rest.start}", str(rest.label), rest.start, rest.end)
    for a in year.activities:
        if a.stands and a.kind not in _QUIET and own in (a.start.year, a.last.year):
            note = "\n".join(t for t in (a.offer, a.owner, a.note) if t)
            yield Entry(f"{shop}.activity.{a.start.year}.{a.id}", a.name, a.start, a.last, note)
    for step in year.steps:
        if step.state != "done" and step.due >= year.moment.today:
            title = str(STEP.format(step=step.duty.label, name=step.activity.name))
            key = f"{shop}.step.{step.activity.start.year}.{step.activity.id}.{step.duty.id}"
            yield Entry(key, title, step.due, step.due, step.owner, 1)


STEP = Label("{step}：{name}", "{step}: {name}")
CONFIRM = Label("日期不是官方口径，请以平台公告为准。", "The date is not official; please confirm.")


def write_book(year: Year, path: Path) -> None:
    """The register's rows of the year and what is proposed, with drop-downs, ready to import."""
    import xlsxwriter

    made = datetime(year.shop.as_of.year, year.shop.as_of.month, year.shop.as_of.day)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": made})
        head = book.add_format({"bold": True, "bg_color": "#E8EDF5", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        text = book.add_format({"quote_prefix": True})
        page = book.add_worksheet("营销日历")
        page.freeze_panes(1, 2)
        rows = list(_rows(year))
        for x, (title, width, choices) in enumerate(COLUMNS):
            page.write_string(0, x, title, head)
            page.set_column(x, x, width)
            if choices:
                rule = {"validate": "list", "source": list(choices)}
                page.data_validation(1, x, len(rows) + 300, x, rule)
        for y, row in enumerate(rows, start=1):
            for x, value in enumerate(row):
                _put(page, y, x, value, day, text)


def _put(page: Any, y: int, x: int, value: Any, day: Any, text: Any) -> None:
    """One cell; what Excel would take for a formula once it is edited is marked as text."""
    if value is None or value == "":
        return
    if isinstance(value, date):
        page.write_datetime(y, x, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, float):
        page.write_number(y, x, value)
    else:
        told = str(value)
        page.write_string(y, x, told, text if told.lstrip()[:1] in tuple("=+-@") else None)


_STATES = {
    "proposed": "建议",
    "planned": "计划",
    "enrolled": "已报名",
    "live": "进行中",
    "done": "已结束",
    "cancelled": "取消",
}
_YES = {True: "是", False: "否", None: ""}
_KINDS = (
    *("平台活动", "月度主题", "会员日", "限时折扣", "店铺折扣", "满减", "优惠券", "直播", "EDM"),
    *("上新", "互动", "买赠", "感恩节特惠", "工具", "其他"),
)
COLUMNS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    *(("活动编号", 12, ()), ("活动名称", 24, ()), ("活动类型", 12, _KINDS), ("主题", 18, ())),
    *(("开始日期", 12, ()), ("结束日期", 12, ()), ("所属大促", 12, ()), ("报名截止", 12, ())),
    *(("报名日期", 12, ()), ("符合条件", 10, ("是", "否")), ("负责人", 10, ())),
    *(("活动状态", 10, tuple(_STATES.values())), ("参加商品", 24, ()), ("让利", 8, ())),
    *(("优惠内容", 20, ()), ("活动标", 12, ()), ("使用工具", 12, ()), ("活动预算", 10, ())),
    *(("海报就绪", 10, ("是", "否")), ("优惠券就绪", 10, ("是", "否")), ("已完成准备", 24, ())),
    *(("恢复原价日期", 14, ()), ("参与人数", 10, ()), ("备注", 24, ())),
)


def _rows(year: Year) -> Iterator[tuple[Any, ...]]:
    """The year's activities as the register holds them, then what is proposed."""
    for a in [*year.activities, *year.proposed]:
        if a.start.year != year.number:
            continue
        depth = f"{a.depth:.0%}" if a.depth is not None else ""
        yield (
            *(a.id, a.name, year.kinds[a.kind].zh, a.theme, a.start, a.end, a.event, a.enrol_by),
            *(a.enrolled_on, _YES[a.eligible], a.owner, _STATES[a.state], "，".join(a.items)),
            *(depth, a.offer, a.tag, a.tool, a.budget, _YES[a.poster_ready]),
            *(_YES[a.coupon_ready], "、".join(a.prepared), a.restored_on, a.participants, a.note),
        )
