"""The Telegram front-end: updates in, quoted answers out, and none lost on the way."""
