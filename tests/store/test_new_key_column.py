"""A fact table whose key gained a column: stores from before must go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from opslib import facts
from opslib.store import Store

NEW = facts.TABLES["ad_day"]
OLD = replace(
    NEW,
    key=NEW.key[:-2],
    columns={n: t for n, t in NEW.columns.items() if n not in ("creative", "audience")},
)


def _rows(spend: float, **more: str) -> pa.Table:
    row = {"date": date(2026, 8, 1), "level": "plan", "product_line": "", "plan": "A"}
    row |= {"item_id": "", "keyword": "", "hour": -1, "spend": spend, "clicks": 7, **more}
    return pa.Table.from_pylist([row])


@pytest.fixture
def old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store written before the advertising rows told creatives and audiences apart."""
    monkeypatch.setitem(facts.TABLES, "ad_day", OLD)
    store = Store(tmp_path)
    names = ["date", "level", "plan", "spend", "clicks"]
    store.write(
        "ad_day", "s", _rows(10.0), columns=names, source_file="a" * 16, at=datetime(2026, 8, 2)
    )
    monkeypatch.setitem(facts.TABLES, "ad_day", NEW)
    return tmp_path


def test_rows_from_before_read_as_of_no_creative(old_store: Path):
    """Else a report of last year would lose its plans: NULL equals no key."""
    con = Store(old_store).snapshot().connect("s")
    asked = "SELECT plan, creative, audience, spend FROM ad_day WHERE creative = ''"
    assert con.execute(asked).fetchall() == [("A", "", "", 10.0)]


def test_the_same_row_told_again_replaces_the_old_one(old_store: Path):
    """Else every plan exported before and after an upgrade would count twice."""
    told = _rows(12.0, creative="", audience="").drop_columns(["clicks"])
    names = ["date", "level", "plan", "spend"]
    store = Store(old_store)
    done = store.write(
        "ad_day", "s", told, columns=names, source_file="b" * 16, at=datetime(2026, 8, 3)
    )
    con = store.snapshot().connect("s")
    asked = "SELECT spend, clicks, creative, also_from FROM ad_day"
    assert done.replaced == 1
    assert con.execute(asked).fetchall() == [(12.0, 7, "", "a" * 16)]


def test_compacting_keeps_rows_from_before_readable(old_store: Path):
    """A store is compacted after imports; rows of before must not turn into rows without key."""
    store = Store(old_store)
    for n in range(8):
        told = _rows(1.0 + n, creative=f"c{n}", audience="")
        store.write(
            "ad_day",
            "s",
            told.set_column(1, "level", pa.array(["creative"])),
            columns=["date", "level", "creative", "spend"],
            source_file=f"{n}" * 16,
            at=datetime(2026, 8, 3 + n),
        )
    store.compact()
    con = store.snapshot().connect("s")
    (sums,) = con.execute(
        "SELECT level, count(*) FROM ad_day WHERE creative = '' GROUP BY 1"
    ).fetchall()
    assert sums == ("plan", 1)
    assert con.execute("SELECT count(*) FROM ad_day").fetchone() == (9,)
