"""REST: candidate pairs."""
