"""The Telegram bot, tried against a server of our own."""
