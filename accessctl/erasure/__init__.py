"""Erasing a record: what goes, what stays and why, keys destroyed, receivers told, nothing back from a backup."""
