"""The acts of this app that need two persons; registered when the apps are ready."""

from families.services import lifting

__all__ = ["lifting"]
