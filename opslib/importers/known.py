"""What the store already knows: files imported before, and which products are a shop's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from ..errors import ImportProblem
from ..labels import Label
from ..model import ImportedFile
from .arrivals import Found
from .read import Parsed

if TYPE_CHECKING:
    from ..store import Store

# Two sets of products of at least this size that share none are of two shops.
_ENOUGH = 5
_ITEM_TABLES = ("product_day", "product_window")


class Known:
    """A look into the store and its ledger, kept up to date through one import."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files: dict[str, list[dict[str, Any]]] = {}
        self._items: dict[str, set[str]] = {}
        arrived = store.arrivals()
        self._refused: set[str] = set()
        for row in arrived.to_dict("records") if len(arrived) else []:
            if row["state"] == "refused":
                self._refused.add(row["sha256"])
            else:
                self._files.setdefault(row["sha256"], []).append(row)

    def unchanged(self, sha: str, found: Found, job: Any) -> list[ImportedFile] | None:
        """The earlier results of these bytes, if shop and format are still the same; else None.

        A file of which some part was refused is looked at again: the reason may be gone.
        """
        if sha in self._refused:
            return None
        rows = {(r["format"], r["path"].rpartition("/")[2]): r for r in self._files.get(sha, [])}
        wanted = found.shop
        for row in rows.values():
            known = job.formats.get(row["format"]) if row["format"] in job.formats else None
            if known is None or row.get("definition") != known.definition:
                return None
            if wanted and row["shop"] != wanted:
                return None
        if not rows or len({r["shop"] for r in rows.values()}) > 1:
            return None
        return [_again(found, row) for row in rows.values()]

    def check(self, sha: str, shop: str, part: Parsed, *, assigned: bool) -> None:
        """Refuse what belongs to another shop: the same bytes, or products nobody here has."""
        others = {r["shop"] for r in self._files.get(sha, [])} - {shop}
        # Two shops may keep equal tables by hand; an export is of one shop only.
        by_hand = assigned and not {"register", "action", "activity"}.isdisjoint(part.tables)
        if others and not by_hand:
            raise ImportProblem(
                "",
                Label(
                    f"同一份文件已导入到店铺 {'、'.join(sorted(others))}。",
                    f"the same file was imported for shop {', '.join(sorted(others))}.",
                ),
                Label("一份导出只属于一家店；请核对。", "An export is of one shop; check which."),
            )
        if not assigned:
            self._check_items(shop, part)
        self._files.setdefault(sha, []).append(
            {"shop": shop, "format": part.format.id, "path": part.member}
        )

    def _check_items(self, shop: str, part: Parsed) -> None:
        fresh = _item_ids(part.tables)
        known = self._shop_items(shop) if fresh else set()
        if len(fresh) < _ENOUGH or len(known) < _ENOUGH or fresh & known:
            return
        raise ImportProblem(
            "",
            Label(
                f"其中 {len(fresh)} 个商品店铺 {shop} 一个都没有，像是另一家店的导出。",
                f"none of its {len(fresh)} products was ever seen in shop {shop}; it looks like "
                "another shop's export.",
            ),
            Label(
                f"若确是本店，请放进 inbox/{shop}/ 再导入。",
                f"If it is this shop's, put it into inbox/{shop}/ and import again.",
            ),
        )

    def _shop_items(self, shop: str) -> set[str]:
        if shop not in self._items:
            snapshot = self._store.snapshot()
            self._items[shop] = set()
            tables = [t for t in _ITEM_TABLES if t in snapshot.tables(shop)]
            if tables:
                con = snapshot.connect(shop)
                for name in tables:
                    rows = con.execute(f"SELECT DISTINCT item_id FROM {name}").fetchall()
                    self._items[shop] |= {r[0] for r in rows}
                con.close()
        return self._items[shop]

    def add(self, shop: str, table: str, rows: pa.Table) -> None:
        """Remember the products that were just stored."""
        if table in _ITEM_TABLES and shop in self._items:
            self._items[shop] |= _item_ids({table: rows})


def _item_ids(tables: Mapping[str, pa.Table]) -> set[str]:
    found: set[str] = set()
    for name in _ITEM_TABLES:
        if name in tables:
            found |= set(pc.unique(tables[name]["item_id"]).to_pylist())
    return found


def _again(found: Found, row: dict[str, Any]) -> ImportedFile:
    """What the ledger says of a file that came again."""
    start, end = (_day(row[k]) for k in ("start", "end"))
    return ImportedFile(
        path=str(found.path),
        sha256=row["sha256"],
        format=row["format"],
        table=row["table"],
        shop=row["shop"],
        period=(start, end) if start and end else None,
        rows={n: int(row[n]) for n in ("read", "accepted", "refused", "totals_dropped")},
        state="unchanged",
        columns=tuple(json.loads(row["columns"] or "[]")),
        definition=row.get("definition") or "",
    )


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value if value == value else None  # NaT is not itself
    return None
