"""Pages of remains."""
