"""A stand-in for Telegram's Bot API server."""

from tests.bot.tg.standin.history import Event, Message
from tests.bot.tg.standin.people import Chat, User, group, private
from tests.bot.tg.standin.server import BOT, PATIENCE, TOKEN, Call, Standin
from tests.bot.tg.standin.wire import ApiError, Json

__all__ = [
    "BOT",
    "PATIENCE",
    "TOKEN",
    "ApiError",
    "Call",
    "Chat",
    "Event",
    "Json",
    "Message",
    "Standin",
    "User",
    "group",
    "private",
]
