"""Escaping, clipping and the element builder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.report.markup import Raw, breadth, clean, clip, escape, join, name, tag
from tests.report.reading import Reading

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "</bdi></td></table><h1>",
    "\u202egpj.exe\u202c 店",
    "&lt;b&gt; &amp; javascript:alert(1)",
    "👗🧵 连衣裙 👨‍👩‍👧",
    "长" * 5000,
    "nul\x00bell\x07",
    "]]><!--",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_from_an_export_never_becomes_markup(text: str) -> None:
    """A competitor who names a product <script> would run code in the operator's browser."""
    read = Reading(tag("td", name(text), title=text))
    assert [t for t, _ in read.tags] == ["td", "bdi"]
    assert read.balanced
    assert read.text == clip(text)
    assert read.tags[0][1] == {"title": clean(text)}


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_any_text_survives_as_text(inner: str, attribute: str) -> None:
    """Characters lost or doubled by escaping would show a wrong product name."""
    read = Reading(tag("p", inner, data_x=attribute))
    assert read.balanced and len(read.tags) == 1
    parsed = read.tags[0][1]["data-x"]
    assert parsed.replace("\r", "\n") == clean(attribute).replace("\r", "\n")
    assert read.text.replace("\r", "\n") == clean(inner).replace("\r", "\n")


def test_direction_marks_are_dropped() -> None:
    """A right-to-left override would show 'exe.jpg' for 'gpj.exe' in the file list."""
    assert clean("a\u202eb\u2066c\u200fd\ufeff") == "abcd"


def test_lone_surrogates_do_not_stop_the_page() -> None:
    """Half an emoji, cut by some export, would break writing the page as UTF-8."""
    assert clean("a\ud83db") == "ab"
    assert escape("a\ud83db").encode("utf-8") == b"ab"


@given(st.text(max_size=200), st.integers(4, 80))
def test_a_clipped_name_fits_its_cells(text: str, cells: int) -> None:
    """A name that is wider than promised overlaps the figure beside it."""
    assert breadth(clip(text, cells)) <= cells


def test_chinese_characters_take_two_cells() -> None:
    """Counting characters instead of cells would let Chinese names run over twice the room."""
    assert clip("纯棉打底衫圆领", 10) == "纯棉打底…"
    assert clip("纯棉打底衫", 10) == "纯棉打底衫"


def test_the_whole_name_stays_readable_on_hover() -> None:
    """Two products that differ only at the end of the title could not be told apart."""
    shown = Reading(name("加绒保暖内衣套装男女同款秋冬新品A", 12))
    assert shown.named("bdi")[0]["title"] == "加绒保暖内衣套装男女同款秋冬新品A"


def test_attributes_that_are_none_or_false_are_left_out() -> None:
    """checked="False" would tick every radio button of the window switch."""
    assert tag("input", checked=False, title=None, disabled=True) == "<input disabled/>"


def test_raw_pieces_are_joined_without_being_escaped_twice() -> None:
    """Escaping a built piece again would print tags to the reader."""
    assert join([Raw("<b>x</b>"), "<", None], " · ") == "<b>x</b> · &lt;"
