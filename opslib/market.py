"""Where a shop sells: its money, its clock, and whose holidays its buyers keep."""

from __future__ import annotations

from dataclasses import replace

from .profile import Profile, load_profile
from .store import Snapshot
from .workspace import Workspace

_CHINESE_SELLERS = ("CNY", "USD")


def shop_profile(workspace: Workspace, shop: str, snapshot: Snapshot) -> Profile:
    """The platform's profile as the workspace changes it.

    A shop known by its orders alone counts in their currency, unless shop.toml names one: money
    of another currency is never added, and a page of zeros would help nobody.
    """
    profile = workspace.profile(shop)
    if workspace.shop(shop).currency or "shop_day" in snapshot.tables(shop):
        return profile
    rows = (
        snapshot.connect(shop)
        .execute('SELECT DISTINCT currency FROM "order" WHERE currency IS NOT NULL')
        .fetchall()
    )
    return replace(profile, currency=rows[0][0]) if len(rows) == 1 else profile


def region(workspace: Workspace, profile: Profile, shop: str) -> str:
    """Whose holidays count: the declared country's, else China's; "" for orders in foreign money.

    A shop that sells in pounds does not work on China's make-up Saturdays.
    """
    usual = (load_profile(profile.id).currency, *_CHINESE_SELLERS)
    return workspace.shop(shop).country or ("CN" if profile.currency in usual else "")
