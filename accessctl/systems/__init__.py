"""Partner systems: their clients and tokens, the feed of changes they follow, the addresses they are told at."""
