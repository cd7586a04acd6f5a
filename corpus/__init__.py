"""The corpus: files into Articles."""
