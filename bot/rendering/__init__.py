"""What users see, as lines of pieces: quotations, replies, tables. Markup and JSON are made here only."""
