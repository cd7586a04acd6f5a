"""The answer: a Ranking into Quotes, or an Abstention. Pure: nothing is read, written or shown here."""
