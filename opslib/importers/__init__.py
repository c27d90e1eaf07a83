"""From files as operators download them to facts: recognised by content, declared in TOML."""

from __future__ import annotations

from .arrivals import ShopIdentity
from .draft import draft
from .expect import expected
from .formats import Format, Formats, load_formats
from .load import import_paths
from .read import Parsed, read_file, read_parts

__all__ = [
    "Format",
    "Formats",
    "Parsed",
    "ShopIdentity",
    "draft",
    "expected",
    "import_paths",
    "load_formats",
    "read_file",
    "read_parts",
]
