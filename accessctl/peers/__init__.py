"""Links to other registries: who runs them, which keys they have, which organisations of ours take part."""
