"""Shared by the importer's tests: the shipped formats, one 1688 shop, and small files on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from opslib.importers import Formats, ShopIdentity, import_paths, load_formats
from opslib.labels import speaking
from opslib.model import ImportedFile
from opslib.places import templates
from opslib.store import Store

# A loaded machine must not fail a property for being slow.
settings.register_profile("importers", deadline=None)
settings.load_profile("importers")
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


@pytest.fixture(scope="session")
def formats() -> Formats:
    return load_formats(templates() / "formats", FIXTURES / "formats")


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Write a file below the test's inbox and give its path."""

    def write(name: str, data: bytes | str) -> Path:
        path = tmp_path / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


class Desk:
    """A store with two shops, to import into."""

    def __init__(self, root: Path, formats: Formats) -> None:
        self.store = Store(root / "store")
        self.formats = formats
        self.shops = {
            "a": ShopIdentity("a", "甲店", "1688", ("甲服饰",)),
            "b": ShopIdentity("b", "乙店", "1688", ("乙服饰",)),
            "intl": ShopIdentity("intl", "国际店", "alibaba"),
        }

    def take(self, *paths: Path, shop: str = "a", **more: object) -> list[ImportedFile]:
        return import_paths(
            list(paths), self.store, self.formats, shop=shop, shops=self.shops, salt="s", **more
        )

    def rows(self, sql: str, shop: str = "a") -> list[tuple]:
        con = self.store.snapshot().connect(shop)
        try:
            return con.execute(sql).fetchall()
        finally:
            con.close()


@pytest.fixture
def desk(tmp_path: Path, formats: Formats) -> Desk:
    return Desk(tmp_path, formats)
