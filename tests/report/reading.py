"""Reads a block's HTML back, as a browser would: tags, attributes, text."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "path", "rect", "line", "circle"}


class Reading(HTMLParser):
    """Every tag with its attributes, the visible text, and whether all tags are balanced."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.open: list[str] = []
        self.balanced = True
        self.figures: dict[str, str] = {}
        self._inside: list[str | None] = []
        self.feed(html)
        self.close()
        self.balanced &= not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {k: v or "" for k, v in attrs}
        self.tags.append((tag, values))
        if tag in VOID:
            return
        self.open.append(tag)
        id = values.get("data-number")
        self._inside.append(id)
        if id is not None:
            self.figures.setdefault(id, "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.balanced = False
            return
        self._inside.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        for id in self._inside:
            if id is not None:
                self.figures[id] += data

    def named(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Attributes of the tags of this name that carry these attributes."""
        wanted = {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items()}
        return [a for t, a in self.tags if t == tag and wanted.items() <= a.items()]
