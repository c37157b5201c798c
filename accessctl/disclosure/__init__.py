"""Disclosure: a person asks for rings of one record, its owner decides, both sides see what is open and until when."""
