"""What rules look at beside the catalogue's metrics: lists made from orders, stock, registers."""

from __future__ import annotations

from . import goods, inquiries, orders, plans, stock
from .looks import Observed

OBSERVED: dict[str, Observed] = {
    **orders.OBSERVED,
    **inquiries.OBSERVED,
    **stock.OBSERVED,
    **plans.OBSERVED,
    **goods.OBSERVED,
}
