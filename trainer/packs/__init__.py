"""Packs: scenarios, drills and portraits of somebody else in one .zip, looked through before they are taken in."""

from .installed import Installed, install, installed, remove
from .pack import Pack, json_of_pack, look_into, pack_of

__all__ = ["Installed", "Pack", "install", "installed", "json_of_pack", "look_into", "pack_of", "remove"]
