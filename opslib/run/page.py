"""From an executed notebook to one HTML file that stands alone."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets.config import Config

from ..places import templates
from .scan import loading_urls

SHOWN = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
_H1 = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_H2 = re.compile(r"<h2\b([^>]*)>(.*?)</h2>", re.DOTALL)
_ID = re.compile(r"\bid=\"([^\"]*)\"")
_TAG = re.compile(r"<[^>]+>")
_CONTENTS = "<!--contents-->"

# Files beside the page that its foot leads to, where the report has written them.
FILES = ("tables.xlsx", "data.json", "calendar.ics", "calendar.xlsx")


class PageExporter(HTMLExporter):
    """nbconvert with our template, without its pass through BeautifulSoup.

    That pass rewrites every tag (SVG loses the case of its names), invents alt texts, and takes
    longer than the rendering.
    """

    @property
    def default_config(self) -> Config:
        return Config(
            {
                "NbConvertBase": {"display_data_priority": SHOWN},
                "TemplateExporter": {"exclude_input": True, "exclude_input_prompt": True},
            }
        )

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        """Render the notebook; (html, resources)."""
        return TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **kw)


def write(notebook: Any, target: Path, job: dict[str, Any], done: dict[str, Any]) -> list[str]:
    """Render the executed notebook into `target`; the addresses it would load (good: none)."""
    text = render(notebook, job, done)
    target.write_text(text, "utf-8", newline="\n")
    return loading_urls(text)


def render(notebook: Any, job: dict[str, Any], done: dict[str, Any]) -> str:
    """The page of an executed notebook. Only its line of class "stamp" changes from run to run."""
    folder = templates() / "report"
    exporter = PageExporter(
        template_name="page",
        extra_template_basedirs=[str(folder)],
        exclude_anchor_links=True,
        anchor_link_text="",
    )
    style = folder / "page.css"
    resources = {
        "lang": {"zh": "zh-CN"}.get(job["lang"], job["lang"]),
        "zh": job["lang"] == "zh",
        "title": title(notebook, job),
        "css": style.read_text("utf-8") if style.is_file() else "",
        "failed": done.get("failed_sections") or [],
        "files": [name for name in FILES if (Path(job["out"]) / name).is_file()],
        "stamp": job["stamp"],
    }
    notebook.cells = [cell for cell in notebook.cells if not hidden(cell)]
    body, _ = exporter.from_notebook_node(notebook, resources)
    return with_contents(body)


def hidden(cell: Any) -> bool:
    """Is this cell no reading matter: tagged `hide`, or a line that nbval checks?"""
    return "hide" in cell.metadata.get("tags", []) or "NBVAL_CHECK_OUTPUT" in cell.source


def title(notebook: dict[str, Any], job: dict[str, Any]) -> str:
    """What stands in the window's title bar: the notebook's question, the shop, the day."""
    prose = ("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown")
    question = next((m[1] for text in prose if (m := _H1.search(text))), job["report"])
    parts = (_TAG.sub("", question), job["parameters"].get("shop_id"), job["as_of"])
    return " · ".join(p.strip() for p in parts if p)


def with_contents(page: str) -> str:
    """The page with a list of its h2 headings where the template asks for one.

    Headings without an id get one from their own words, Chinese left as it is; a second heading of
    the same words gets a number.
    """
    entries: list[str] = []
    taken: set[str] = set()

    def anchored(match: re.Match[str]) -> str:
        attributes, inner = match[1], match[2]
        words = html.unescape(_TAG.sub("", inner)).strip()
        anchor = _free(slug(words), taken)
        taken.add(anchor)
        entries.append(f'<a href="#{anchor}">{html.escape(words)}</a>')
        rest = _ID.sub("", attributes).rstrip()
        return f'<h2 id="{anchor}"{rest}>{inner}</h2>'

    body = _H2.sub(anchored, page)
    return body.replace(_CONTENTS, "\n".join(entries), 1)


def slug(words: str) -> str:
    """An id made of a heading's own letters, digits and Chinese characters."""
    return re.sub(r"[^\w]+", "-", words).strip("-").lower() or "section"


def _free(anchor: str, taken: set[str]) -> str:
    n, name = 1, anchor
    while name in taken:
        n += 1
        name = f"{anchor}-{n}"
    return name
