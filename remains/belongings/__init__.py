"""The way of belongings in care: what may follow, where each is, what became of it."""
