"""The blocks of the weekly promotion review; the words of each stand in `<block>_words`."""

from .actions import promo_actions, promo_worked
from .budget import promo_budget
from .contests import promo_contests
from .money import promo_money
from .products import promo_products
from .slots import promo_slots
from .verdict import promo_verdict

__all__ = [
    "promo_actions",
    "promo_budget",
    "promo_contests",
    "promo_money",
    "promo_products",
    "promo_slots",
    "promo_verdict",
    "promo_worked",
]
