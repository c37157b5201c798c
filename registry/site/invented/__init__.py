"""An invented registry: people, reports, finds and their truth, drawn from a seed.

Decides what the demonstration shows and what the benchmarks measure against.  Nobody in it exists.  It knows the
engine's vocabulary (`matching.engine.profile`) and nothing of the database: `registry.site.management` loads it
through the services that everybody else uses.
"""
