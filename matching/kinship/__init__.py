"""Kinship in the registry: a family and its profiles read by one job, weighed, and shown without an allele.

family    who is related how to the person who is sought, by codes of donors, and what was typed of whom
weighing  the least ratio over panels and readings of the pedigree, with what it rests on (pure)
line      the line of a pair as its reader may have it
"""
