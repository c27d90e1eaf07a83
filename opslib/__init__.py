"""Workbook for people who run shops on 1688.com and Alibaba.com."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "open_shop"]


def __getattr__(name: str) -> Any:
    if name == "open_shop":
        from .shop import open_shop

        return open_shop
    raise AttributeError(f"module 'opslib' has no attribute {name!r}")
