"""A new workspace is complete, refuses what cannot be, and keeps what is there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from opslib.places import templates
from opslib.workspace import Workspace

from .calls import call


def shops(root: Path) -> list[dict[str, object]]:
    return tomllib.loads((root / "shop.toml").read_text(encoding="utf-8"))["shop"]


def test_init_makes_folders_and_registers(tmp_path: Path) -> None:
    """An operator would not know where to put what."""
    words = ("--platform", "alibaba", "--shop", "s_1", "--name", "店")
    told = call("init", "new/shop", *words, cwd=tmp_path)
    root = tmp_path / "new" / "shop"
    assert told.code == 0 and "opslib import" in told.out
    assert (root / "inbox").is_dir() and (root / "formats").is_dir() and (root / "rules").is_dir()
    given = {p.name for p in (templates() / "registers").glob("*.xlsx")}
    assert {p.name for p in (root / "registers").glob("*.xlsx")} == given and given
    assert shops(root) == [{"id": "s_1", "name": "店", "platform": "alibaba", "sellers": []}]


def test_a_fresh_workspace_imports_its_empty_registers_without_complaint(tmp_path: Path) -> None:
    """The very first command would end in an error that means nothing."""
    assert call("init", ".", cwd=tmp_path).code == 0
    told = call("import", "--json", cwd=tmp_path)
    assert told.code == 0 and told.json["files"]
    assert all(not f["problems"] and f["rows"]["accepted"] == 0 for f in told.json["files"])


def test_two_workspaces_hash_buyers_differently(tmp_path: Path) -> None:
    """With one salt for all, two operators could match each other's buyers."""
    salts = []
    for name in "ab":
        call("init", name, cwd=tmp_path)
        text = (tmp_path / name / "shop.toml").read_text(encoding="utf-8")
        salts.append(tomllib.loads(text)["workspace"]["salt"])
    assert salts[0] != salts[1] and len(salts[0]) >= 16


def test_an_existing_workspace_is_left_alone(small: Path) -> None:
    """A second init would throw away the salt, and with it every repeat buyer."""
    before = (small / "shop.toml").read_bytes()
    told = call("init", small, cwd=small)
    assert told.code == 2 and (small / "shop.toml").read_bytes() == before


def test_the_demo_never_takes_over_a_workspace(small: Path) -> None:
    """`opslib demo --out my_shop` would overwrite somebody's shop."""
    before = {p: p.read_bytes() for p in small.rglob("*") if p.is_file()}
    told = call("demo", "--out", small, cwd=small)
    assert told.code == 2 and "--out" in told.err
    assert {p: p.read_bytes() for p in small.rglob("*") if p.is_file()} == before


def test_a_report_the_demo_does_not_know_is_told_before_the_import(tmp_path: Path) -> None:
    """A typo would cost half a minute and leave a folder behind."""
    told = call("demo", "--out", "d", "--report", "daily_revue", cwd=tmp_path)
    assert told.code == 2 and "daily_review" in told.err
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("name", ['"; x = 1 #[[shop]]', "示例“店”\\b\nc'''"])
def test_any_shop_name_is_kept_as_it_is(name: str, tmp_path: Path) -> None:
    """A quote in the shop's name would make a workspace that cannot be opened."""
    assert call("init", "w", "--name", name, cwd=tmp_path).code == 0
    assert [s["name"] for s in shops(tmp_path / "w")] == [name]
    assert Workspace.open(tmp_path / "w").shop().name == name


@pytest.mark.parametrize(
    "words", [("--shop", "My Shop"), ("--shop", "../up"), ("--platform", "taobao")]
)
def test_what_cannot_be_a_shop_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    """The first import would fail instead, far from the mistake."""
    assert call("init", "w", *words, cwd=tmp_path).code == 2
    assert not (tmp_path / "w").exists()


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    """A traceback about FileExistsError helps nobody."""
    (tmp_path / "w").write_text("")
    told = call("init", "w", cwd=tmp_path)
    assert told.code == 1 and "w" in told.err


def test_simulate_writes_two_shops(tmp_path: Path) -> None:
    """Whoever tries the workbook without data of their own makes some with this."""
    told = call("simulate", "--out", "made", "--seed", "3", "--days", "5", cwd=tmp_path)
    assert told.code == 0, told.err
    assert len(list((tmp_path / "made").glob("shop_*/inbox/*"))) > 10
