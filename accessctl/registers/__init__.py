"""Registers: demands by the law, breaches with those they concern, sanctions against receivers, yearly counts."""
