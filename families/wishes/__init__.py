"""What a family wishes once it was told: where the person is laid to rest, and the steps there.

`services` write them, `selectors` read them, also what people who lead a rite are told of it.
"""
