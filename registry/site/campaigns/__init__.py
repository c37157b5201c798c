"""Long proofs, each one command: what the suite shows on a small scale, on a large one, with a printed report."""
