"""Packs: scenarios, drills and portraits by other people in one .zip, inspected before they are installed."""

from .data_folder import install_here, look_into_here
from .installed import Installed, install, installed, remove, unreadable
from .pack import Pack, faults_of_about, json_of_pack, look_into, pack_of

__all__ = [
    "Installed",
    "Pack",
    "faults_of_about",
    "install",
    "install_here",
    "installed",
    "json_of_pack",
    "look_into",
    "look_into_here",
    "pack_of",
    "remove",
    "unreadable",
]
