"""The four answers of the first screen, and the headline figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..labels import Label
from ..report.markup import filled, join, name, tag
from ..report.rivals import Tile
from .gather import MONTH

if TYPE_CHECKING:
    from .compare import Comparison

L = Label


def figures(made: Comparison) -> dict[str, float]:
    """Counts of the headline: rivals, changes, moved, promoting, matched, dear."""
    if made.empty:
        return dict.fromkeys(("rivals", "changes", "moved", "promoting", "matched", "dear"), 0)
    lately = made.lately
    moved = lately[lately["what"].isin(["price", "promotion"])]
    running = made.promotions[made.promotions["open"].astype(bool)]
    return {
        "rivals": made.snapshots["competitor"].nunique(),
        "changes": len(lately),
        "moved": moved["competitor"].nunique(),
        "promoting": running["competitor"].nunique(),
        "matched": made.paired["item_id"].nunique(),
        "dear": int(made.position["verdict"].isin(["dear", "dearest"]).sum()),
    }


def tiles(made: Comparison) -> list[Tile]:
    """The four answers, each with one line below it."""
    return [_moved(made), _beaten(made), _lacking(made), _cost(made)]


def _moved(made: Comparison) -> Tile:
    lately = made.lately
    price = lately[lately["what"].eq("price")]
    line: object = NO_PRICE
    if len(price):
        deepest = price.loc[price["size"].idxmin()]
        if deepest["size"] < 0:
            line = join([name(deepest["competitor"], 20), f" −{-deepest['size']:.1%}"])
        else:
            line = ONLY_UP
    count = figures(made)["moved"]
    return Tile("moved", Q_MOVED, count, "count", N_MOVED, line)  # type: ignore[arg-type]


def _beaten(made: Comparison) -> Tile:
    rows = made.position[made.position["needed"].eq(0)]
    if rows.empty:
        return Tile("dear", Q_BEATEN, None, "count", N_DEAR, NO_MATCH)
    row = rows.iloc[0]  # the dearest stands first
    count = figures(made)["dear"]
    line: object = NOT_DEAR
    if row["to_middle"] > 0:
        what, share = name(row["title"], 18), f"+{row['to_middle']:.1%}"
        line = tag("span", filled(DEAREST, what=what, share=share))
    return Tile("dear", Q_BEATEN, count, "count", N_DEAR, line)  # type: ignore[arg-type]


def _lacking(made: Comparison) -> Tile:
    rows = made.tags[
        made.tags["kind"].eq("lacking")
        & made.tags["share"].ge(made.kinds["tags_lacking"].threshold)
    ]
    if not made.tags_known:
        return Tile("lacking", Q_LACK, None, "count", N_LACK, NO_TAGS)
    line = name("、".join(rows["tag"].head(3)), 30) if len(rows) else NOTHING_LACKS
    return Tile("lacking", Q_LACK, len(rows), "count", N_LACK, line)


def _cost(made: Comparison) -> Tile:
    """What is given up by taking the middle price where ours is above it, before any answer."""
    rows = made.position[made.position["needed"].eq(0) & made.position["to_middle"].gt(0)]
    sales = rows["item_id"].map(made.ours.set_index("item_id")["sales_30d"]).astype(float)
    if made.position.empty or sales.isna().any():
        line = NO_MATCH if made.position.empty else NO_SALES
        return Tile("answer", Q_COST, None, "money", N_COST, line)
    given = float(((rows["price"] - rows["middle"]) * sales).sum() / MONTH * 7)
    pays = int(made.games["verdict"].eq("worth_it").sum())
    line = PAYS.format(n=pays) if pays else PAYS_NOT if len(made.games) else NOT_PLAYED
    return Tile("answer", Q_COST, given, "money", N_COST, line)


Q_MOVED = L("谁动了价格或活动（近四周）", "Who moved a price or offer (four weeks)")
Q_BEATEN = L("哪里被比下去", "Where we are beaten")
Q_LACK = L("别人有、我们没有", "What others have and we lack")
Q_COST = L("跟到中间价要多少", "What answering would cost")
N_MOVED = L("近四周动了价格或活动的同行数", "Competitors that moved a price or offer in four weeks")
N_DEAR = L(
    "比四分之三的同款还贵的本店商品数", "Our products dearer than three quarters of their matches"
)
N_LACK = L("多数同行有而本店没有的标签数", "Tags that most competitors have and we lack")
N_COST = L("跟到同款中间价每周少收的毛利", "Margin given up a week by going to the middle price")
NO_PRICE = L("没有人动价", "nobody moved a price")
ONLY_UP = L("只有涨价", "prices only rose")
NOT_DEAR = L("没有一款比中间价贵", "none is dearer than the middle")
NO_MATCH = L("还没有配上同款", "no product is matched yet")
NO_TAGS = L(
    "没有记本店的标签：在竞品登记表本店行里写上",
    "our own tags are not told: note them in our rows of the sheet",
)
NOTHING_LACKS = L("没有缺的", "nothing lacks")
PAYS = L("{n} 款跟价合算，见“跟价要多少”", "for {n} products it pays, see below")
PAYS_NOT = L("每周；算下来先不跟价", "a week; answering by price does not pay")
NOT_PLAYED = L("每周；合不合算缺数，见下", "a week; whether it pays cannot be told, see below")
NO_SALES = L("缺卖出的件数，见“跟价要多少”", "pieces sold are not known, see below")
DEAREST = L("{what} 比中间价 {share}", "{what} {share} on the middle")
