"""Samples: what was taken of remains or given by donors, where it is, who tests it, what the laboratory said.

A sample is known by a random code.  `codes` says what may follow what; `chain` reads a chain of steps (pure);
`selectors` opens samples through the door.  Writes are in `remains.services.samples` and its neighbours.
"""
