"""The organisation's side of what relatives ask: which wait, which are overdue, what became of each."""
