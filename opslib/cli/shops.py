"""The command that makes synthetic shops: simulate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import ParameterError
from ..labels import Label
from .app import JsonOption, app, show_json

_MOST_DAYS = 3660


OutOption = Annotated[Path | None, typer.Option(help="写到哪个文件夹 / folder to write to")]
SeedOption = Annotated[int | None, typer.Option(help="随机种子 / same seed, same bytes")]
DaysOption = Annotated[int | None, typer.Option(help="导出多少天 / number of exported days")]
PlatformOption = Annotated[
    str | None, typer.Option(help="1688 | alibaba：抽一家店 / draw a shop of this platform")
]
WithOption = Annotated[
    list[str] | None,
    typer.Option("--with", help="埋入哪类原因，可多次 / plant this kind of cause; repeatable"),
]
ShopsOption = Annotated[
    int | None, typer.Option(help="抽几家店，种子依次加一 / how many shops, seeds counting up")
]
BadFilesOption = Annotated[
    bool, typer.Option("--bad-files", help="另写典型坏文件 / typical broken exports as well")
]
KindsOption = Annotated[
    bool, typer.Option("--kinds", help="列出可埋入的原因类型 / list the kinds of causes")
]


@app.command()
def simulate(
    out: OutOption = None,
    seed: SeedOption = None,
    days: DaysOption = None,
    platform: PlatformOption = None,
    with_: WithOption = None,
    shops: ShopsOption = None,
    bad_files: BadFilesOption = False,
    kinds: KindsOption = False,
    as_json: JsonOption = False,
) -> None:
    """生成合成店铺的导出文件及真相账本。 Write the exports of synthetic shops and the truth.

    不加 --platform、--with、--shops、--bad-files 时写两家示例店铺；加了其中任何一个，就按种子抽店。
    Without these four options: the two sample shops. With any of them shops are drawn by seed, one
    folder each: inbox/, registers/, shop.toml, and truth/ with the ledgers of what was planted.
    """
    if kinds:
        _list_kinds(as_json)
        return
    if out is None:
        what = Label("缺少 --out：写到哪个文件夹。", "--out is missing: the folder to write to.")
        raise ParameterError("simulate", what)
    _check(days, shops, out)
    if any((platform, with_, shops, bad_files)):
        folders = _drawn(out, seed, days, platform or "1688", with_ or [], shops or 1, bad_files)
    else:
        from ..simulate import samples

        folders = samples.write_samples(out, samples.SEED if seed is None else seed, days=days)
    _tell(folders, as_json)


def _check(days: int | None, shops: int | None, out: Path) -> None:
    for name, value, most in (("--days", days, _MOST_DAYS), ("--shops", shops, 10_000)):
        if value is not None and not 1 <= value <= most:
            raise ParameterError(
                f"{name} {value}", Label(f"应在 1 到 {most} 之间。", f"must lie in 1 to {most}.")
            )
    if out.exists() and not out.is_dir():
        raise ParameterError(str(out), Label("不是文件夹。", "is not a folder."))


def _drawn(
    out: Path,
    seed: int | None,
    days: int | None,
    platform: str,
    kinds: list[str],
    shops: int,
    bad_files: bool,
) -> list[Path]:
    """Write the drawn shops; what cannot be drawn is told before anything is written."""
    from ..simulate import samples
    from ..simulate.drawn_files import write_drawn

    first = samples.SEED if seed is None else seed
    return [
        write_drawn(
            *(out, first + k), platform=platform, days=days or 460, kinds=kinds, bad_files=bad_files
        )
        for k in range(shops)
    ]


def _list_kinds(as_json: bool) -> None:
    from ..simulate.draws import KINDS, SIZES

    rows = [
        {"kind": kind, "label": cause.label, "dimension": cause.dimension, "size": SIZES[kind]}
        for kind, cause in KINDS.items()
    ]
    if as_json:
        show_json({"kinds": rows})
        return
    for row in rows:
        low, high = SIZES[str(row["kind"])]
        typer.echo(f"{row['kind']:<18} {row['dimension']:<8} {low:g}–{high:g}  {row['label']}")


def _tell(folders: list[Path], as_json: bool) -> None:
    rows = []
    for folder in folders:
        files = [f for f in folder.rglob("*") if f.is_file()]
        size = sum(f.stat().st_size for f in files)
        rows.append({"folder": folder, "files": len(files), "bytes": size})
    if as_json:
        show_json({"shops": rows})
        return
    for row in rows:
        text = Label("{n} 个文件", "{n} files").format(n=row["files"])
        typer.echo(f"{row['folder']}: {text}, {float(str(row['bytes'])) / 1e6:.2f} MB")
