"""Who read what, and why: for the family through those who talk with it, and for the officer who watches over readers.

record     the readers of one record, by organisation, ring and purpose
people     each reader's last four weeks beside their own past and their colleagues'
"""
