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
    return workspace.shop(shop).country or ("CN" if on_platform(profile) else "")


def on_platform(profile: Profile) -> bool:
    """Whether the shop sells in its platform's money, so that the platform's events are its own.

    A shop elsewhere that only borrows the profile has no 3.28 spring promotion.
    """
    return profile.currency in (load_profile(profile.id).currency, *_CHINESE_SELLERS)
