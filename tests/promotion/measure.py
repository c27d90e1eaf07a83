"""Measures of the promotion room: `python -m tests.promotion.measure keywords`."""

from __future__ import annotations

import sys
from importlib import import_module

if __name__ == "__main__":
    for name in sys.argv[1:]:
        import_module(f"tests.promotion.measure_{name}").main()
