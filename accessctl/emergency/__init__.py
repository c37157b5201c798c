"""Danger to life: one person opens one record for an hour; its owner, the officers and the family are told of it."""
