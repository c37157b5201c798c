"""Asking other registries, and answering them, without telling whom one asks about or whom one holds."""
