"""The index: Paragraphs into Hits."""
