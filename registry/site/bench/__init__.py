"""Measurements of the registry: shares, and ratios of two things measured in one run."""
