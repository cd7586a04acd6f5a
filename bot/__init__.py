"""The bot: a Question into a Reply on a screen."""
