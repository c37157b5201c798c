"""The family's own page: what a relative sees of the search and of what is held of them, and what they do there.

It tells the state of the search in three sentences and no more: whoever reads it learns nothing of candidates, of
scores, of remains, of other relatives, and of a person found alive who wished nothing to be told.  Every result, of
whatever kind, reads that the organisation would like to meet the family.
"""
