"""What there is of remains, piece by piece: how it is named, counted and drawn."""
