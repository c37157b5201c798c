"""The matching engine: profiles in, rankings and explanations out.

A pure library: no Django, no settings, no clock, no input or output, no global state.
"""
