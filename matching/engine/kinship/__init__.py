"""Kinship from genetic profiles: likelihood ratios of pairs and of whole families.

A likelihood ratio says how much better one explanation of the profiles fits than another.  Nothing here identifies
anybody, and nothing here enters the sum of the other evidence.
"""
