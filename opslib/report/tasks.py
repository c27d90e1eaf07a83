"""Today's tasks from clocks and registers: what, who, until when, worth how much."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..model import Task
from . import style, words
from .blocks import Block, block, card, more, table
from .markup import Raw, name, tag
from .sheet import Sheet

_SHOWN = 12


def tasks(sheet: Sheet, listed: Sequence[Task]) -> Block:
    """What is to be done today, by whom, and what is late already?"""
    _keep(sheet, listed)
    if not listed:
        return block(tag("p", words.NO_TASKS), text=words.NO_TASKS, section="todo")
    late = sum(t.overdue_days > 0 for t in listed)
    told = words.TASKS_TOLD.format(n=len(listed), m=late)
    parts: list[object] = [tag("p", told), card(_table(sheet, listed[:_SHOWN]))]
    if rest := listed[_SHOWN:]:
        parts.append(more(words.LIST.format(n=len(rest)), card(_table(sheet, rest))))
    return block(*parts, text=told, section="todo")


def _table(sheet: Sheet, listed: Sequence[Task]) -> Raw:
    rows: list[list[object]] = []
    priced = any(task.money for task in listed)
    for task in listed:
        worth = style.figure(task.money.mid, "money", sheet.currency) if task.money else ""
        line = [name(task.what, 90), name(task.owner, 16), _due(sheet, task), worth]
        rows.append(line if priced else line[:-1])
    heads = [words.TASK, words.OWNER, words.DUE, words.WORTH]
    return table(heads if priced else heads[:-1], rows, texts=2)


def _due(sheet: Sheet, task: Task) -> object:
    if task.due is None:
        return words.TODAY
    if task.overdue_days > 0:
        late = words.OVERDUE.format(n=task.overdue_days)
        return tag("span", style.short_day(task.due), tag("span", late, cls="sub act"))
    return style.short_day(task.due)


def _keep(sheet: Sheet, listed: Sequence[Task]) -> None:
    heads = (words.TASK, words.OWNER, words.DUE, words.WORTH, words.SOURCE, words.GUIDE)
    rows = [
        (str(t.what), t.owner, t.due, t.money.mid if t.money else None, t.source, t.guide)
        for t in listed
    ]
    sheet.table("tasks", words.TASK, pd.DataFrame(rows, columns=[str(h) for h in heads]))
