"""Packs: scenarios, drills and portraits by other people in one .zip, inspected before they are installed."""

from .installed import Installed, install, installed, remove
from .pack import Pack, json_of_pack, look_into, pack_of

__all__ = ["Installed", "Pack", "install", "installed", "json_of_pack", "look_into", "pack_of", "remove"]
