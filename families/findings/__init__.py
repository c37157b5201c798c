"""An identification in the family's file: written down from above, told in person, answered by the family.

`services` write it, take it back and note what the family says; `selectors` read it; `report` words it for the family.
"""
