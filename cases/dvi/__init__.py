"""Events with many dead and missing: an incident worked by several organisations together, step by step.

Nothing here changes what is known of anybody: lists are heard, links are leads, and steps are ticks on a list.
"""
