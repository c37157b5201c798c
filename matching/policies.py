"""Who may see and review candidate pairs."""
