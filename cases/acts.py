"""The acts of this app that need two persons; registered when the apps are ready."""

from cases.services import handing_over

__all__ = ["handing_over"]
