"""Telling a family of a result, and what may follow from it.

`services` plan it, write down that it was done, and only then let the search be answered;
`selectors` read it.  A page, a message or a program never tells a family of an identification.
"""
