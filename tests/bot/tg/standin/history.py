"""The messages of the chats: what people wrote and the bot sent, as they stand now and as they stood before."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.bot.tg.standin.people import Chat
from tests.bot.tg.standin.wire import Json


@dataclass
class Message:
    """A message in a chat.

    Attributes:
        chat: Where it stands.
        id: Its number within the chat.
        by_bot: Whether the bot sent it.
        content: The JSON of the Message, as the API shows it now.
        source: The text as the bot sent it, before it was parsed.
        request: The parameters of the call that sent or last edited it.
        at: When it came, on the monotonic clock.
        versions: The contents before each edit.
        deleted: Whether it is gone.
    """

    chat: Chat
    id: int
    by_bot: bool
    content: Json
    source: str = ""
    request: Json = field(default_factory=dict)
    at: float = field(default_factory=time.monotonic)
    versions: list[Json] = field(default_factory=list)
    deleted: bool = False

    @property
    def text(self) -> str:
        """What is read, without any markup."""
        text: str = self.content.get("text") or self.content.get("caption") or ""
        return text

    @property
    def entities(self) -> list[Json]:
        """What is marked in the text, in UTF-16 units."""
        entities: list[Json] = self.content.get("entities") or self.content.get("caption_entities") or []
        return entities

    @property
    def keyboard(self) -> list[list[Json]]:
        """The rows of buttons beneath it."""
        rows: list[list[Json]] = (self.content.get("reply_markup") or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[str]:
        """What the buttons say."""
        return [button["text"] for row in self.keyboard for button in row]

    @property
    def answers(self) -> int | None:
        """The number of the message it replies to."""
        number: int | None = (self.content.get("reply_to_message") or {}).get("message_id")
        return number

    def button(self, label: str) -> Json:
        """The first button whose text holds this.

        Raises:
            LookupError: there is none.
        """
        for row in self.keyboard:
            for button in row:
                if label in button["text"]:
                    return button
        raise LookupError(f"no button says {label!r}: {self.buttons}")

    def marked(self, kind: str) -> list[str]:
        """The parts of the text that are marked so, such as ``bold`` or ``expandable_blockquote``."""
        units = self.text.encode("utf-16-le")
        return [
            units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
            for entity in self.entities
            if entity["type"] == kind
        ]


@dataclass(frozen=True)
class Event:
    """Something that happened in a chat, or in an inline query.

    ``kind`` is, of people: said, edited, pressed, queried; of the bot: sent, changed, deleted, toast, results, action.
    ``content`` is the message as it stood then, or the query, or the parameters of the answer.
    """

    kind: str
    content: Json
    message: Message | None = None


class History:
    """All messages, by chat and number. A chat is known once somebody wrote in it."""

    def __init__(self, remember: int | None = None) -> None:
        self.events: deque[Event] = deque(maxlen=remember)
        self.chats: dict[int, Chat] = {}
        self._remember = remember
        self.messages: dict[int, dict[int, Message]] = defaultdict(dict)
        self._last: dict[int, int] = defaultdict(int)

    def number(self, chat: Chat) -> int:
        """The number of the chat's next message."""
        self.chats.setdefault(chat.id, chat)
        self._last[chat.id] += 1
        return self._last[chat.id]

    def keep(self, message: Message) -> Message:
        """Keeps a message."""
        kept = self.messages[message.chat.id]
        kept[message.id] = message
        if self._remember is not None and len(kept) > self._remember:
            del kept[next(iter(kept))]
        return message

    def note(self, kind: str, content: Json, message: Message | None = None) -> None:
        """Writes down what happened."""
        self.events.append(Event(kind, content, message))

    def find(self, chat: int, number: int | None) -> Message | None:
        """The message, unless it is gone or never was."""
        found = self.messages[chat].get(number or 0)
        return None if found is None or found.deleted else found
