"""The vocabulary that describes a person: abstract rows shared by cases, remains and whereabouts, and value codecs.

Nothing here is a table.  `remains` and `families` build their own rows from it, each in its own ring.
"""
