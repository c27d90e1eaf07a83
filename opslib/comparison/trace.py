"""Where a figure of the comparison comes from: its section made once more."""

from __future__ import annotations

from typing import Any

from ..answer import Answer
from ..errors import OpslibError
from ..labels import Label
from ..metrics import METRICS
from ..shop import Shop
from .show import SECTIONS

_JUDGED = Label(
    "由竞品登记表、榜单和市场页的记录按页面方法重算。",
    "made again, by the page's method, from the competitor sheet, lists and market pages.",
)


def comparison_answer(shop: Shop, number: dict[str, Any]) -> Answer:
    """Where one number of a comparison's data.json comes from, for the shop as the page saw it.

    Raises OpslibError when today's program no longer shows this number.
    """
    show = shop.comparison().show
    for name in SECTIONS:
        getattr(show, name)()
        if number["id"] in show.sheet.numbers:
            value = show.sheet.numbers[number["id"]].value
            known = METRICS.get(number["metric"])
            rows = show.comparison.snapshots.head(0)
            return Answer(number, known.definition if known else None, value, rows, _JUDGED)
    raise OpslibError(
        number["id"],
        Label("现在的程序不再算这个数字。", "today's program no longer makes this figure."),
        Label("重新运行这份报告。", "Run the report again."),
    )
