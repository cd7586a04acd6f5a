"""Engines: terms to a Ranking. One file an engine, each the only one that knows its library."""
