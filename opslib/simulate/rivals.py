"""A year of what an operator notes down about ten rivals, and what the market pages show of them.

The last fourteen weeks of five rivals are those of `market.competitor`, whose price moves the truth
shop feels. Everything else hangs on dice of its own, so that it moves no other file. Planted: one
rival answers our price cuts (`replies`), indices are a known map of money and visitors.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from . import market
from .causes_price import MATCHED
from .dice import Dice, Floats
from .history import History

WEEKS, KEPT = 52, 14
MORE = ("示例同行F工贸", "示例同行G织造", "示例同行H贸易", "示例同行I服装厂", "示例同行J针织")
NAMES = (*market.RIVALS, *MORE)
OWN = "本店"
ANSWERS, OFFERS = 6, 4  # which rival answers our cuts; how many offers are noted of each
LAG_WEEKS, ANSWER_CHANCE, ANSWER_SHARE = 1, 0.9, 0.9
OWN_CUTS = ((48, 0.93, 2), (43, 0.92, 2), (38, 0.94, 3), (32, 0.93, 2), (27, 0.92, 2),
            (22, 0.94, 2), (16, 0.93, 2), (10, 0.92, 2), (4, 0.93, 2))  # fmt: skip
INDEX = {"trade": (9.5, 0.62), "traffic": (14.0, 0.71)}  # index = a * value ** b
_TAGS = (
    "48小时发货",
    "深度验商",
    "7天包换",
    "一件代发",
    "跨境专供",
    "支持定制",
    "免费拿样",
    "品质认证",
)
_PROMOTED = ("限时9折", "满300减30", "新客首单立减10元", "活动价88折")
_WORDS = {
    "1688": ("速干打底衫男", "羊绒打底衫", "冰丝防晒衣", "孕妇哺乳打底衫", "莱赛尔内搭",
             "无痕内衣女"),
    "alibaba": ("merino base layer", "compression shirt men", "bamboo thermal wear",
                "maternity leggings", "uv protection shirt", "seamless yoga set"),
}  # fmt: skip
_LISTS = ("hot", "repeat", "new", "quality", "custom", "cross_border", "dropship")


class Rivals:
    """The rivals of one shop, week by week."""

    def __init__(self, history: History, weeks: int = WEEKS) -> None:
        self.history, self.spec = history, history.world.spec
        self.dice = Dice(self.spec.days + 7919 * history.world.dice.seed)
        self.weeks = min(weeks, (history.days - 2) // 7)
        self.items = history.world.products
        self.matched = np.array([*(np.arange(3) * MATCHED), 7])
        self.digits = 2 if self.spec.currency == "USD" else 1
        self.days = history.dates[history.days - 2 - 7 * np.arange(self.weeks - 1, -1, -1)]

    def cuts(self) -> Floats:
        """Our own price of the matched products against the list price: week x product."""
        out = np.ones((self.weeks, OFFERS))
        for back, factor, long in OWN_CUTS:
            first = self.weeks - back
            out[max(first, 0) : max(first + long, 0), :2] = factor
        return out

    def replies(self) -> pd.DataFrame:
        """Which of our cuts the answering rival followed: week of ours, week of its, factor."""
        rows = []
        for back, factor, long in OWN_CUTS:
            first = self.weeks - back
            answered = self.dice.uniform("answer", back)[0] < ANSWER_CHANCE
            if first > 0 and answered:
                cut = 1 - ANSWER_SHARE * (1 - factor)
                rows.append((self.days[first], self.days[first + LAG_WEEKS], cut, long))
        return pd.DataFrame(rows, columns=["ours_on", "theirs_on", "factor", "weeks"])

    def steps(self) -> Floats:
        """Each offer's price against its first one: week x rival x offer."""
        week, rival, offer = np.ogrid[: self.weeks, : len(NAMES), :OFFERS]
        moved = self.dice.uniform("moves", week, rival, offer) < 0.035
        up = self.dice.uniform("up", week, rival, offer) < 0.5
        step = np.cumprod(np.where(moved & (week > 0), np.where(up, 1.04, 0.95), 1.0), axis=0)
        for reply in self.replies().itertuples():
            at = int(np.flatnonzero(self.days == reply.theirs_on)[0])
            step[at : at + reply.weeks, ANSWERS, :2] *= reply.factor
        promoted = self.promoted()
        return np.where(promoted > 0, step * (1 - promoted), step)

    def promoted(self) -> Floats:
        """What a running promotion takes off: week x rival x offer; F and H every sixth week."""
        out = np.zeros((self.weeks, len(NAMES), OFFERS))
        for rival, every, long, depth in ((5, 6, 1, 0.10), (7, 9, 2, 0.12)):
            for week in range(self.weeks - 2, 0, -every):
                out[week : week + long, rival, :3] = depth
        return out

    def sheet(self) -> pd.DataFrame:
        """The weekly sheet of all rivals and of our own shown prices, with what was missed."""
        week, rival, offer = (a.ravel() for a in np.meshgrid(
            *(np.arange(n) for n in (self.weeks, len(NAMES), OFFERS)), indexing="ij"))  # fmt: skip
        product = self.matched[offer]
        own = self.items["price"].to_numpy()[product]
        base = own * (0.88 + 0.28 * self.dice.uniform("price", rival, offer))
        step = self.steps()[week, rival, offer]
        price = np.round(base * step, self.digits)
        sales = 2400 / (offer + 1) * self.dice.lognormal(0.6, "sales", rival, offer) / step**1.5
        sales = np.round(sales * self.dice.lognormal(0.05, "week", week, rival, offer))
        frame = pd.DataFrame({
            "date": self.days[week], "competitor": np.array(NAMES)[rival],
            "offer_id": (888_000_000_000 + rival * 1000 + offer).astype(str),
            "price": price, "sales_30d": sales, "orders_30d": np.round(sales / 11),
            "amount_30d": np.round(sales * price), "week": week, "rival": rival, "offer": offer,
        })  # fmt: skip
        frame = self._described(self._as_felt(frame), product)
        frame = frame[self._noted(frame)]
        frame = pd.concat([frame, self._own()], ignore_index=True)
        frame["price_low"] = frame["price_high"] = frame["price"]
        order = frame.sort_values(["date", "rival", "offer"], kind="stable")
        return order.drop(columns=["week", "rival", "offer"]).reset_index(drop=True)

    def _as_felt(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The last weeks of the five rivals whose moves the truth shop feels; before, chained."""
        felt = market.competitor(self.history, min(KEPT, self.weeks))
        felt = felt.set_index(["date", "offer_id"])
        frame = frame.set_index(["date", "offer_id"])
        for column in ("price", "sales_30d", "orders_30d", "amount_30d"):
            frame.update(felt[[column]])
        frame = frame.reset_index()
        edge = felt.index.get_level_values(0).min()
        for offer in felt.index.get_level_values(1).unique():
            mine = frame["offer_id"].eq(offer)
            joint = frame.loc[mine & frame["date"].ge(edge), "price"].iloc[0]
            old = mine & frame["date"].lt(edge)
            if old.any():
                scale = joint / frame.loc[old, "price"].iloc[-1]
                frame.loc[old, "price"] = (frame.loc[old, "price"] * scale).round(self.digits)
                frame.loc[old, "amount_30d"] = (frame["price"] * frame["sales_30d"])[old].round()
        return frame

    def _described(self, frame: pd.DataFrame, product: np.ndarray) -> pd.DataFrame:
        """Titles, tags, promotions and what else the sheet notes."""
        dice, week = self.dice, frame["week"].to_numpy()
        rival, offer = frame["rival"].to_numpy(), frame["offer"].to_numpy()
        titles = self.items["title"].to_numpy()[product]
        cut = [t[: len(t) - 4 - r % 3] if r % 2 else t for t, r in zip(titles, rival, strict=True)]
        frame["title"] = [f"{t}{'现货' if r % 3 else '源头工厂'}" if self.digits == 1 else t
                          for t, r in zip(cut, rival, strict=True)]  # fmt: skip
        frame["category"] = self.items["category"].to_numpy()[product]
        gains = np.floor(dice.uniform("tag_week", rival, offer) * self.weeks * 2)
        one = (rival + offer) % len(_TAGS)
        frame["tags"] = [
            ",".join([_TAGS[a], _TAGS[(a + 3) % len(_TAGS)]][: 2 if w >= g else 1])
            for a, w, g in zip(one, week, gains, strict=True)
        ]
        off = self.promoted()[week, rival, offer]
        frame["promotion"] = np.where(off > 0, np.array(_PROMOTED)[rival % 4], "")
        frame["reviews"] = np.floor(200 + 900 * dice.uniform("reviews", rival, offer) + 11 * week)
        again = 0.22 + 0.2 * dice.uniform("again", rival)
        frame["repurchase_rate"] = np.round(again, 3)
        frame["response_rate"] = np.round(0.9 + 0.09 * dice.uniform("response", rival), 3)
        frame["items_online"] = np.floor(60 + 200 * dice.uniform("items", rival))
        frame["years"], frame["is_factory"] = 2.0 + rival, rival % 2 == 0
        return frame

    def _noted(self, frame: pd.DataFrame) -> pd.Series:
        """Which rows were noted: without Spring Festival, odd weeks; one offer came, one went."""
        back = self.weeks - frame["week"]
        days = pd.to_datetime(frame["date"])
        festival = (days.dt.month * 100 + days.dt.day).between(212, 224)
        odd = self.dice.uniform("missed", frame["week"], frame["rival"]) < 0.03
        kept = (back <= KEPT) & (frame["rival"] < 5)
        new = frame["rival"].eq(8) & frame["offer"].eq(3) & back.gt(6)  # one offer came lately
        gone = frame["rival"].eq(5) & frame["offer"].eq(2) & back.le(5)  # and one went
        return ~(festival | (odd & ~kept) | new | gone)

    def _own(self) -> pd.DataFrame:
        """Our own shown prices, noted beside theirs."""
        cuts, rows = self.cuts(), []
        for week, offer in np.ndindex(self.weeks, OFFERS):
            item = self.items.iloc[self.matched[offer]]
            price = round(float(item["price"] * cuts[week, offer]), self.digits)
            rows.append({"date": self.days[week], "competitor": OWN, "offer_id": item["item_id"],
                         "title": item["title"], "category": item["category"], "price": price,
                         "week": week, "rival": 99, "offer": offer})  # fmt: skip
        return pd.DataFrame(rows)


def index_of(value: Floats, kind: str) -> Floats:
    """The unit-free index that a true value shows as."""
    a, b = INDEX[kind]
    return np.asarray(np.round(a * np.asarray(value, float) ** b), float)


def market_index(rivals: Rivals, shop_day: pd.DataFrame) -> pd.DataFrame:
    """Weekly indices of our shop and of the rivals, bands of two of them, and of search words."""
    dice, rows = rivals.dice, []
    own = shop_day[shop_day["terminal"].eq("all")] if "terminal" in shop_day else shop_day
    own = own.set_index("date")[["pay_amount", "visitors"]].astype(float)
    weekly = own.rolling(7).sum().reindex(rivals.days).dropna()
    size = 0.5 * 1.35 ** np.arange(len(NAMES))
    for week, day in enumerate(weekly.index):
        noise = dice.lognormal(0.10, "market", week, np.arange(len(NAMES) + 1))
        values = [("own", weekly.loc[day], 1.0)]
        values += [
            (n, weekly.mean(), s * noise[1 + r])
            for r, (n, s) in enumerate(zip(NAMES, size, strict=True))
        ]
        for subject, base, factor in values:
            money, people = base["pay_amount"] * factor, base["visitors"] * factor
            row = {"date": day, "days": 7, "kind": "shop", "subject": subject,
                   "trade_index": float(index_of(money, "trade")),
                   "traffic_index": float(index_of(people, "traffic"))}  # fmt: skip
            if subject in NAMES[-2:]:
                row |= {"amount_low": _floor(money), "amount_high": 2 * _floor(money)}
            rows.append(row)
    words = history_words(rivals)
    i = np.arange(len(words))
    for back in range(min(8, rivals.weeks)):
        wave = dice.lognormal(0.05, "word", i, back) * (1 - 0.012 * back * (i % 3 - 1))
        for k, (word, index, scarce) in enumerate(words):
            row = {"date": rivals.days[-1 - back], "days": 7, "kind": "keyword", "subject": word}
            row |= {"search_index": round(index * wave[k]), "rank": k + 1}
            rows.append(row | {"supply_demand_index": round(scarce * wave[k], 2)})
    return pd.DataFrame(rows)


def history_words(rivals: Rivals) -> list[tuple[str, float, float]]:
    """The market's words: those of our products, and some that none of ours fits."""
    words = rivals.history.world.words
    known = words.nlargest(18, "index")
    others = _WORDS[rivals.spec.platform]
    ours = [(w, float(x), 0.6 + 0.1 * (k % 7)) for k, (w, x) in
            enumerate(zip(known["word"], known["index"], strict=True))]  # fmt: skip
    scarce = [(w, 5200.0 - 600 * k, 4.2 - 0.5 * k) for k, w in enumerate(others)]
    return sorted(ours + scarce, key=lambda row: -row[1])


def lists(rivals: Rivals, product_day: pd.DataFrame) -> pd.DataFrame:
    """Places on the seven lists of the last twelve weeks, ours among them."""
    sold = product_day.groupby("item_id")["pay_amount"].sum() / max(rivals.history.days, 1) * 30
    best = sold.nlargest(3)
    rows = []
    for back in range(min(12, rivals.weeks)):
        day = rivals.days[-1 - back]
        for k, name in enumerate(_LISTS):
            last = float(best.iloc[0]) * (0.75 + 0.22 * k)
            for rank in range(1, 6):
                rival = (rank * 3 + k + back // 5) % len(NAMES)
                offer = _offer(rival, (k + rank) % OFFERS)
                rows.append((day, name, "rival", NAMES[rival], offer, "", rank * 2, round(last)))
            if k in (0, 3) and back != 5:
                item = best.index[k % 3]
                rows.append((day, name, "own", "", item, "", 9 + back // 3, round(last)))
    columns = ["date", "list", "side", "competitor", "item_id", "title", "rank", "threshold"]
    return pd.DataFrame(rows, columns=columns)


def pairs(rivals: Rivals) -> pd.DataFrame:
    """The pairs a person decided upon: two confirmed, one struck out."""
    items = rivals.items["item_id"].to_numpy()
    day = rivals.spec.end - timedelta(days=40)
    decided = (
        *((r, 0, "confirmed", "") for r in (0, 2, 3, 6, 7)),
        (6, 1, "confirmed", "面料、克重都一样"),
        (9, 2, "rejected", "克重差一半"),
    )
    rows = [
        ("pairing", _offer(r, o), items[rivals.matched[o]], state, day, note)
        for r, o, state, note in decided
    ]
    return pd.DataFrame(rows, columns=["kind", "id", "subject", "state", "date", "note"])


def _offer(rival: int, offer: int) -> str:
    return str(888_000_000_000 + rival * 1000 + offer)


def _floor(value: float) -> float:
    """The lower end of the band that the page shows: 1, 2.5 or 5 times a power of ten."""
    power = 10 ** np.floor(np.log10(max(value, 1.0)))
    return float(power * max(s for s in (1, 2.5, 5) if s * power <= max(value, 1.0)))
