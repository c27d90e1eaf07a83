"""Words beside the bids: those that fit no product, those without a bid, those that work."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ..promotion.uncovered import effective, uncovered, wasted
from ..word_fit import fit_words

if TYPE_CHECKING:
    from .week import Weekly

NATURAL_DAYS = 28
_BROUGHT = "impressions clicks visitors pay_buyers pay_amount inquiries inquiry_buyers".split()


class WordsApart:
    """What the week's words say beside their own verdicts. Made by `Weekly.words_apart`."""

    def __init__(self, weekly: Weekly) -> None:
        self.weekly = weekly

    @cached_property
    def goods(self) -> pd.DataFrame:
        """The products' newest texts: item_id, title, category."""
        return self.weekly.shop.con.execute(
            """SELECT item_id, arg_max(title, date) title, arg_max(category, date) category
               FROM (SELECT item_id, date, title, category FROM product_day UNION ALL
                     SELECT item_id, date, title, category FROM product_window)
               WHERE date <= $day AND title IS NOT NULL GROUP BY item_id ORDER BY item_id""",
            {"day": self.weekly.shop.as_of},
        ).df()

    @cached_property
    def natural(self) -> pd.DataFrame:
        """Word rows of natural search of the last four weeks, or the newest weekly ones."""
        day = self.weekly.shop.as_of
        since = {"day": day, "since": day - timedelta(days=NATURAL_DAYS)}
        names = ", ".join(_BROUGHT)
        found = pd.DataFrame()
        for name in ("keyword_day", "keyword_window"):
            found = self.weekly.shop.con.execute(
                f"""SELECT date, item_id, keyword, {names} FROM {name}
                    WHERE date > $since AND date <= $day ORDER BY date, item_id, keyword, copy""",
                since,
            ).df()
            if name == "keyword_window" and len(found):
                found = found[found["date"] == found["date"].max()]
            if len(found):
                break
        # Rows of the whole shop and rows of single products are the same visits seen twice.
        whole = found["item_id"].fillna("").eq("")
        return found[whole] if whole.any() else found

    @cached_property
    def fits(self) -> pd.DataFrame:
        """How well each bid word fits the shop's products."""
        natural = self.natural
        sold = (natural[["pay_buyers", "inquiries"]].fillna(0) > 0).any(axis=1)
        proven = set(natural.loc[sold, "keyword"].astype(str))
        return fit_words(self.weekly.keywords["keyword"], self.goods, proven)

    @cached_property
    def wasted(self) -> pd.DataFrame:
        """Words that lose money or fit no product."""
        return wasted(self.weekly.keywords, self.fits)

    @cached_property
    def uncovered(self) -> pd.DataFrame:
        """Words that bring visits or orders without a bid."""
        return uncovered(self.natural, self.weekly.keywords, self.weekly.terms, self.goods)

    @cached_property
    def works(self) -> dict[str, pd.DataFrame]:
        """Words and products that work, over 1, 7 and 30 days."""
        week = self.weekly
        found = {by: effective(week.ads, week.terms, by) for by in ("keyword", "product")}
        goods = week.ads[week.ads["title"].ne("")].drop_duplicates("item_id", keep="last")
        titles = goods.set_index("item_id")["title"]
        products = found["product"]
        found["product"] = products.assign(title=[titles.get(i, i) for i in products["item_id"]])
        return found
