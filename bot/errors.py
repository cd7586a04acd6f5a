"""What can go wrong in the bot.

    BotError
    ├── ConfigError           a setting is unknown or has a value it cannot have
    ├── LibraryError          the library is empty, or its folder cannot be read or written
    │   ├── UnknownArticleError   there is no article of that name
    │   └── ArticleExistsError    there is another article of that name
    └── InputError            what was typed, piped in or named cannot be used

Each message names the file or key, what is wrong, and what to do about it, in one line.
"""


class BotError(Exception):
    """The base of every error this room raises."""


class ConfigError(BotError):
    """A setting, from whichever source, is unknown or has a value it cannot have."""


class LibraryError(BotError):
    """The library is empty, or its folder cannot be read or written."""


class UnknownArticleError(LibraryError):
    """There is no article of that name."""


class ArticleExistsError(LibraryError):
    """There is another article of that name."""


class InputError(BotError):
    """What was typed, piped in or named cannot be used."""
