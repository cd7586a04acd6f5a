"""The specification: one folder a room, `benchmarks/` apart, `data/` beside them."""
