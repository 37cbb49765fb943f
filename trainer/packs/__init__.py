"""Packs: scenarios, drills and portraits by other people in one .zip, inspected before they are installed."""

from .data_folder import install_here
from .installed import Installed, install, installed, remove
from .pack import Pack, json_of_pack, look_into, pack_of

__all__ = [
    "Installed",
    "Pack",
    "install",
    "install_here",
    "installed",
    "json_of_pack",
    "look_into",
    "pack_of",
    "remove",
]
