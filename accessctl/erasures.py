"""What erasing does to what hangs on every record; registered when the apps are ready."""

from accessctl.erasure import general, services

__all__ = ["general", "services"]
