"""Packs: scenarios, drills and portraits of somebody else in one .zip, looked through before they are taken in."""

from .installed import Installed, install, installed, remove
from .pack import Pack, look_into

__all__ = ["Installed", "Pack", "install", "installed", "look_into", "remove"]
