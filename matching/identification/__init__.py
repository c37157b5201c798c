"""Identification: the only road to an answer by death, and the way back from it.

`codes` and `rules` say what suffices (pure); `selectors` open what was concluded; `report` words it for authorities.
Writes are in `matching.services.identifying` and `matching.services.revoking`.
"""
