"""Pages of cases, incidents, imports and searches."""
