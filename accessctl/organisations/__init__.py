"""Organisations and their people: who admits them, who staffs them, and how either is shut out at once."""
