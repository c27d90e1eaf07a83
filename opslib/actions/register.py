"""The action register: an Excel file written whole from the store, never half and never lost."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..labels import Label
from .action import Action

NAME = "行动登记表"
HEAD = {
    "id": "动作编号",
    "state": "动作状态",
    "subject": "动作对象",
    "what": "要做什么",
    "owner": "负责人",
    "due": "截止日期",
    "done_on": "完成日期",
    "low": "预计每周（低）",
    "mid": "预计每周（中）",
    "high": "预计每周（高）",
    "minutes": "分钟",
    "note": "备注",
    "dimension": "对象类别",
    "date": "提出日期",
    "report": "报告",
}
STATE_WORDS = {"todo": "待办", "done": "已完成", "dismissed": "不做"}
DIMENSION_WORDS = {
    "keyword": "词", "product": "商品", "plan": "计划", "shop": "店铺", "audience": "人群",
    "channel": "渠道",
}  # fmt: skip
WHOLE = "全店"  # a row without a subject would be refused when it is read back
_WIDTHS = {"subject": 26, "what": 40, "note": 24, "id": 15, "report": 24}
_DATES, _TEXTS = {"due", "done_on", "date"}, {"id", "subject"}
_HELP = (
    "周报每次生成后自动补充这张表。做完选“已完成”并填完成日期；不打算做选“不做”，四周内不再提。",
    "自己做的改动也可以加一行：动作编号留空，对象写词、商品ID或计划名，之后的周报会看它有没有用。",
    "不要改表头。填好保存、关掉，再运行 opslib import；或者直接出下一份周报。",
)


def write_register(path: Path, actions: Sequence[Action]) -> None:
    """Write the register anew, open actions first; the file of before stays until it is whole.

    Raises StoreError where the file is open in Excel; nothing is changed then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.{uuid.uuid4().hex[:8]}.xlsx")
    try:
        _fill(draft, sorted(actions, key=_turn))
        os.replace(draft, path)
    except OSError as error:
        raise StoreError(
            str(path),
            Label(
                "行动登记表正被 Excel 打开，这次没有改它；动作已经存好，不会丢。",
                "the action register is open in Excel and was not changed; the actions are safe "
                "in the store.",
            ),
            Label(
                "保存并关掉这个文件，再运行 opslib actions。",
                "Save and close the file, then run opslib actions.",
            ),
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _turn(action: Action) -> tuple[int, float, str]:
    order = {"todo": 0, "done": 1, "dismissed": 2}[action.state]
    newest = action.last_on or action.date or date.min
    return order, -newest.toordinal() if order else -(action.mid or 0.0), action.id


def _fill(path: Path, actions: Sequence[Action]) -> None:
    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8EDF5", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        money = book.add_format({"num_format": "#,##0"})
        text = book.add_format({"num_format": "@"})
        page = book.add_worksheet(NAME)
        page.freeze_panes(1, 0)
        last = max(len(actions) + 200, 500)
        for c, (column, title) in enumerate(HEAD.items()):
            kept = day if column in _DATES else text if column in _TEXTS else None
            kept = money if column in ("low", "mid", "high") else kept
            page.set_column(c, c, _WIDTHS.get(column, max(10, 2 * len(title) + 2)), kept)
            page.write(0, c, title, head)
            words = {"state": STATE_WORDS, "dimension": DIMENSION_WORDS}.get(column)
            if words:
                rule = {"validate": "list", "source": list(words.values())}
                page.data_validation(1, c, last, c, rule)
        for r, action in enumerate(actions, 1):
            for c, value in enumerate(_cells(action)):
                if isinstance(value, date):
                    page.write_datetime(r, c, value, day)  # type: ignore[arg-type]
                elif isinstance(value, str):
                    page.write_string(r, c, value)
                elif value is not None:
                    page.write_number(r, c, value)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 90)
        for r, line in enumerate(_HELP):
            notes.write(r, 0, line)


def _cells(action: Action) -> list[Any]:
    shown = {
        "state": STATE_WORDS[action.state],
        "dimension": DIMENSION_WORDS.get(action.dimension, action.dimension),
        "subject": action.subject or WHOLE,
    }
    return [shown.get(column, getattr(action, column)) or None for column in HEAD]
