"""Packs: scenarios, drills and portraits by other people in one .zip, inspected before they are installed."""

from .installed import Installed, install, installed, remove
from .pack import Pack, look_into

__all__ = ["Installed", "Pack", "install", "installed", "look_into", "remove"]
