"""Where a figure of a report comes from: computed again, with its files and rows."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from . import metrics
from .errors import ParameterError, unknown
from .labels import Label
from .shop import Shop, moment
from .store import Snapshot
from .workspace import Workspace


@dataclass(frozen=True)
class Answer:
    """What the report printed, what comes out now, and the rows that it is made of."""

    number: dict[str, Any]
    definition: Label
    recomputed: float | None
    rows: pd.DataFrame

    @property
    def equal(self) -> bool:
        """Whether the figure came out the same (to nine digits)."""
        printed = self.number["value"]
        if printed is None or self.recomputed is None:
            return printed is None and self.recomputed is None
        return math.isclose(printed, self.recomputed, rel_tol=1e-9, abs_tol=1e-9)

    def as_json(self) -> dict[str, Any]:
        """The object of `opslib why --json`."""
        return {
            "number": self.number,
            "definition": str(self.definition),
            "recomputed": self.recomputed,
            "equal": self.equal,
            "rows": json.loads(self.rows.to_json(orient="records", date_format="iso")),
        }

    def as_text(self) -> str:
        """The answer for a reader at the terminal."""
        verdict = (
            Label("一致", "equal") if self.equal else Label("不一致：数据后来变了", "differs now")
        )
        head = Label(
            f"{self.number['label']}（{self.number['id']}）\n"
            f"报告里：{self.number['value']}　重新计算：{self.recomputed}　{verdict.zh}\n"
            f"口径：{self.definition.zh}\n来自 {len(self.rows)} 行：",
            f"{self.number['label']} ({self.number['id']})\n"
            f"printed: {self.number['value']}  recomputed: {self.recomputed}  {verdict.en}\n"
            f"definition: {self.definition.en}\nfrom {len(self.rows)} rows:",
        )
        return f"{head}\n{self.rows.to_string(index=False, max_rows=60)}"


def why_number(workspace: Workspace, run: Path, number: str) -> Answer:
    """Compute one number of a finished run again, with the knowledge that the run had.

    `run` is the run's folder. Raises UnknownName when the report has no such number.
    """
    data = json.loads((run / "data.json").read_text(encoding="utf-8"))
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    numbers = {n["id"]: n for n in data["numbers"]}
    if number not in numbers:
        raise unknown(Label("数字", "number"), number, numbers)
    found = numbers[number]
    if found["metric"] not in metrics.METRICS:
        raise ParameterError(
            number, Label("这个数字不是指标。", "this figure is not a metric's value.")
        )
    shop = _shop_as_it_was(workspace, data, manifest)
    metric, days, member = found["metric"], found["window"], found["subject"]["member"] or None
    by = found["subject"]["dimension"] if member else None
    table = shop.measure(metric, by=by, window=days)
    if member:
        table = table[table["member"] == member]
    value = None if table.empty or pd.isna(table["value"].iloc[0]) else table["value"].iloc[0]
    rows = metrics.trace(
        shop.con, metric, as_of=shop.as_of, window=days, dimension=by, member=member
    )
    return Answer(
        found,
        metrics.METRICS[metric].definition,
        None if value is None else float(value),
        _with_files(rows, shop.arrivals),
    )


def _shop_as_it_was(workspace: Workspace, data: dict[str, Any], manifest: dict[str, Any]) -> Shop:
    shop = Shop(
        workspace,
        data["shop"],
        date.fromisoformat(data["as_of"]),
        moment(manifest["parameters"].get("known_at", "")),
    )
    versions = manifest.get("versions") or {}
    if versions:
        shop.snapshot = Snapshot(workspace.store.root, versions)
    return shop


def _with_files(rows: pd.DataFrame, arrivals: pd.DataFrame) -> pd.DataFrame:
    names = {
        sha[:16]: Path(path).name
        for sha, path in zip(arrivals["sha256"], arrivals["path"], strict=True)
    }
    return rows.assign(file=rows["source_file"].map(names).fillna(rows["source_file"]))
