"""The journal made tamper-evident: a Merkle tree over its entries, signed heads, proofs and verification."""
