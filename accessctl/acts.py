"""The acts of this app that need two persons; registered when the apps are ready."""

from accessctl.erasure import services
from accessctl.organisations import admitting
from accessctl.systems import entering

__all__ = ["admitting", "entering", "services"]
