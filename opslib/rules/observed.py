"""What rules look at beside the catalogue's metrics: lists made from orders, stock, registers."""

from __future__ import annotations

from .looks import Observed

OBSERVED: dict[str, Observed] = {}
