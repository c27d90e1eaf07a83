"""Half-filled drafts, pictures and notes in the inbox: told in words an operator can act on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opslib.errors import ImportProblem
from opslib.importers import Formats, draft, load_formats, read_file

from .conftest import Desk
from .make_samples import text, xlsx

Put = Callable[..., Path]
TOML = """
id = "gift"
label = { zh = "礼品", en = "gifts" }
platform = "both"
table = ["order", "order_line"]
[orders]
paid_from_lines = true
[columns.created_at]
aliases = ["When"]
"""
NUMBER = '[columns.order_id]\naliases = ["No"]\n'
PRICE = '[columns.unit_price]\naliases = ["Price"]\n'
ROW = ["7", "2026-05-01 10:00:00", "2", "3.50"]


def _refused(put: Put, body: str, head: list[str]) -> ImportProblem:
    path = put("o.csv", text([head, ROW[: len(head)]]))
    formats = load_formats(put("formats/gift.toml", body).parent)
    with pytest.raises(ImportProblem) as refused:
        read_file(path, formats)
    return refused.value


def test_a_table_without_its_key_names_what_to_declare(put: Put):
    """KeyError('order_id') tells an operator nothing."""
    told = _refused(put, TOML, ["Order No", "When", "Quantity", "Price"])
    assert "declares no [columns.order_id]" in told.what.en
    assert 'aliases = ["Order No"]' in str(told.fix)


@pytest.mark.parametrize(("table", "needed"), [("product", "item_id"), ("keyword", "keyword")])
def test_other_tables_name_theirs(table: str, needed: str, put: Put):
    """Without it all rows of a day would be one nameless product."""
    body = TOML.replace('["order", "order_line"]', f'"{table}"').replace("created_at", "date")
    told = _refused(put, body, ["No", "When", "Quantity", "Price"])
    assert f"[columns.{needed}]" in told.what.en


def test_only_what_is_missing_is_called_missing(put: Put):
    """The price was declared and there; the quantity was there and only not declared."""
    told = _refused(put, TOML + NUMBER + PRICE, ["No", "When", "Quantity", "Price"])
    assert told.what.en == "no money can be told, missing: qty."
    assert "declare [columns.qty], perhaps 'Quantity'" in str(told.fix)


def test_a_declared_price_that_the_file_lacks_is_asked_of_the_export(put: Put):
    """Here the declaration is right and the export is not."""
    body = TOML + NUMBER + PRICE + '[columns.qty]\naliases = ["Quantity"]\n'
    told = _refused(put, body, ["No", "When", "Quantity"])
    assert told.what.en.endswith("missing: Price.") and "Include 'Price'" in str(told.fix)


def test_a_fault_of_the_program_is_told_without_its_words(
    put: Put, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """The name of a Python exception frightens, and helps nobody at the desk."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError("order_id")

    monkeypatch.setattr("opslib.importers.load.read_parts", fail)
    (file,) = desk.take(put("a.csv", "x"))
    assert file.state == "refused"
    assert "KeyError" not in f"{file.problems[0].what} {file.problems[0].fix}"


def test_a_draft_lists_the_facts_of_its_table(put: Put, formats: Formats):
    """Whoever fills it in must not look for the names elsewhere."""
    rows = [["Order number", "When", "Quantity", "Price"], ROW]
    (line,) = [t for t in draft(put("o.csv", text(rows)), formats).split("\n") if "facts" in t]
    assert line.startswith("# ")
    assert {"order_id", "paid_at", "paid_amount", "item_id", "qty"} <= set(line.split())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture (JPEG)"),
        (b"Rar!\x1a\x07", "a RAR archive"),
    ],
)
def test_a_picture_is_called_a_picture(data: bytes, words: str, put: Put, formats: Formats):
    """A screenshot named .xlsx cannot be saved as xlsx; the table must be exported."""
    with pytest.raises(ImportProblem) as refused:
        read_file(put("a.xlsx", data), formats)
    assert words in refused.value.what.en and "Export the table" in str(refused.value.fix)


def test_a_damaged_workbook_is_to_be_downloaded_again(put: Put, formats: Formats):
    """`Save it as xlsx` is no advice for an xlsx that does not open."""
    with pytest.raises(ImportProblem, match="damaged") as refused:
        read_file(put("a.xlsx", xlsx([["日期"], ["2026-05-23"]])[:900]), formats)
    assert "Download" in str(refused.value.fix) and "save" not in str(refused.value.fix)


def test_notes_in_the_inbox_are_told_of(put: Put, desk: Desk):
    """A file that is passed over in silence counts as imported for whoever put it there."""
    put("notes.md", "# call Li")
    folder = put("note.txt", "call Li").parent
    files = {Path(f.path).name: f for f in desk.take(folder)}
    assert {n: f.state for n, f in files.items()} == {"notes.md": "refused", "note.txt": "refused"}
    assert "no export" in files["notes.md"].problems[0].what.en
