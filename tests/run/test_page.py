"""Our template around outputs of every kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

page = pytest.importorskip("opslib.run.page")

JOB = {
    "report": "daily_review",
    "lang": "zh",
    "as_of": "2026-11-20",
    "parameters": {"shop_id": "s1"},
    "out": "nowhere",
    "stamp": "made just now",
}


def shown(*outputs: dict[str, Any], prose: str = "# 问题", **done: Any) -> str:
    """The page of a notebook with this prose and one cell with these outputs."""
    from nbformat import from_dict

    cells = [
        {"id": "a", "cell_type": "markdown", "metadata": {}, "source": prose},
        {
            "id": "b",
            "cell_type": "code",
            "metadata": {},
            "source": "CANARY_SOURCE",
            "execution_count": 1,
            "outputs": [{"metadata": {}, **o} for o in outputs],
        },
    ]
    notebook = from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    return str(page.render(notebook, JOB, done))


def data(**kinds: Any) -> dict[str, Any]:
    names = {"html": "text/html", "text": "text/plain", "svg": "image/svg+xml"}
    names["widget"] = "application/vnd.jupyter.widget-view+json"
    names["script"] = "application/javascript"
    return {"output_type": "display_data", "data": {names[k]: v for k, v in kinds.items()}}


def test_svg_keeps_the_case_of_its_names() -> None:
    """A figure would lose its viewBox and be drawn at the wrong size where XML is strict."""
    assert 'viewBox="0 0 1 1"' in shown(data(svg='<svg viewBox="0 0 1 1"></svg>'))


def test_widget_leaves_no_trace() -> None:
    """A page on paper would say IntSlider(value=3) or load a widget manager from outside."""
    text = shown(data(widget={"model_id": "m"}, text="IntSlider(value=3)"))
    assert "IntSlider" not in text and "model_id" not in text


def test_script_output_is_dropped() -> None:
    """A chart library would write a script into the page."""
    assert "alert(1)" not in shown(data(script="alert(1)", text="<js>"))


def test_text_output_is_escaped() -> None:
    """A product title printed by a cell would run as HTML."""
    text = shown(
        data(text="<script>alert(1)</script>"),
        {"output_type": "stream", "name": "stdout", "text": "<img src=x onerror=alert(2)>"},
    )
    assert "<script" not in text and "<img" not in text and "&lt;script&gt;" in text


def test_stderr_and_tracebacks_never_show() -> None:
    """Warnings with paths of our machine would be read by customers."""
    text = shown(
        {"output_type": "stream", "name": "stderr", "text": "CANARY_WARNING"},
        {"output_type": "error", "ename": "E", "evalue": "CANARY", "traceback": ["CANARY"]},
    )
    assert "CANARY" not in text


def test_failed_sections_and_shop_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hostile name would run as HTML in the banner or the title."""
    monkeypatch.setitem(JOB, "parameters", {"shop_id": "</title><script>"})
    assert "<script" not in shown(failed_sections=["<script>1</script>"])


def test_headings_of_outputs_are_in_the_contents_too() -> None:
    """A section drawn by code would be missing from the contents."""
    text = shown(data(html='<h2 class="x" id="old">漏斗 &amp; 环节</h2>'), prose="# 问\n\n## 漏斗")
    assert '<a href="#漏斗-环节">漏斗 &amp; 环节</a>' in text
    assert '<h2 id="漏斗-环节" class="x">' in text


def test_same_heading_twice_gets_two_anchors() -> None:
    """The second entry of the contents would jump to the first section."""
    assert '<h2 id="a-2">' in shown(prose="## a\n\n## a")


def test_smuggled_script_could_not_run() -> None:
    """One forgotten escape would let a competitor's title read the page."""
    text = shown(data(html="<script>alert(1)</script>"))
    policy = text.index("default-src 'none'")
    assert policy < text.index("<script>") and "script-src" not in text


def test_page_style_is_inside(tmp_path: Path) -> None:
    """The page would be bare text without a network."""
    text = shown()
    assert "<link" not in text and "@media print" in text and "prefers-color-scheme:dark" in text
    assert '<meta name="viewport"' in text
