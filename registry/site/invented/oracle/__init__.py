"""The best achievable: a scorer that knows the world the data were drawn from.

Recall of the engine is stated relative to it, because absolute recall depends on how hard the invented world is.  It
gives P(remains as recorded | report) up to a constant, with the generator's own parameters, restricted to named
evidence lines.  Exact but for: tokens of names read as the truth has them (an upper bound), a nationality missing from
a report averaged over the population, positions of group events read as round clouds.
"""
