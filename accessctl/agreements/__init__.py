"""Agreements in the hands of those who answer for organisations: terms, signatures, suspension, what they open."""
