"""The store: fact tables kept as Delta tables, read by DuckDB from a pinned list of files.

One writer at a time per table, any number of readers, who never wait. What was known on an
earlier day can be read again (`Store.snapshot(known_at)`).
"""

from __future__ import annotations

from .snapshot import Snapshot
from .store import Store, Written

__all__ = ["Snapshot", "Store", "Written"]
