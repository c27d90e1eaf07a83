"""What rivals write into names, titles and promotions is only text, on page and in files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from opslib import open_shop
from opslib.comparison import Comparison
from opslib.comparison.show import SECTIONS
from opslib.report import Block
from opslib.workspace import Workspace

from .test_bad_input import HEAD, ITEM, goods

TURN = "\u202e"  # what follows reads from right to left
TEXTS = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "-5折</td></table>工厂店",
    "@SUM(A1:A9)",
    f"{TURN}厂衣针例示",
    "\t=1+1",
    '"><svg onload=alert(1)>',
)
TITLE = "纯棉打底衫女长袖修身"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """A shop whose rivals' names, titles, tags and promotions are all hostile."""
    root = tmp_path_factory.mktemp("hostile")
    inbox = root / "inbox" / "my_shop"
    inbox.mkdir(parents=True)
    text = '[[shop]]\nid = "my_shop"\nname = "小店"\nplatform = "1688"\n'
    (root / "shop.toml").write_text(text, encoding="utf-8")
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEAD)
    for week in range(3):
        day = date(2026, 10, 1 + 7 * week).isoformat()
        for n, bad in enumerate(TEXTS):
            sale, price = bad if week else "", 20.0 - 2 * week - n / 10
            row = [day, bad, str(900000000001 + n), TITLE + bad, price, 100, f"7天包换,{bad}", sale]
            page.append(row)
            for cell in page[page.max_row]:
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(inbox / "竞品登记表.xlsx")
    goods(inbox / "商品.xlsx")
    confirmed(inbox / "商品配对表.xlsx")
    room = Workspace.open(root)
    room.import_files()
    found = open_shop(root, shop="my_shop", as_of="2026-10-20").comparison()
    found.shop.workspace.root.joinpath("out").mkdir()
    return found


def confirmed(path: Path) -> None:
    """Every hostile offer is the same thing as ours, by hand."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["竞品ID", "本店商品ID", "配对", "日期", "备注"])
    for n in range(len(TEXTS)):
        page.append([str(900000000001 + n), ITEM, "是", "2026-10-02", ""])
    book.save(path)


def sections(made: Comparison) -> str:
    blocks = [getattr(made.show, name)() for name in SECTIONS if name != "explore"]
    assert not made.show.failed
    return "".join(str(b.html) for b in blocks if isinstance(b, Block))


def test_the_page_runs_nothing_and_reads_from_left_to_right(made: Comparison) -> None:
    """A rival's title that runs in our page could send our figures to him."""
    html = sections(made)
    assert made.position["item_id"].tolist() == [ITEM] and made.show.review.findings
    for bad in ("<script", "<svg onload", "</td></table>工厂店", TURN):
        assert bad not in html
    assert "&lt;script&gt;alert(1)" in html and "=cmd|" in html


def test_no_cell_of_the_workbook_is_a_formula(made: Comparison) -> None:
    """A name like =cmd|... must not start a program on the desk of whoever opens the tables."""
    sections(made)
    folder = made.shop.workspace.root / "out"
    made.show.sheet.write(folder)
    book = load_workbook(folder / "tables.xlsx")
    cells = [c for page in book for row in page.iter_rows() for c in row if c.value is not None]
    texts = [c for c in cells if isinstance(c.value, str)]
    assert not [c for c in cells if c.data_type == "f" or c.hyperlink]
    assert not [c.value for c in texts if c.value.strip()[:1] in tuple("=+@") or TURN in c.value]
    assert not [c.value for c in texts if c.value.startswith("-5折")]
    assert sum("cmd" in c.value for c in texts) >= 3  # they are there, as text


def test_data_json_holds_the_names_as_plain_strings(made: Comparison) -> None:
    """Other people's programs read it: a text is one string, and none turns their line around."""
    sections(made)
    folder = made.shop.workspace.root / "out"
    made.show.sheet.write(folder)
    text = (folder / "data.json").read_text("utf-8")
    told = json.loads(text)
    titles = [f["title"] for f in told["findings"]]
    assert any(t.startswith("<script>") for t in titles) and any("=cmd" in t for t in titles)
    assert any("厂衣针例示" in t for t in titles) and TURN not in "".join(titles)


def test_the_action_register_takes_hostile_words_as_text(tmp_path: Path) -> None:
    """The register is opened in Excel every week, and its subjects come from exports."""
    from opslib.actions import Action
    from opslib.actions.register import write_register

    path = tmp_path / "行动登记表.xlsx"
    write_register(path, [Action(f"a{i}", "r", "f", "keyword", t, t) for i, t in enumerate(TEXTS)])
    cells = [c for page in load_workbook(path) for row in page.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f" or c.hyperlink]
    assert {c.value for c in cells} >= {"=cmd|' /C calc'!A0", "@SUM(A1:A9)"}
