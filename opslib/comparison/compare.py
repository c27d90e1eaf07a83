"""One shop beside its competitors: facts gathered, judged by `opslib.competition`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from .. import competition
from . import gather

if TYPE_CHECKING:
    from ..shop import Shop
    from .show import ComparisonShow

LATELY = 28  # days whose moves the page speaks of
RECENT = 7 * 26  # days whose moves are drawn


class Comparison:
    """One shop beside the rivals that its operator notes down. Made by `Shop.comparison`.

    settings: price, margin_floor, reply; 0 or absent takes the shop's own.
    """

    def __init__(self, shop: Shop, settings: Mapping[str, Any] | None = None) -> None:
        self.shop, self.settings = shop, dict(settings or {})

    @cached_property
    def show(self) -> ComparisonShow:
        """The sections of the page."""
        from .show import ComparisonShow

        return ComparisonShow(self)

    @cached_property
    def day(self) -> pd.Timestamp:
        """The last day that the page looks at."""
        return pd.Timestamp(self.shop.as_of)

    @cached_property
    def week(self) -> tuple[date, date]:
        """The platform's last whole week, by which actions are dated."""
        return self.shop.profile.week(self.shop.as_of)

    @cached_property
    def _sheet(self) -> pd.DataFrame:
        return gather.sheet_rows(self.shop)

    @cached_property
    def snapshots(self) -> pd.DataFrame:
        """What was noted of the rivals in a year, one row a day, rival and offer."""
        return self._sheet[~gather.is_own(self._sheet, self.shop)].reset_index(drop=True)

    @cached_property
    def noted(self) -> pd.DataFrame:
        """What was noted of our own shop beside them."""
        return self._sheet[gather.is_own(self._sheet, self.shop)].reset_index(drop=True)

    @property
    def empty(self) -> bool:
        """Whether no rival was ever noted."""
        return self.snapshots.empty

    @cached_property
    def ours(self) -> pd.DataFrame:
        """Our products of the last 30 days, with price and unit cost as far as known."""
        return gather.ours(self.shop, self.noted)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """The change log of the year (`competition.changes`)."""
        return competition.changes(self.snapshots)

    @cached_property
    def lately(self) -> pd.DataFrame:
        """The change log of the last four weeks."""
        return self.changes[self.changes["date"] > self.day - pd.Timedelta(days=LATELY)]

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """When nobody looked, or at a part only (`competition.gaps`)."""
        return competition.gaps(self.snapshots, as_of=self.day)

    @cached_property
    def promotions(self) -> pd.DataFrame:
        """Promotions of the year (`competition.promotions`)."""
        return competition.promotions(self.snapshots)

    @cached_property
    def habits(self) -> pd.DataFrame:
        """How often each rival promotes, how deep, and when the next is likely."""
        return competition.habits(self.promotions, self.snapshots, self.day)

    @cached_property
    def matches(self) -> pd.DataFrame:
        """Which offer of theirs is which product of ours (`competition.match_products`)."""
        said = gather.decided(self.shop, self.snapshots)
        return competition.match_products(self.ours, self.snapshots, said)

    @cached_property
    def own_moves(self) -> pd.DataFrame:
        """Our own price moves as noted in the sheet."""
        return gather.own_moves(self.noted)

    @cached_property
    def market(self) -> pd.DataFrame:
        """The market pages' indices of the year."""
        return gather.indices(self.shop)

    @cached_property
    def lists(self) -> pd.DataFrame:
        """Places on the platform's lists."""
        return gather.lists(self.shop)
