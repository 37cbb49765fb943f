"""The commands that install, list and remove packs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

from . import folders
from .errors import TrainerError
from .packs import install_here, installed, json_of_pack, look_into, remove
from .safe_text import visible
from .scenario import files
from .scenario.catalogue import load_catalogue


def show_pack(path: Path, out: TextIO) -> None:
    """`trainer install --json`: what is in a pack, for programs; nothing is taken in."""
    out.write(json.dumps(json_of_pack(look_into(path))) + "\n")


def install_pack(path: Path, sure: bool, answer: TextIO, out: TextIO) -> bool:
    """`trainer install`: show what is in a pack, ask, and install it; return whether it was installed."""
    pack = look_into(path)
    out.write("".join(f"{row}\n" for row in pack.told()))
    if pack.faults:
        raise TrainerError("Nothing was taken in. Its author can mend the faults above.")
    replaced = any(known.name == pack.name for known in installed(folders.packs()))
    if not sure:
        out.write(f"\n{'Take it in, in place of the one that is here' if replaced else 'Take it in'}? [y/N] ")
        out.flush()
        if answer.readline().strip().casefold() not in ("y", "yes"):
            out.write("Nothing was taken in.\n")
            return False
    install_here(pack)
    out.write(f"It is here now. “trainer remove {pack.name}” takes it away again.\n")
    return True


def list_packs(out: TextIO) -> None:
    """`trainer packs`: list the installed packs."""
    known = installed(folders.packs())
    out.write("".join(f"{pack.name}: {pack.told()}\n" for pack in known) or "No packs are here yet.\n")


def remove_pack(name: str, out: TextIO) -> None:
    """`trainer remove`: remove an installed pack."""
    gone = remove(name, folders.packs())
    if folders.catalogue().exists():  # it still holds the titles of the removed scenarios
        catalogue = load_catalogue(folders.catalogue())
        catalogue.listed(files(folders.scenario_places()))
        catalogue.keep()
    out.write(
        visible(
            f"“{gone.title}” was taken away with everything it brought. Talks you practised are still in your file.\n"
        )
    )
