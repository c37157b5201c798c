"""The acts of this app that need two persons, and the tables it imports; registered when the apps are ready."""

from families.services import case_import, leaving, lifting, transferring

__all__ = ["case_import", "leaving", "lifting", "transferring"]
