"""The acts of this app that need two persons; registered when the apps are ready."""

from cases.services import claims, handing_over, left_files

__all__ = ["claims", "handing_over", "left_files"]
