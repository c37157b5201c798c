"""Candidate pairs, rankings, reviews, sealed matcher profiles."""
