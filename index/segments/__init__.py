"""Segments: pieces of an index that never change, made once, mapped from files, and merged."""
