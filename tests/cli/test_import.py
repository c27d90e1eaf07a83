"""`opslib import`: good files go in, bad ones are listed with what to do, nothing is lost."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest

from opslib.workspace import Workspace

from .calls import call
from .conftest import SHOP, put

BAD = {
    "broken.xlsx": b"PK\x03\x04 not a zip",
    "empty.csv": b"",
    "odd.csv": "订单编码,件数,备注\nA-1,3,x\nA-2,5,y\n".encode(),
    "photo.xls": bytes(range(256)) * 20,
    "deep/notes.txt": "明天记得改价".encode("gb18030"),
}
FILE = {"path", "sha256", "format", "table", "shop", "period", "rows", "state", "problems"}
ROWS = {"read", "accepted", "refused", "totals_dropped"}


def add_bad(small: Path) -> None:
    for name, content in BAD.items():
        (small / "inbox" / name).parent.mkdir(exist_ok=True)
        (small / "inbox" / name).write_bytes(content)


def rows(small: Path) -> list[Any]:
    con = Workspace.open(small).store.snapshot().connect(SHOP)
    return con.execute("SELECT * EXCLUDE imported_at FROM shop_day ORDER BY date").fetchall()


def by_name(told: Any) -> dict[str, dict[str, Any]]:
    return {Path(f["path"]).name: f for f in told.json["files"]}


def test_json_tells_of_each_file_as_the_contract_says(small: Path) -> None:
    """Scripts of an agency with hundreds of shops stand on these names."""
    put(small, "流量来源_2026-11.*")
    told = call("import", "inbox", "--json", cwd=small)
    assert told.code == 0 and [*told.json] == ["files"]
    assert all(set(f) == FILE and set(f["rows"]) == ROWS for f in told.json["files"])
    new = by_name(told)["流量来源_2026-11.xlsx"]
    assert (new["state"], new["shop"], new["table"]) == ("imported", SHOP, "channel_day")
    content = (small / "inbox" / "流量来源_2026-11.xlsx").read_bytes()
    assert new["sha256"] == hashlib.sha256(content).hexdigest()
    assert new["period"] == ["2026-11-01", "2026-11-20"]
    assert new["rows"]["read"] == new["rows"]["accepted"] > 0
    old = by_name(told)["核心看板_2026-11.xlsx"]
    assert old["state"] == "unchanged" and not old["problems"]


def test_bad_files_are_listed_and_lose_nothing(small: Path) -> None:
    """One broken download in the folder would stop the morning, or spoil what is stored."""
    before = rows(small)
    add_bad(small)
    put(small, "流量来源_2026-11.*")
    told = call("import", "inbox", "--json", cwd=small)
    assert told.code == 1
    files = by_name(told)
    for name in BAD:
        bad = files[Path(name).name]
        assert bad["state"] == "refused" and bad["problems"], name
        assert all(p["what"] and p["fix"] for p in bad["problems"]), bad["problems"]
    assert files["流量来源_2026-11.xlsx"]["state"] == "imported"
    assert rows(small) == before and before


def test_the_list_for_people_says_what_to_do(small: Path) -> None:
    """An operator reads this, not the JSON."""
    add_bad(small)
    told = call("import", "inbox", cwd=small)
    assert told.code == 1
    for name in BAD:
        assert f"refused  {Path(name).name}" in told.out
    assert "formats draft" in told.out and "订单编码" in told.out
    assert f"refused {len(BAD)}" in told.out.splitlines()[-1]


def test_importing_again_changes_nothing(small: Path) -> None:
    """The scheduler imports every morning whatever lies in the inbox."""
    before = rows(small)
    told = call("import", "inbox", "--json", cwd=small)
    assert told.code == 0 and {f["state"] for f in told.json["files"]} == {"unchanged"}
    assert rows(small) == before


def test_a_bad_cell_is_named_with_its_place(small: Path) -> None:
    """Told only that something is wrong, an operator would look through a thousand cells."""
    text = "日期,展现次数,访客数,支付金额,支付买家数\n2026-11-18,100,10,5.5,1\n"
    text += "2026-11-19,100,ten,5.5,1\n"
    (small / "inbox" / "day.csv").write_text(text, encoding="utf-8")
    told = call("import", "inbox/day.csv", "--json", cwd=small)
    problem = told.json["files"][0]["problems"][0]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "访客数", "ten")
    assert problem["what"] and problem["fix"]


def test_files_that_nobody_owns_are_refused_in_a_workspace_of_two(small: Path) -> None:
    """Two shops in one folder would be mixed into one."""
    toml = (small / "shop.toml").read_text(encoding="utf-8")
    toml += '\n[[shop]]\nid = "second"\nplatform = "1688"\n'
    (small / "shop.toml").write_text(toml, encoding="utf-8")
    put(small, "流量来源_2026-11.*", "流量来源_2026-10.*")
    (small / "inbox" / "second").mkdir()
    shutil.move(small / "inbox" / "流量来源_2026-10.xlsx", small / "inbox" / "second")
    told = call("import", "inbox", "--json", cwd=small)
    files = by_name(told)
    assert told.code == 1 and files["流量来源_2026-11.xlsx"]["state"] == "refused"
    assert files["流量来源_2026-10.xlsx"]["shop"] == "second"
    named = call("import", "inbox/流量来源_2026-11.xlsx", "--shop", SHOP, "--json", cwd=small)
    assert named.code == 0 and by_name(named)["流量来源_2026-11.xlsx"]["shop"] == SHOP


def test_a_draft_is_written_once_and_teaches_the_format(small: Path) -> None:
    """The way for a file that nobody declared: draft, edit, import; no Python."""
    orders = "Order No,Ordered at,Buyer,Pieces,Amount\n"
    orders += "".join(f"A-{n},2026-11-{n:02d} 10:00:00,b{n},{n},{n}.50\n" for n in range(1, 15))
    (small / "inbox" / "odd.csv").write_text(orders, encoding="utf-8")
    told = call("formats", "draft", "inbox/odd.csv", cwd=small)
    target = small / "formats" / "odd.toml"
    assert told.code == 0 and str(target) in told.out
    assert all(word in target.read_text(encoding="utf-8") for word in ("Order No", "Pieces"))
    again = call("formats", "draft", "inbox/odd.csv", cwd=small)
    assert again.code == 2 and "--out" in again.err
    assert call("import", "inbox/odd.csv", "--json", cwd=small).code in (0, 1)


@pytest.mark.parametrize(
    ("words", "names"),
    [(("formats", "draft"), ("broken.xlsx", "missing.csv")), (("expect",), ("photo.xls",))],
)
def test_a_file_that_cannot_be_read_is_told(
    words: tuple[str, ...], names: tuple[str, ...], small: Path
) -> None:
    """A traceback from inside a spreadsheet library helps nobody."""
    add_bad(small)
    for name in names:
        told = call(*words, f"inbox/{name}", cwd=small)
        assert told.code in (1, 2) and name in told.err and not told.out


def test_expect_prints_the_facts_of_a_sample(small: Path, tmp_path: Path) -> None:
    """Whoever adds a format lays this beside the sample as what it must become."""
    sample = small / "inbox" / "核心看板_2026-11.xlsx"
    told = call("expect", sample, cwd=tmp_path)
    head, *lines = told.out.splitlines()
    assert told.code == 0 and head.startswith("table,date,") and len(lines) == 20
    assert {line.split(",")[0] for line in lines} == {"shop_day"}
