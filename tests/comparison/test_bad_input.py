"""Bad and odd input of the comparison: said plainly, struck pairs kept, hostile text only text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from opslib import open_shop
from opslib.actions import Proposal
from opslib.comparison import Comparison
from opslib.comparison.show import SECTIONS
from opslib.errors import OpslibError
from opslib.labels import speaking
from opslib.report import Block
from opslib.workspace import Workspace

BAD = "<img src=x onerror=alert(1)>"
HEAD = ["日期", "竞品店铺", "竞品ID", "标题", "价格", "近30天销量", "标签", "促销"]
OFFERS = [("甲厂", "900000000001", "纯棉打底衫女长袖", 20.0), ("乙厂", "900000000002", BAD, 19.0)]
ITEM = "700000000001"


def sheet(path: Path, weeks: int = 3, merged: bool = True) -> None:
    """A hand-made sheet: a title over all columns, groups in merged cells, then the heads."""
    book = Workbook()
    page = book.active
    assert page is not None
    if merged:
        page.append(["竞品登记表（每周四记）"])
        page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEAD))
    page.append(HEAD)
    for week in range(weeks):
        for shop, offer, title, price in OFFERS:
            day = date(2026, 10, 1 + 7 * week).isoformat()
            tag = "7天包换," + (BAD if shop == "乙厂" else "一件代发")
            sale = BAD if week == 2 and shop == "乙厂" else ""
            page.append([day, shop, offer, title, price - week, 100 + week, tag, sale])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def pairing(path: Path, state: str) -> None:
    """商品配对表.xlsx as an operator fills it in."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["竞品ID", "本店商品ID", "配对", "日期", "备注"])
    page.append(["900000000001", ITEM, state, "2026-10-16", "面料不同"])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def goods(path: Path) -> None:
    """A week of one product of ours in the platform's product export."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["统计日期", "商品ID", "商品标题", "展现次数", "访客数", "支付金额", "支付件数"])
    for day in range(10, 20):
        when = f"2026-10-{day}"
        page.append([when, ITEM, "纯棉打底衫女长袖修身", 500, 60, 420.0, 20])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


@pytest.fixture()
def room(tmp_path: Path) -> Workspace:
    """An operator's own workspace of one 1688 shop with nothing in it."""
    root = tmp_path / "shop"
    (root / "inbox").mkdir(parents=True)
    text = '[[shop]]\nid = "my_shop"\nname = "小店"\nplatform = "1688"\n'
    (root / "shop.toml").write_text(text, encoding="utf-8")
    return Workspace.open(root)


def compared(room: Workspace, as_of: str = "2026-10-20", lang: str = "zh") -> Comparison:
    """The comparison after whatever lies in inbox and registers was imported."""
    room.import_files()
    return open_shop(room.root, shop="my_shop", as_of=as_of, lang=lang).comparison()


def test_a_sheet_with_merged_headers_is_read(room: Workspace) -> None:
    """People put a title in merged cells over the columns; the sheet must not be lost for it."""
    sheet(room.root / "inbox" / "my_shop" / "竞品登记表.xlsx")
    made = compared(room)
    assert set(made.snapshots["competitor"]) == {"甲厂", "乙厂"} and len(made.snapshots) == 6


def test_a_sheet_whose_heads_are_merged_over_two_rows_is_told_on_the_page(room: Workspace) -> None:
    """Who filled in a sheet and reads "note your competitors" would think that it was lost."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["采集日期", "公司名", "商品", None, "数据", None])
    page.append([None, None, "offerId", "标题", "价格", "30天销量"])
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"):
        page.merge_cells(area)
    page.append(["2026-10-01", "甲厂", "900000000001", "纯棉打底衫女长袖", 20.0, 100])
    path = room.root / "inbox" / "my_shop" / "竞品登记表.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    goods(path.with_name("商品.xlsx"))
    show = compared(room).show
    head = str(show.verdict().html)
    assert "没读进来：竞品登记表.xlsx" in head and "公司名" in head and "合并单元格" in head
    assert all(isinstance(getattr(show, n)(), Block) for n in SECTIONS) and not show.failed
    sheet(path)  # mended under the same name
    mended = compared(room)
    assert not mended.empty and "没读进来" not in str(mended.show.verdict().html)


def test_hostile_text_of_a_competitors_page_stays_text(room: Workspace) -> None:
    """What a rival writes into its title must never run in our page."""
    sheet(room.root / "inbox" / "my_shop" / "竞品登记表.xlsx")
    goods(room.root / "inbox" / "my_shop" / "商品.xlsx")
    show = compared(room).show
    blocks = [getattr(show, name)() for name in SECTIONS if name != "explore"]
    assert not show.failed
    html = "".join(str(b.html) for b in blocks if isinstance(b, Block))
    assert "onerror=alert(1)" in html and "<img src=x" not in html


def test_a_pair_struck_out_in_the_register_stays_so_over_later_sheets(room: Workspace) -> None:
    """A wrong pair that comes back every week teaches people not to look at pairs at all."""
    inbox = room.root / "inbox" / "my_shop"
    sheet(inbox / "竞品登记表.xlsx", weeks=2)
    goods(inbox / "商品.xlsx")
    before = compared(room, "2026-10-15").matches.set_index("offer_id")["state"]
    assert before["900000000001"] == "auto"
    pairing(room.root / "registers" / "my_shop" / "商品配对表.xlsx", "否")
    for weeks in (2, 3):  # and once more with a newer sheet
        sheet(inbox / "竞品登记表.xlsx", weeks=weeks)
        made = compared(room)
        states = made.matches.set_index("offer_id")["state"]
        assert states["900000000001"] == "rejected"
        assert "900000000001" not in set(made.rival_moves["offer_id"])
    pairing(room.root / "registers" / "my_shop" / "商品配对表.xlsx", "是")
    assert compared(room).matches.set_index("offer_id")["state"]["900000000001"] == "confirmed"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_workspace_without_rivals_says_what_to_note(room: Workspace, language: str) -> None:
    """A new shop's first page must lead on, not break."""
    goods(room.root / "inbox" / "my_shop" / "商品.xlsx")
    made = compared(room, lang=language)
    blocks = [getattr(made.show, name)() for name in SECTIONS]
    assert not made.show.failed and made.show.line().startswith("my_shop 2026-10-20 | rivals 0")
    head = str(blocks[0].html)
    assert "registers/竞品登记表.xlsx" in head and "opslib import" in head
    assert "收件箱" not in head and "inbox" not in head
    assert all(b.text or b.html for b in blocks)


def test_each_of_several_shops_has_a_sheet_of_its_own(room: Workspace) -> None:
    """A sheet in the wrong folder belongs to nobody and is refused."""
    more = '[[shop]]\nid = "other"\nname = "另一家"\nplatform = "1688"\n'
    with (room.root / "shop.toml").open("a", encoding="utf-8") as file:
        file.write(more)
    two = Workspace.open(room.root)
    goods(two.root / "inbox" / "my_shop" / "商品.xlsx")
    head = str(compared(two).show.verdict().html)
    assert "registers/my_shop/竞品登记表.xlsx" in head
    sheet(two.root / "registers" / "my_shop" / "竞品登记表.xlsx")
    assert not compared(two).empty


def test_the_empty_table_of_a_new_workspace_is_the_one_that_the_page_names(tmp_path: Path) -> None:
    """A page that sends people to a file that is not there sends them away."""
    root = tmp_path / "new"
    made = Workspace.init(root, platform="1688", shop="my_shop")
    goods(root / "inbox" / "my_shop" / "商品.xlsx")
    made.import_files()
    head = str(open_shop(root, as_of="2026-10-20").comparison().show.verdict().html)
    assert "registers/竞品登记表.xlsx" in head and (root / "registers/竞品登记表.xlsx").is_file()


def test_a_report_of_the_past_lists_nothing_that_was_asked_later(room: Workspace) -> None:
    """Made again, the page of 10 October would speak of work of the weeks after it."""
    goods(room.root / "inbox" / "my_shop" / "商品.xlsx")
    made = compared(room)
    for report in ("competitor_comparison", "weekly_promotion_review"):
        asked = Proposal(report, "list_near.aa", "product", ITEM, "先给它推广。")
        week = date(2026, 10, 12), date(2026, 10, 18)
        assert made.shop.actions.accept([asked], week) == ""
    for day, there in (("2026-10-20", True), ("2026-10-16", False)):
        shop = open_shop(room.root, shop="my_shop", as_of=day)
        for show in (shop.comparison().show, shop.weekly().show):
            page = show.actions()
            html = str(page.html) if isinstance(page, Block) else page.children[0].value
            assert ("先给它推广。" in html) == there


def test_an_unknown_month_is_refused_with_the_way_to_write_it(imported: Path) -> None:
    """2026-13 must not become some other month in silence."""
    with pytest.raises(OpslibError) as fault, speaking("en"):
        open_shop(imported, shop="cotton1688", as_of="2026-13-01")
    assert "2026-13" in str(fault.value)


def test_why_lists_the_rows_of_the_sheet_behind_a_price(imported: Path) -> None:
    """A figure that nobody can trace to a noted row is not believed."""
    from opslib.comparison import comparison_answer

    shop = open_shop(imported, shop="cotton1688", as_of="2026-11-20")
    show = shop.comparison().show
    show.position()
    show.lacking()
    for start in ("price.middle.", "list.gap."):
        number = next(n for i, n in show.sheet.numbers.items() if i.startswith(start))
        told = {"id": number.id, "metric": number.metric, "value": number.value}
        told["subject"] = {"dimension": "shop", "member": ""}
        answer = comparison_answer(shop, told)
        rows = answer.rows
        assert answer.equal and len(rows) and rows["file"].str.contains(".xls").all()
        assert rows["source_row"].gt(0).all()
        json.dumps(answer.as_json(), ensure_ascii=False, default=str)


def test_what_the_page_asks_is_never_due_in_the_past(imported: Path) -> None:
    """A list that is late on its first day is not taken seriously."""
    for shop in ("cotton1688", "alibaba_demo"):
        opened = open_shop(imported, shop=shop, as_of="2026-11-20")
        show = opened.comparison().show
        assert all(a.due is not None and a.due >= opened.as_of for a in show.asked)
