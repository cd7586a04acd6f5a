"""What the Telegram bot keeps: one SQLite file."""
