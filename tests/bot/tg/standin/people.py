"""Users and chats, and the entities that the server finds in what people write."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.bot.tg.standin.markup import utf16
from tests.bot.tg.standin.wire import Json

_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?)"
    r"|(?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{3,31})"
    r"|(?P<url>https?://[^\s<>]+)"
)


@dataclass(frozen=True)
class User:
    """A person, or the bot itself."""

    id: int
    name: str = "小林"
    language: str | None = "zh-hans"
    username: str | None = None
    is_bot: bool = False

    def json(self) -> Json:
        """As the API writes it."""
        person: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.username is not None:
            person["username"] = self.username
        if self.language is not None and not self.is_bot:
            person["language_code"] = self.language
        return person


@dataclass(frozen=True)
class Chat:
    """A private chat, or a group, whose id is negative."""

    id: int
    type: str = "private"
    title: str = "小林"

    @property
    def is_group(self) -> bool:
        """Whether several people talk here."""
        return self.type in ("group", "supergroup")

    def json(self) -> Json:
        """As the API writes it."""
        name = "title" if self.is_group else "first_name"
        return {"id": self.id, "type": self.type, name: self.title}


def private(user: User) -> Chat:
    """A user's chat with the bot; it has the user's id."""
    return Chat(user.id, "private", user.name)


def group(id: int, title: str = "读书会") -> Chat:
    """A supergroup."""
    return Chat(id, "supergroup", title)


def entities_in(text: str) -> list[Json]:
    """Commands, mentions and links in what somebody wrote."""
    return [
        {"type": found.lastgroup, "offset": utf16(text[: found.start()]), "length": utf16(found[0])}
        for found in _FOUND.finditer(text)
    ]


def mentions(text: str, username: str) -> bool:
    """Whether the text names this user, in a command too."""
    return re.search(rf"@{re.escape(username)}(?!\w)", text, re.IGNORECASE) is not None
