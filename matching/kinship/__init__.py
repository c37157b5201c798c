"""Kinship in the registry: a family and its profiles read by one job, weighed, and shown without an allele.

family    who is related how to the person who is sought, by codes of donors, and what was typed of whom
weighing  the least ratio over panels and readings of the pedigree, with what it rests on (pure)
line      the line of a pair as its reader may have it
outlooks  how much each further relative's sample would say, by the shape of a family
pages     the pedigree by codes and these figures, for a family's caseworkers and for a laboratory
"""
