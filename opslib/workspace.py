"""The folder of one operator: its shops, what arrived, what is stored, what was reported."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tomllib
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Callable, Sequence

from . import places
from .errors import DeclarationError, ParameterError, unknown
from .labels import Label
from .model import ImportedFile
from .profile import Profile, load_profile
from .store import Store

_SHOP_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
FOLDERS = ("inbox", "registers", "reports", "formats", "rules", "profiles", "calendar")


@dataclass(frozen=True)
class Workspace:
    """One operator's folder, with one shop or many.

    `shops` maps a shop's id to what shop.toml says of it; the first is the default.
    """

    root: Path
    shops: dict[str, Any]
    salt: str = field(repr=False)

    @classmethod
    def open(cls, root: Path | str) -> Workspace:
        """Open an existing workspace; ParameterError says how to make one."""
        root = find(root)
        file = root / "shop.toml"
        if not file.is_file():
            raise ParameterError(
                str(root),
                Label("这里不是工作区（没有 shop.toml）。", "this is no workspace (no shop.toml)."),
                Label(
                    "新建一个：opslib init 文件夹 --platform 1688",
                    "Make one: opslib init FOLDER --platform 1688",
                ),
            )
        return cls(root, *_read(file))

    @classmethod
    def init(cls, root: Path, *, platform: str, shop: str, name: str = "") -> Workspace:
        """Make a new workspace with its folders and the empty hand-kept tables."""
        if (root / "shop.toml").exists():
            raise ParameterError(str(root), Label("已经是工作区。", "is a workspace already."))
        load_profile(platform)
        _checked_id(shop, str(root))
        for folder in FOLDERS:
            (root / folder).mkdir(parents=True, exist_ok=True)
        (root / "shop.toml").write_text(
            _SHOP_TOML.format(
                salt=secrets.token_hex(16),
                shop=shop,
                name=_quoted(name or shop),
                platform=platform,
            ),
            encoding="utf-8",
        )
        for file in sorted((places.templates() / "registers").glob("*.xlsx")):
            shutil.copy(file, root / "registers" / file.name)
        return cls.open(root)

    @cached_property
    def store(self) -> Store:
        return Store(self.root / "store")

    @cached_property
    def reports(self) -> Path:
        return self.root / "reports"

    def shop(self, shop: str | None = None) -> Any:
        """The shop of this id, or the only (first) one."""
        if not shop:
            return next(iter(self.shops.values()))
        if shop not in self.shops:
            raise unknown(Label("店铺", "shop"), shop, self.shops)
        return self.shops[shop]

    def profile(self, shop: str | None = None) -> Profile:
        """The platform's profile with the workspace's own changes, and the shop's own."""
        identity = self.shop(shop)
        base = load_profile(identity.platform, self.root / "profiles")
        return replace(
            base,
            currency=identity.currency or base.currency,
            timezone=identity.timezone or base.timezone,
        )

    @cached_property
    def formats(self) -> Any:
        """The shipped export formats and the workspace's own."""
        from .importers import load_formats

        return load_formats(places.templates() / "formats", self.root / "formats")

    def import_files(
        self,
        paths: Sequence[Path] = (),
        *,
        shop: str | None = None,
        progress: Callable[..., None] | None = None,
        at: datetime | None = None,
    ) -> list[ImportedFile]:
        """Import files and folders (default: inbox and registers); each file stands alone.

        A file below a folder named after a shop belongs to that shop; others belong to `shop`,
        or to the only shop there is.
        """
        from .importers import import_paths

        chosen = list(paths) or [self.root / "inbox", self.root / "registers"]
        if shop:
            self.shop(shop)
        done = import_paths(
            chosen,
            self.store,
            self.formats,
            shop=shop or (next(iter(self.shops)) if len(self.shops) == 1 else ""),
            shops=self.shops,
            salt=self.salt,
            progress=progress,
            at=at,
        )
        if any(f.state in ("imported", "replaced") for f in done):
            self.store.compact()
        return done


def find(root: Path | str) -> Path:
    """The folder meant: "demo" is the shipped sample workspace, "" the one we stand in.

    A notebook says "demo" by default; where OPSLIB_WORKSPACE names a shop (`opslib lab` does
    that), "demo" means this shop.
    """
    own = os.environ.get("OPSLIB_WORKSPACE", "")
    if str(root) == "demo" and own:
        return Path(own).expanduser().resolve()
    if str(root) == "demo" and not Path("demo/shop.toml").is_file():
        from .demo import demo_workspace

        return demo_workspace()
    if str(root):
        return Path(root).expanduser().resolve()
    here = Path(own).expanduser().resolve()
    return Path(around(here) or here)


def around(place: Path) -> str:
    """The workspace that a file or folder lies in; "" if it lies in none or does not exist."""
    place = place.expanduser().resolve()
    folders = (place, *place.parents) if place.exists() else ()
    return next((str(f) for f in folders if (f / "shop.toml").is_file()), "")


def _checked_id(shop: str, where: str) -> str:
    if not _SHOP_ID.fullmatch(shop):
        raise ParameterError(
            where,
            Label(f"店铺编号“{shop}”不能用。", f"'{shop}' cannot be a shop id."),
            Label(
                "只用小写字母、数字、_ 和 -，例如 my_shop。",
                "Use lower-case letters, digits, _ and - only, for example my_shop.",
            ),
        )
    return shop


def _quoted(text: str) -> str:
    """A TOML string, whatever the text holds."""
    import tomlkit

    return tomlkit.item(text).as_string()


def _read(file: Path) -> tuple[dict[str, Any], str]:
    from .importers import ShopIdentity

    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise DeclarationError(
            str(file), Label(f"读不懂：{fault}", f"cannot be read: {fault}")
        ) from fault
    entries = data.get("shop") or []
    if not entries:
        raise DeclarationError(
            str(file),
            Label("没有 [[shop]]。", "has no [[shop]]."),
            Label("至少写一家店：id、name、platform。", "Name at least one: id, name, platform."),
        )
    shops = {}
    for entry in entries:
        lacking = {"id", "platform"} - entry.keys()
        if lacking:
            raise DeclarationError(
                str(file), Label(f"[[shop]] 缺少 {lacking}", f"[[shop]] lacks {lacking}")
            )
        shop_id = _checked_id(entry["id"], str(file))
        shops[shop_id] = ShopIdentity(
            id=shop_id,
            name=entry.get("name", shop_id),
            platform=str(entry["platform"]),
            sellers=tuple(entry.get("sellers", ())),
            currency=_currency(entry.get("currency", ""), file),
            timezone=_timezone(entry.get("timezone", ""), file),
            country=_country(entry.get("country", ""), file),
        )
    return shops, str(data.get("workspace", {}).get("salt", ""))


def _currency(value: object, file: Path) -> str:
    if not re.fullmatch(r"([A-Z]{3})?", str(value)):
        raise DeclarationError(
            str(file),
            Label(f"币种 currency 不能写“{value}”。", f"currency cannot be '{value}'."),
            Label("写三个大写字母，例如 CNY。", "Write three capitals, for example GBP."),
        )
    return str(value)


def _timezone(value: object, file: Path) -> str:
    from zoneinfo import available_timezones

    if value and value not in available_timezones():
        raise DeclarationError(
            str(file),
            Label(f"时区 timezone 不认识“{value}”。", f"timezone '{value}' is unknown."),
            Label("例如 Asia/Shanghai。", "Write it like Europe/London."),
        )
    return str(value)


def _country(value: object, file: Path) -> str:
    if not value:
        return ""
    import holidays

    if value not in holidays.list_supported_countries():
        raise DeclarationError(
            str(file),
            Label(f"国家 country 不认识“{value}”。", f"country '{value}' is unknown."),
            Label("写两个字母，例如 CN、GB、US。", "Write two letters: CN, GB, US."),
        )
    return str(value)


_SHOP_TOML = """\
# 这个工作区的店铺。一个工作区可以有多家店：复制 [[shop]] 一段即可，
# 多家店时把导出文件放进 inbox/<店铺编号>/。
# The shops of this workspace. For more shops repeat [[shop]] and keep exports in inbox/<id>/.

[workspace]
# 买家账号只保存加盐后的哈希；不要改这一行，否则老客识别会断开。
# Buyers are stored as salted hashes only; keep this line or repeat buyers are not recognised.
salt = "{salt}"

[[shop]]
id = "{shop}"
name = {name}
platform = "{platform}"
sellers = []    # 订单里的卖家会员名，用来防止混店 / seller names in order exports, guards shops
# currency = "GBP"              # 与平台不同才写 / only where not the platform's own
# timezone = "Europe/London"    # 同上 / likewise
# country = "GB"                # 按哪国的节假日，默认中国 / whose public holidays; default China
"""
