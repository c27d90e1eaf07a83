"""Which of their offers is the same thing as which of our products?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from ..word_fit import symbols_of
from .titles import amounts_of, bare, is_wide, tokens_of

MATCHES = "item_id competitor offer_id score shared why state".split()
STATES = ("auto", "doubtful", "confirmed", "rejected")
Pair = tuple[str, str, str]
Row = tuple[str, str, str, float, str, Label, str]
# Measured on drawn titles (tests/competition/measure_matching.py): from SURE on 19 of 20 are right.
SURE = 0.62
DOUBT = 0.42
# A price so many times ours (or a share of it) belongs to another thing, or another pack.
FAR, TOO_FAR = 1.6, 2.5
OTHER_KIND = 0.75


def match_products(
    ours: pd.DataFrame,
    theirs: pd.DataFrame,
    decided: pd.DataFrame | None = None,
    sure: float = SURE,
    doubt: float = DOUBT,
) -> pd.DataFrame:
    """Which offers of competitors are our products, as far as titles, amounts and prices tell?

    ours: item_id, title, and as known price, category, attributes (text). theirs: competitor,
    offer_id, title, and as known price, date (snapshots: the last title and price count).
    decided: item_id, competitor, offer_id, state (confirmed or rejected), as the operator wrote.

    One row a pair, by item and falling score: item_id, competitor, offer_id, score 0..1, shared
    (the heaviest words in common), why (Label: what speaks against it, or by whom it is), state:
    confirmed (said by hand; score as found), auto (score from `sure`), doubtful (from `doubt`: to
    be looked at, not to be counted on), rejected (struck out by hand, and so it stays). An offer
    goes to one product by itself, its best; by hand to as many as are named.
    Score: share of each title that the other holds (rare words count more, trade filler nothing),
    lowered where an amount (500g, 3双) or the price speaks against it. Not to be trusted between
    titles of two languages. Raises ParameterError where a column lacks.
    """
    _need(ours, ("item_id", "title"), "products")
    _need(theirs, ("competitor", "offer_id", "title"), "competitor")
    said = _said(decided)
    mine = ours.assign(item_id=ours["item_id"].astype(str)).drop_duplicates("item_id")
    mine = mine.reset_index(drop=True)
    offers = _latest(theirs)
    if not len(mine) or not len(offers):
        return _frame([(*p, np.nan, "", WHY["hand"], s) for p, s in said.items()])
    return _frame(_paired(mine, offers, said, sure, doubt))


def _paired(
    mine: pd.DataFrame, offers: pd.DataFrame, said: dict[Pair, str], sure: float, doubt: float
) -> list[Row]:
    """Pairs by hand, then each other offer with its best product."""
    judged = _judge(mine, offers)
    rows: list[Row] = []
    at_item = {i: n for n, i in enumerate(mine["item_id"])}
    keys = list(zip(offers["competitor"], offers["offer_id"], strict=True))
    at_offer = {k: n for n, k in enumerate(keys)}
    fixed = {p[1:] for p, s in said.items() if s == "confirmed"}
    free = judged.score.copy()
    for (item, *rest), state in said.items():
        place = at_item.get(item, -1), at_offer.get((rest[0], rest[1]), -1)
        known = min(place) >= 0
        score = float(judged.score[place]) if known else np.nan
        rows.append((item, rest[0], rest[1], score, "", WHY["hand"], state))
        if known and state == "rejected":
            free[place] = -1
    for o, key in enumerate(keys):
        i = int(free[:, o].argmax())
        if key not in fixed and free[i, o] >= doubt:
            state = "auto" if free[i, o] >= sure else "doubtful"
            found = float(free[i, o]), judged.shared(i, o), judged.why(i, o), state
            rows.append((mine["item_id"][i], *key, *found))
    return rows


WHY = {
    "hand": Label("人工指定", "decided by hand"),
    "nothing": Label("标题没有共同的词", "no word in common"),
    "amount": Label("规格不同（{ours} / {theirs}）", "another amount ({ours} / {theirs})"),
    "price": Label("价格相差太远（{ours} / {theirs}）", "prices far apart ({ours} / {theirs})"),
}


def _need(frame: pd.DataFrame, columns: tuple[str, ...], where: str) -> None:
    if lacking := [c for c in columns if c not in frame]:
        raise ParameterError(
            where,
            Label(f"缺少列：{'、'.join(lacking)}。", f"{', '.join(lacking)} lacks."),
            Label("配对需要商品标题。", "Matching takes titles."),
        )


def _said(decided: pd.DataFrame | None) -> dict[Pair, str]:
    """Decisions by pair; the last word on a pair counts."""
    if decided is None or not len(decided):
        return {}
    _need(decided, ("item_id", "competitor", "offer_id", "state"), "pairs")
    part = decided[decided["state"].isin(["confirmed", "rejected"])].astype(str)
    keys = zip(part["item_id"], part["competitor"], part["offer_id"], strict=True)
    return dict(zip(keys, part["state"], strict=True))


def _latest(theirs: pd.DataFrame) -> pd.DataFrame:
    """Each offer with the last title and price that were told."""
    rows = theirs.reindex(columns=list(dict.fromkeys([*theirs, "price", "price_low"])))
    rows = rows.assign(price=rows["price"].fillna(rows["price_low"]).astype(float))
    rows["title"] = rows["title"].where(rows["title"].fillna("").ne(""))
    if "date" in rows:
        rows = rows.sort_values("date", kind="stable")
    rows = rows.assign(
        **{c: rows[c].fillna("").astype(str).str.strip() for c in ("competitor", "offer_id")}
    )
    last = rows.groupby(["competitor", "offer_id"], sort=True)[["title", "price"]].last()
    last = last.reset_index()
    return last[last["title"].notna() & last["offer_id"].ne("")].reset_index(drop=True)


def _frame(rows: list[Row]) -> pd.DataFrame:
    out = pd.DataFrame(rows, columns=MATCHES)
    out["score"] = out["score"].astype(float)
    order = ["item_id", "score", "competitor", "offer_id"]
    return out.sort_values(order, ascending=[True, False, True, True], ignore_index=True)


@dataclass(frozen=True)
class _Judged:
    """Score of each of our products (rows) against each offer (columns), and what it rests on."""

    score: np.ndarray
    price: tuple[np.ndarray, np.ndarray]
    amounts: tuple[list[dict[str, float]], list[dict[str, float]]]
    tokens: tuple[list[list[str]], list[set[str]]]
    weight: dict[str, float]

    def shared(self, i: int, o: int) -> str:
        """The heaviest words that both titles hold, in the product's order."""
        both = [t for t in dict.fromkeys(self.tokens[0][i]) if t in self.tokens[1][o]]
        best = sorted(both, key=lambda t: -self.weight[t])[:4]
        return " ".join(t for t in both if t in best)

    def why(self, i: int, o: int) -> Label:
        """What speaks against the pair; nothing for one of whose words and price nothing does."""
        told = [] if self.shared(i, o) else [WHY["nothing"]]
        ours, theirs = self.amounts[0][i], self.amounts[1][o]
        if unit := next((u for u in ours if u in theirs and ours[u] != theirs[u]), None):
            ends = {"ours": f"{ours[unit]:g}{unit}", "theirs": f"{theirs[unit]:g}{unit}"}
            told.append(WHY["amount"].format(**ends))
        p, q = self.price[0][i], self.price[1][o]
        if _price_factor(np.array(p), np.array(q)) < 1:
            told.append(WHY["price"].format(ours=f"{p:g}", theirs=f"{q:g}"))
        return Label("；".join(t.zh for t in told), "; ".join(t.en for t in told))


def _judge(mine: pd.DataFrame, offers: pd.DataFrame) -> _Judged:
    from rapidfuzz import fuzz, process

    extra = [c for c in ("category", "attributes") if c in mine]
    more = mine[extra].fillna("").astype(str).agg(" ".join, axis=1) if extra else ""
    full = mine["title"].fillna("").astype(str) + " " + more
    titles = [tokens_of(t) for t in mine["title"].fillna("")]
    their = [set(tokens_of(t)) for t in offers["title"]]
    at = {t: n for n, t in enumerate(sorted(set().union(*their, *(set(t) for t in titles))))}
    offer, title = (_matrix(s, at) for s in (their, [set(t) for t in titles]))
    in_offer, in_product = (_held(t, at) for t in (offers["title"], full))
    many = len(offer) + len(title)
    weights = np.log((many + 1) / (in_offer.sum(0) + in_product.sum(0) + 0.5)).clip(0.05)
    theirs_held = in_product * weights @ offer.T / np.maximum((offer @ weights)[None, :], 1e-9)
    ours_held = title * weights @ in_offer.T / np.maximum((title @ weights)[:, None], 1e-9)
    words = np.sqrt(np.clip(theirs_held, 0, 1) * np.clip(ours_held, 0, 1))
    joined = [" ".join(t) for t in titles], [" ".join(sorted(t)) for t in their]
    fuzzy = process.cdist(*joined, scorer=fuzz.token_set_ratio) / 100.0
    amounts = [amounts_of(t) for t in full], [amounts_of(t) for t in offers["title"]]
    price = _prices(mine), _prices(offers)
    score = (0.75 * words + 0.25 * fuzzy) * _price_factor(price[0][:, None], price[1][None, :])
    score *= _amount_factor(*amounts) * _kind_factor(mine, title, in_offer, at)
    told = zip(at, weights.tolist(), strict=True)
    return _Judged(np.where(words > 0, score, 0), price, amounts, (titles, their), dict(told))


def _matrix(sets: list[set[str]], at: dict[str, int]) -> np.ndarray:
    out = np.zeros((len(sets), len(at)))
    for n, tokens in enumerate(sets):
        out[n, [at[t] for t in tokens]] = 1
    return out


def _kind_factor(
    mine: pd.DataFrame, title: np.ndarray, in_offer: np.ndarray, at: dict[str, int]
) -> np.ndarray:
    """OTHER_KIND where our title names its category and theirs holds no word of it."""
    out = np.ones((len(title), len(in_offer)))
    if "category" not in mine:
        return out
    for n, category in enumerate(mine["category"].fillna("")):
        named = [at[t] for t in tokens_of(category) if t in at and title[n, at[t]]]
        if named:
            out[n] = np.where(in_offer[:, named].any(1), 1.0, OTHER_KIND)
    return out


def _held(texts: pd.Series, at: dict[str, int]) -> np.ndarray:
    """Which text holds which word; a Chinese one wherever it stands, however it was cut there."""
    wide, out = [t for t in at if is_wide(t)], np.zeros((len(texts), len(at)))
    for n, text in enumerate(texts):
        whole = bare(text)
        held = [at[t] for t in wide if t in whole]
        held += [at[t] for t in symbols_of(whole) if t in at]
        out[n, held] = 1
    return out


def _prices(frame: pd.DataFrame) -> np.ndarray:
    if "price" not in frame:
        return np.full(len(frame), np.nan)
    return pd.to_numeric(frame["price"], errors="coerce").to_numpy(float)


def _price_factor(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """1 for prices near each other or unknown, down to one half from TOO_FAR on."""
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(np.log(ours / theirs))
    slope = (apart - np.log(FAR)) / np.log(TOO_FAR / FAR)
    return 1 - 0.5 * np.clip(np.where(np.isfinite(apart), slope, 0), 0, 1)


def _amount_factor(ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> np.ndarray:
    """One half where both tell an amount in the same unit and tell another."""
    out = np.ones((len(ours), len(theirs)))
    told = [(i, a) for i, a in enumerate(ours) if a]
    for o, b in enumerate(theirs):
        if b:
            for i, a in told:
                if any(u in a and a[u] != n for u, n in b.items()):
                    out[i, o] = 0.5
    return out
