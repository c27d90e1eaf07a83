"""One shop beside its competitors: facts gathered, judged by `opslib.competition`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from .. import competition
from ..competition.snapshots import in_order
from ..kinds import Kind, kinds_of
from . import aside, gather, play

if TYPE_CHECKING:
    from ..shop import Shop
    from .show import ComparisonShow

FILE = "competition.toml"
LATELY = 28  # days whose moves the page speaks of
RECENT = 7 * 26  # days whose moves are drawn


class Comparison:
    """One shop beside the rivals that its operator notes down. Made by `Shop.comparison`.

    settings: price, margin_floor, reply; 0 or absent takes the shop's own.
    """

    def __init__(self, shop: Shop, settings: Mapping[str, Any] | None = None) -> None:
        self.shop, self.settings = shop, dict(settings or {})

    def tried(self, price: float, margin_floor: float, reply: float) -> Comparison:
        """The same under other terms: price of the dearest product played, floor, days."""
        terms = {"price": price, "margin_floor": margin_floor, "reply": reply}
        other = Comparison(self.shop, {**self.settings, **terms})
        for kept in ("snapshots", "noted", "changes", "matches", "firsts", "offers", "_offered"):
            other.__dict__[kept] = getattr(self, kept)
        return other

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of findings, as the workspace's own rules/competition.toml has them."""
        return kinds_of(self.shop.workspace.root, FILE)

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
        rows = self._sheet[~gather.is_own(self._sheet, self.shop)].reset_index(drop=True)
        return in_order(rows) if len(rows) else rows

    @cached_property
    def noted(self) -> pd.DataFrame:
        """What was noted of our own shop beside them."""
        return self._sheet[gather.is_own(self._sheet, self.shop)].reset_index(drop=True)

    @property
    def empty(self) -> bool:
        """Whether no rival was ever noted."""
        return self.snapshots.empty

    @cached_property
    def _offered(self) -> pd.DataFrame:
        return gather.ours(self.shop, self.noted)

    @cached_property
    def ours(self) -> pd.DataFrame:
        """Our products of the last 30 days, with price and unit cost as far as known.

        A price that was given is that of the matched product which is dearest without it.
        """
        return play.priced(self, self._offered)

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
        """How often each rival promotes by itself, how deep, and when the next is likely."""
        return competition.habits(self.promotions, self.snapshots, self.day, answers=self.answers)

    @cached_property
    def answers(self) -> pd.Series:
        """Which of the promotions are answers to our own price cuts (`competition.answering`)."""
        return competition.answering(self.promotions, self.own_moves, self.firsts)

    @cached_property
    def matches(self) -> pd.DataFrame:
        """Which offer of theirs is which product of ours (`competition.match_products`)."""
        said = gather.decided(self.shop, self.snapshots)
        return competition.match_products(self._offered, self.snapshots, said)

    @cached_property
    def paired(self) -> pd.DataFrame:
        """The matches that count: confirmed by hand, or sure by themselves."""
        return self.matches[self.matches["state"].isin(competition.COUNTED)]

    @cached_property
    def own_moves(self) -> pd.DataFrame:
        """Our own price moves as noted in the sheet."""
        return gather.own_moves(self.noted)

    @cached_property
    def margin_floor(self) -> float:
        """Share of a price that must be left after goods; 0: none was given."""
        return float(self.settings.get("margin_floor") or 0)

    @cached_property
    def offers(self) -> pd.DataFrame:
        """The last known price of each rival's offer (`competition.current`)."""
        return competition.current(self.snapshots)

    @cached_property
    def position(self) -> pd.DataFrame:
        """Our price of each matched product among theirs, the dearest first."""
        found = competition.price_position(
            self.ours, self.snapshots, self.matches, self.margin_floor
        )
        order = ["needed", "to_middle"]
        return found.sort_values(order, ascending=[True, False], ignore_index=True)

    @cached_property
    def firsts(self) -> pd.DataFrame:
        """Who answers whose price moves, and after how many days.

        Products moved on one day are one decision: counted singly they would be evidence twice.
        Promotions that a rival names are left out: they have a rhythm of their own; and so are
        days on which the trade moved together for a sale of the calendar.
        """
        prices = self.changes[self.changes["what"].eq("price")]
        sales = [(e.start, e.end) for e in self.shop.events if e.promo]
        trade = competition.trade_moves(prices, sales)
        own = gather.at_once(competition.without_trade(self.own_moves, trade), [])
        theirs = gather.unpromoted(self.rival_moves, self.promotions)
        theirs = competition.without_trade(theirs, trade)
        return competition.who_moved_first(own, gather.at_once(theirs, ["competitor"]))

    @cached_property
    def rival_moves(self) -> pd.DataFrame:
        """Price moves of offers matched with a product of ours: date since competitor item_id."""
        moves = self.changes[self.changes["what"].eq("price")]
        keys = ["competitor", "offer_id"]
        return moves.merge(self.paired[["item_id", *keys]], on=keys)

    @cached_property
    def ladder(self) -> pd.DataFrame:
        """The peers' ladder on the platform's own comparison of 30 days."""
        return gather.ladder(self.shop)

    @cached_property
    def beside(self) -> pd.DataFrame:
        """One row a rival: offers, prices against ours, tags, promotions, lists, service."""
        return aside.side_by_side(self)

    @cached_property
    def tags(self) -> pd.DataFrame:
        """Tags by the share of rivals that carry them, and whether we do."""
        return aside.tags(self)

    @cached_property
    def places(self) -> pd.DataFrame:
        """The seven lists: our best place, the rivals', threshold, gap, days at present pace."""
        return aside.places(self)

    @cached_property
    def own_tags(self) -> list[str]:
        """The tags of our products: the exports', and those noted of us in the sheet."""
        newest = self.noted.drop_duplicates("offer_id", keep="last") if len(self.noted) else None
        noted = [] if newest is None else [str(t) for t in newest["tags"].dropna()]
        return [t for t in [*self.ours["tags"], *noted] if t]

    @property
    def tags_known(self) -> bool:
        """Whether anything tells our own tags; without it theirs cannot be called lacking."""
        return bool(self.own_tags)

    @cached_property
    def lifts(self) -> pd.DataFrame:
        """What each tag did for the rivals' offers that gained it (`competition.tag_lift`)."""
        return competition.tag_lift(self.snapshots)

    @cached_property
    def gap_list(self) -> pd.DataFrame:
        """What they have and we lack, and the reverse, most money first."""
        return aside.gap_list(self)

    @cached_property
    def stays(self) -> pd.DataFrame:
        """Who stands on which list since when, and who fell off (`competition.list_places`)."""
        return competition.list_places(self.lists)

    @cached_property
    def list_gaps(self) -> pd.DataFrame:
        """Each product's way to each list's threshold."""
        return aside.list_gaps(self)

    @cached_property
    def words(self) -> pd.DataFrame:
        """Words of the market, those first that are wanted and that no product of ours fits."""
        return aside.words(self)

    @cached_property
    def readings(self) -> pd.DataFrame:
        """The rivals' newest indices read as money and visitors, where our own pairs allow."""
        return aside.readings(self)

    @cached_property
    def games(self) -> pd.DataFrame:
        """What a cut to the next price star would bring, a row a product."""
        return play.games(self)

    @cached_property
    def market(self) -> pd.DataFrame:
        """The market pages' indices of the year."""
        return gather.indices(self.shop)

    @cached_property
    def lists(self) -> pd.DataFrame:
        """Places on the platform's lists."""
        return gather.lists(self.shop)
