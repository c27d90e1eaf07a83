"""What `opslib why` answers about one number."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .labels import Label

COLUMNS = {
    "date": Label("日期", "date"),
    "part": Label("部分", "part"),
    "value": Label("数值", "value"),
    "member": Label("成员", "member"),
    "file": Label("文件", "file"),
    "source_row": Label("行", "row"),
}
_MOST_ROWS = 60


@dataclass(frozen=True)
class Answer:
    """What the report printed, what comes out now, and the rows that it is made of.

    made: how the figure is made, where it is more than its metric's definition.
    span: the bounds that the page shows where a distinct count of a period has no value.
    """

    number: dict[str, Any]
    definition: Label | None
    recomputed: float | None
    rows: pd.DataFrame
    made: Label | None = None
    span: tuple[float, float] | None = None

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
            "definition": _spoken(self.definition),
            "made": _spoken(self.made),
            "recomputed": self.recomputed,
            "between": None if self.span is None else list(self.span),
            "equal": self.equal,
            "files": sorted(set(self.rows["file"])),
            "rows": json.loads(self.rows.to_json(orient="records", date_format="iso")),
        }

    def as_text(self) -> str:
        """The answer for a reader at the terminal."""
        verdict = Label("一致", "equal") if self.equal else _DIFFERS
        then, now = _plain(self.number["value"]), Label(*[_plain(self.recomputed)] * 2)
        if self.span is not None:
            low, high = map(_plain, self.span)
            now = Label("在 {low} 和 {high} 之间", "between {low} and {high}")
            now = now.format(low=low, high=high)
        lines = [
            f"{self.number['label']} ({self.number['id']})",
            str(_PRINTED.format(then=then, now=now, verdict=verdict)),
        ]
        lines += [str(_DEFINED.format(words=w)) for w in [self.definition] if w is not None]
        lines += [str(_MADE.format(words=w)) for w in [self.made] if w is not None]
        if self.rows.empty:
            return "\n".join([*lines, str(_NO_ROWS)])
        lines.append(str(_FROM.format(n=len(self.rows))))
        shown = self.rows[[*COLUMNS]].rename(columns={k: str(v) for k, v in COLUMNS.items()})
        shown = shown.astype(object).where(shown.notna(), "")
        return "\n".join([*lines, shown.to_string(index=False, max_rows=_MOST_ROWS)])


def filed(rows: pd.DataFrame, arrivals: pd.DataFrame) -> pd.DataFrame:
    """Stored rows as an answer lists them: days as text, sources by the names of their files.

    rows: date, part, value, member, source_file, source_row. arrivals: of the shop.
    """
    if rows.empty:
        return pd.DataFrame(columns=[*COLUMNS])
    paths = dict(zip(arrivals["sha256"].str[:16], arrivals["path"], strict=True))
    return rows.assign(
        date=pd.to_datetime(rows["date"]).dt.strftime("%Y-%m-%d"),
        file=[file_name(str(paths.get(s, s))) for s in rows["source_file"]],
    ).reset_index(drop=True)


def file_name(path: str) -> str:
    """The last part of a path that was written on any system."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _spoken(text: Label | None) -> str | None:
    return None if text is None else str(text)


def _plain(value: float | None) -> str:
    return "-" if value is None else f"{value:.12g}"


_DIFFERS = Label("不一致：规则或程序后来变了", "differs: rules or program have changed since")
_PRINTED = Label(
    "报告里：{then}　重新计算：{now}　{verdict}", "printed: {then}  now: {now}  {verdict}"
)
_DEFINED = Label("口径：{words}", "definition: {words}")
_MADE = Label("算法：{words}", "made: {words}")
_FROM = Label("来自 {n} 行：", "from {n} rows:")
_NO_ROWS = Label("没有单独的行可列。", "no single rows to list.")
