"""The acts of this app that need two persons; registered when the apps are ready."""

from remains import handing
from remains.services import burying, genetics, imports, joining

__all__ = ["burying", "genetics", "handing", "imports", "joining"]
