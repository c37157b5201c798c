"""The examination of remains: what was done of it, and estimates by published methods with their error."""
