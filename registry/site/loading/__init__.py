"""Puts an invented registry into the database, through the services that page and API use.

Decides nothing about people: `registry.site.invented` does.  Whatever a service refuses stops the load, so that a
demonstration never holds what a form would not take.
"""
