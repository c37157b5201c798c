"""Cases in the tables and forms that partners have: one catalogue, and what reads, writes and maps it."""
