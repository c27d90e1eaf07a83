"""Which files there are to import, and whose shop each of them speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import ImportProblem
from ..labels import Label
from .read import Parsed

# Half-written downloads, Excel's lock files, what the desktop leaves behind, and what a workspace
# keeps beside its exports.
_SKIP_NAMES = ("~$", ".", "thumbs.db", "desktop.ini", "shop.toml", "readme.md")
_SKIP_ENDS = (
    ".crdownload", ".part", ".partial", ".download", ".tmp", ".opdownload", ".lnk", ".lock",
)  # fmt: skip
# Papers hold no table, even where a text in them looks like one: told of, and not read.
_PAPERS = (".md", ".toml", ".json", ".py", ".ipynb", ".log")
_COPY = re.compile(r"^(.*?)\s*[(（](\d+)[)）]$")


@dataclass(frozen=True)
class ShopIdentity:
    """How a shop of the workspace is known: its id, and the seller names in its exports.

    currency, timezone: the shop's own where they are not those of its platform, else "".
    country: whose public holidays its buyers keep ("GB"), "" if that was not said.
    """

    id: str
    name: str
    platform: str
    sellers: Sequence[str] = ()
    currency: str = ""
    timezone: str = ""
    country: str = ""


@dataclass(frozen=True)
class Found:
    """A file to import, and the shop whose folder it lies in ("" if in none)."""

    path: Path
    shop: str


def find_files(paths: Sequence[Path], shops: Mapping[str, ShopIdentity]) -> list[Found]:
    """All files below these paths, in an order in which later downloads come later.

    A path that does not exist is returned too, so that it can be reported. `报表 (1).xls` comes
    after `报表.xls`: it was downloaded later and its numbers win.
    """
    found: dict[Path, Found] = {}
    for given in paths:
        root = Path(given)
        if not root.is_dir():
            found.setdefault(
                root.absolute(), Found(root, _folder_shop((root.absolute().parent.name,), shops))
            )
            continue
        for path in sorted((p for p in root.rglob("*") if p.is_file()), key=_order):
            inside = path.relative_to(root).parts[:-1]
            if not _skipped(path.name) and not any(part.startswith(".") for part in inside):
                shop = _folder_shop((root.absolute().name, *inside), shops)
                found.setdefault(path.absolute(), Found(path, shop))
    return list(found.values())


def refuse_paper(path: Path) -> None:
    """Raise ImportProblem for notes, settings and programs that lie among the exports."""
    if path.suffix.lower() in _PAPERS:
        raise ImportProblem(
            path.name,
            Label(
                f"{path.suffix} 文件不是导出的表格，已跳过。",
                f"a {path.suffix} file is no export; it was skipped.",
            ),
            Label("请把它移出 inbox。", "Keep it outside the inbox."),
        )


def _skipped(name: str) -> bool:
    low = name.lower()
    return low.startswith(_SKIP_NAMES) or low.endswith(_SKIP_ENDS)


def _order(path: Path) -> tuple[str, str, int, str]:
    copy = _COPY.match(path.stem)
    stem, number = (copy[1], int(copy[2])) if copy else (path.stem, 0)
    return str(path.parent), stem, number, path.name


def _folder_shop(parts: Sequence[str], shops: Mapping[str, ShopIdentity]) -> str:
    """The innermost folder that is named after a shop."""
    return next((p for p in reversed(parts) if p in shops), "")


def owner(found: Found, parsed: Parsed, default: str, shops: Mapping[str, ShopIdentity]) -> str:
    """Whose facts are these? The folder, the seller in the rows, else the default shop.

    Raises ImportProblem where these contradict each other, where nothing tells, where rows of
    several sellers are mixed, or where the platform is not the shop's.
    """
    named = _sellers_shop(parsed, shops, found)
    shop = found.shop or named or default
    where = found.path.name
    if found.shop and named and named != found.shop:
        raise ImportProblem(
            where,
            Label(
                f"文件放在 {found.shop} 的文件夹里，卖家却是 {named} 的。",
                f"it lies in the folder of {found.shop}, but its seller is that of {named}.",
            ),
            Label("请移到正确的店铺文件夹。", "Move it to the folder of the right shop."),
        )
    if not shop:
        known = "、".join(shops)
        raise ImportProblem(
            where,
            Label(f"不知道是哪家店的（有 {known}）。", f"it does not say whose it is ({known})."),
            Label("请放进 inbox/<店铺编号>/。", "Put it into inbox/<shop id>/."),
        )
    _check_platform(where, parsed, shops.get(shop))
    if named != shop:
        _check_sellers(where, parsed, shops.get(shop))
    return shop


def _sellers_shop(parsed: Parsed, shops: Mapping[str, ShopIdentity], found: Found) -> str:
    owners = {i.id for i in shops.values() if set(parsed.sellers) & {*i.sellers, i.name}}
    if len(owners) > 1 or (owners and len(parsed.sellers) > 1 and _foreign(parsed, shops)):
        names = "、".join(parsed.sellers[:5])
        raise ImportProblem(
            found.path.name,
            Label(f"混有几家店的数据：{names}。", f"rows of several shops are mixed: {names}."),
            Label("请按店铺分别导出。", "Export each shop by itself."),
        )
    return next(iter(owners), "")


def _foreign(parsed: Parsed, shops: Mapping[str, ShopIdentity]) -> bool:
    """Sellers that no single shop of ours answers for."""
    return not any(set(parsed.sellers) <= {*i.sellers, i.name} for i in shops.values())


def _check_platform(where: str, parsed: Parsed, shop: ShopIdentity | None) -> None:
    wanted = parsed.format.platform
    if shop is None or wanted in ("both", shop.platform):
        return
    raise ImportProblem(
        where,
        Label(
            f"这是 {wanted} 的导出，而店铺 {shop.id} 在 {shop.platform}。",
            f"this is an export of {wanted}, but shop {shop.id} is on {shop.platform}.",
        ),
        Label(
            "请放进对应店铺的 inbox/<店铺编号>/。",
            "Put it into inbox/<id>/ of the right shop.",
        ),
    )


def _check_sellers(where: str, parsed: Parsed, shop: ShopIdentity | None) -> None:
    """A shop that says who its sellers are takes no file of another seller."""
    if shop is None or not parsed.sellers or not shop.sellers:
        if len(parsed.sellers) > 1:
            names = "、".join(parsed.sellers[:5])
            raise ImportProblem(
                where,
                Label(f"含有几个卖家：{names}。", f"it holds several sellers: {names}."),
                Label("请按店铺分别导出。", "Export each shop by itself."),
            )
        return
    names = "、".join(parsed.sellers[:5])
    raise ImportProblem(
        where,
        Label(f"卖家“{names}”不是店铺 {shop.id} 的。", f"seller '{names}' is not of {shop.id}."),
        Label(
            "若确是同一家，请加到 shop.toml 的 sellers；否则放进另一家店的文件夹。",
            "If it is the same shop add it to sellers in shop.toml, else use that shop's folder.",
        ),
    )
