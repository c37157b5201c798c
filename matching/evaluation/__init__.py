"""Measuring the matching on anybody's labelled data: files in, figures out.  No database, no settings, no clock."""
