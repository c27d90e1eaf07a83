"""What the two sample shops sell and what buyers type to find it. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """A family of products: its name in titles, price, season and search words.

    `winter` is how much more it sells in December than in June (log ratio / 2).
    """

    name: str
    category: str
    price: float
    winter: float
    words: tuple[str, ...]


STYLES_1688 = (
    Style(
        "纯棉打底衫",
        "打底衫",
        19.8,
        0.25,
        ("纯棉打底衫", "打底衫女", "纯棉打底衫女秋冬", "打底衫批发"),
    ),
    Style("高领打底衫", "打底衫", 23.5, 0.40, ("高领打底衫", "高领打底衫女", "半高领打底衫")),
    Style("德绒打底衫", "打底衫", 26.0, 0.45, ("德绒打底衫", "德绒打底衫女", "加绒打底衫")),
    Style("莫代尔打底衫", "打底衫", 21.0, 0.10, ("莫代尔打底衫", "莫代尔长袖t恤")),
    Style("保暖内衣套装", "保暖内衣", 39.9, 0.60, ("保暖内衣套装", "秋衣秋裤套装", "加绒保暖内衣")),
    Style("纯棉长袖T恤", "T恤", 22.8, 0.10, ("纯棉t恤女长袖", "长袖t恤女", "t恤女批发")),
    Style("纯棉短袖T恤", "T恤", 16.8, -0.50, ("纯棉短袖t恤", "短袖t恤女", "白色t恤女")),
    Style("针织打底毛衣", "针织衫", 36.0, 0.40, ("打底毛衣女", "针织打底衫", "套头毛衣女")),
    Style("螺纹打底背心", "背心", 12.5, -0.35, ("打底背心女", "螺纹吊带背心")),
    Style("磨毛打底裤", "打底裤", 18.9, 0.40, ("打底裤女秋冬", "磨毛打底裤")),
    Style("蕾丝打底衫", "打底衫", 28.0, 0.15, ("蕾丝打底衫", "网纱打底衫女")),
    Style("儿童纯棉打底衫", "童装", 15.5, 0.25, ("儿童打底衫", "童装打底衫纯棉")),
)
VARIANTS_1688 = (
    ("圆领", "修身长袖内搭"),
    ("高弹", "百搭显瘦上衣"),
    ("V领", "洋气小衫"),
    ("宽松", "大码内搭"),
    ("方领", "设计感紧身"),
)

STYLES_ALIBABA = (
    Style(
        "Cotton Base Layer Top",
        "Base Layers",
        4.8,
        0.15,
        ("base layer women", "cotton base layer", "thermal tops", "camiseta trmica mujer"),
    ),
    Style(
        "Thermal Underwear Set",
        "Thermal Underwear",
        8.9,
        0.35,
        ("thermal underwear set", "long johns wholesale", "thermal underwear women"),
    ),
    Style(
        "Plain Cotton T Shirt",
        "T-Shirts",
        2.9,
        -0.15,
        ("cotton t shirt", "blank t shirts", "custom t shirt", "camisetas de algodn"),
    ),
    Style(
        "Turtleneck Knit Top",
        "Sweaters",
        6.7,
        0.25,
        ("turtleneck women", "knit top wholesale", "mock neck top"),
    ),
    Style("Modal Long Sleeve Shirt", "T-Shirts", 5.4, 0.05, ("modal shirt", "long sleeve t shirt")),
    Style("Ribbed Tank Top", "Tank Tops", 2.6, -0.25, ("ribbed tank top", "tank top custom logo")),
    Style(
        "Fleece Lined Leggings", "Leggings", 5.9, 0.30, ("fleece leggings", "leggings wholesale")
    ),
    Style("Kids Cotton Shirt", "Kids", 3.4, 0.05, ("kids t shirt", "baby cotton clothes")),
)
VARIANTS_ALIBABA = (
    ("Crew Neck", "Custom Logo Wholesale"),
    ("Slim Fit", "High Stretch Factory Price"),
    ("Oversized", "OEM ODM Low MOQ"),
    ("Seamless", "Soft Breathable"),
    ("Plus Size", "Ready to Ship"),
)


def title(style: Style, variant: tuple[str, str], platform: str, year: int) -> str:
    """A listing title as a seller would write it."""
    if platform == "1688":
        return f"{year}新款{style.name}女{variant[0]}{variant[1]}厂家批发"
    return f"{year} {variant[0]} {style.name} for Women {variant[1]}"
