"""The chain of custody: where remains are and were, who answered for them, and what nobody can say.

`codes` says what may follow what; `chain` reads a chain (pure, no database); `selectors` opens one through the door.
Writes are in `remains.services.custody` and `remains.services.burying`.
"""
