"""Where a figure of the comparison comes from: its section made once more, and the noted rows."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..answer import COLUMNS, Answer, filed
from ..metrics import METRICS
from ..shop import Shop
from .behind import Part, behind
from .compare import Comparison
from .show import SECTIONS


def comparison_answer(shop: Shop, number: dict[str, Any]) -> Answer:
    """Where one number of a comparison's data.json comes from, for the shop as the page saw it.

    Raises OpslibError when today's program no longer shows this number.
    """
    return answer_of(shop.comparison(), number)


def answer_of(made: Comparison, number: dict[str, Any]) -> Answer:
    """The same of a comparison that is made already."""
    value = made.show.again(number["id"], SECTIONS)
    known = METRICS.get(number["metric"])
    parts, how = behind(made, number["id"])
    rows = [listed for part in parts if len(listed := _listed(made.shop, part))]
    found = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=[*COLUMNS])
    return Answer(number, known.definition if known else None, value, found, how)


def _listed(shop: Shop, part: Part) -> pd.DataFrame:
    """The rows as `opslib why` prints them: day, column, value, member, file and row."""
    rows, value, member = part
    told = pd.DataFrame(
        {
            "date": rows["date"],
            "part": value,
            "value": pd.to_numeric(rows[value], errors="coerce").astype(float),
            "member": rows[member].astype(str),
            "source_file": rows["source_file"],
            "source_row": rows["source_row"],
        }
    )
    return filed(told, shop.arrivals)[[*COLUMNS]]
