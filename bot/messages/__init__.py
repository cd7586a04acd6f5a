"""What the front-ends say, in Chinese and in English. Quotations are never translated; errors name files and keys."""

from bot.messages.catalogue import CommandHelp, Language, Messages, messages_of

__all__ = ["CommandHelp", "Language", "Messages", "messages_of"]
