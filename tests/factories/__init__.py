"""Makers of valid rows, one module per app. They go through the services, so that what they make could exist."""
