"""The acts of this app that need two persons; registered when the apps are ready."""

from cases.services import claims, dvi, handing_over, left_files, undoing

__all__ = ["claims", "dvi", "handing_over", "left_files", "undoing"]
