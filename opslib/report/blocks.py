"""A piece of the page: HTML for people, one plain line for logs and plain terminals."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..errors import OpslibError
from ..labels import Label
from ..places import templates
from . import words
from .markup import Raw, join, tag

# Tables with more columns than this do not fit a phone.
_NARROW = 4


@dataclass(frozen=True, slots=True)
class Block:
    """What one section shows; a notebook displays it by itself."""

    html: Raw
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": dressed(self.html), "text/plain": self.text}

    def __str__(self) -> str:
        return self.text


def dressed(html: str) -> Raw:
    """The HTML inside its own frame; with the style sheet where no page around it brings one.

    The runner's page brings the style once. In JupyterLab every block carries it, because a
    cell that is scrolled out of sight is taken out of the page, and its style with it.
    """
    style = "" if os.environ.get("OPSLIB_OUT") else f"<style>{block_css()}</style>"
    return Raw(f'{style}<div class="ops">{html}</div>')


@cache
def page_css() -> str:
    """The whole style sheet of a page."""
    return (templates() / "report" / "page.css").read_text(encoding="utf-8")


def block_css() -> str:
    """The part of the style sheet that dresses blocks; safe inside JupyterLab."""
    return page_css().split("/* === page === */")[0]


def block(*parts: object, text: object, section: str) -> Block:
    """Put parts into one section of the page."""
    return Block(tag("section", *parts, cls=f"block {section}"), str(text))


def together(*blocks: Block) -> Block:
    """Several blocks as one, in their order: one cell of a notebook, one piece of the page."""
    return Block(join(b.html for b in blocks), "\n".join(b.text for b in blocks))


def plain(told: object) -> Block:
    """One sentence as a block."""
    return Block(tag("p", told), str(told))


def folded(title: object, shown: Block) -> Block:
    """A block behind a title that unfolds it."""
    return Block(more(title, shown.html), shown.text)


def card(*parts: object, cls: str = "") -> Raw:
    """A quiet box around parts."""
    return tag("div", *parts, cls=f"card {cls}".strip())


def more(title: object, *parts: object) -> Raw:
    """Parts that unfold when their title is clicked."""
    return tag("details", tag("summary", title), *parts)


def on_phone(title: object, *parts: object) -> Raw:
    """Parts that stand open on a wide screen and unfold at their title on a phone."""
    return tag("details", tag("summary", title), *parts, cls="onphone")


def empty(section: str, reason: object, fix: object = None) -> Block:
    """A section without data: says why, and which export would fill it."""
    told = join([reason, fix], " ")
    return block(card(tag("p", told, cls="mute"), cls="empty"), text=told, section=section)


def failed(section: str, title: Label, error: Exception) -> Block:
    """A section that broke: named, so that nobody takes it for 'all normal'."""
    what = error if isinstance(error, OpslibError) else type(error).__name__
    told = words.SECTION_FAILED.format(section=title)
    body = card(tag("b", told), tag("p", what, cls="mute"), cls="failed")
    return block(body, text=f"{told} {what}", section=section)


def table(
    head: Sequence[object],
    rows: Sequence[Sequence[object]],
    *,
    texts: int = 1,
    cards: bool | None = False,
) -> Raw:
    """A table; the first `texts` columns are words (left), the others figures (right).

    cards: on a phone each row becomes a small card, as in every table of many columns; None: it
    stays a row on any screen.
    """
    kinds = ["t" if i < texts else None for i in range(len(head))]
    labels = [None, *(str(h) or None for h in head[1:])]
    top = tag("tr", *(tag("th", h, cls=k, scope="col") for h, k in zip(head, kinds, strict=True)))
    body = [
        tag("tr", *(_cell(c, k, w) for c, k, w in zip(r, kinds, labels, strict=True))) for r in rows
    ]
    wide = "wide" if cards or (cards is not None and len(head) > _NARROW) else None
    whole = tag("table", tag("thead", top), tag("tbody", *body), cls=wide)
    return tag("div", whole, cls="scroll", tabindex="0")


def _cell(content: object, kind: str | None, label: str | None) -> Raw:
    """A cell that knows its heading: on a phone a wide table's rows become small cards."""
    gone = "gone" if content is None or str(content) == "" else ""
    return tag("td", content, cls=f"{kind or ''} {gone}".strip() or None, data_label=label)
