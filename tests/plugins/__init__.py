"""Fixtures shared by all tests, one module per part: database, site, worker, browser, cast, order."""
