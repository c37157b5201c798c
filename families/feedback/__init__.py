"""Keeping families informed: a clock for each case, a log of talks, the list of families that wait.

`clock` is the rule alone; `services` write talks and rhythms and set the next day; `selectors` read them.
"""
