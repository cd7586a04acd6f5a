"""A Bot API server on loopback, thin but strict: every call is checked against the schema that aiogram generates.

It follows the documented semantics of the server as far as a bot that answers in text meets them, so that a real bot
can talk to it over HTTP. It does not know media beyond documents, payments, or the right to administer a group.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType

from aiohttp import web
from multidict import MultiDict

from tests.bot.tg.standin import schema
from tests.bot.tg.standin.faults import Fault, Faults
from tests.bot.tg.standin.history import History, Message
from tests.bot.tg.standin.methods import DOINGS
from tests.bot.tg.standin.people import Chat, User, entities_in, mentions
from tests.bot.tg.standin.updates import Updates
from tests.bot.tg.standin.waiting import Waiting
from tests.bot.tg.standin.webhook import Webhook
from tests.bot.tg.standin.wire import ApiError, Json

TOKEN = "700000001:AAstandin_of_the_bot_api_for_tests_x"  # noqa: S105 — opens nothing
BOT = User(700000001, "原话", None, "yuanhua_bot", True)
PATIENCE = 10.0
"""Seconds to wait for what the bot should do."""


@dataclass(frozen=True)
class Call:
    """A call the bot made: the method in its documented spelling, its parameters, when, and the status answered."""

    method: str
    values: Json
    at: float
    status: int


class Standin:
    """The server, as an asynchronous context manager; all in one event loop.

    Attributes:
        base_url: Where it listens, without the token: ``http://127.0.0.1:<port>``.
        sent: The messages of the bot, as they stand now, in the order they came.
        calls: The last calls, at most ``remember`` (None = all), as of everything that is kept.
        violations: What was wrong by the schema, in calls or in answers: must stay empty.
        unheard: How many calls of each method were carried out whose answer found nobody.
        privacy: Whether the bot in groups sees only what is meant for it.
        blocked: The chats that do not want the bot.
        commands: The lists set, by scope (JSON) and language.
    """

    def __init__(
        self, token: str = TOKEN, *, bot: User = BOT, privacy: bool = True, remember: int | None = None
    ) -> None:
        self.token = token
        self.bot = bot
        self.privacy = privacy
        self.base_url = ""
        self.updates = Updates()
        self.webhook = Webhook(self.updates)
        self.history = History(remember)
        self.faults = Faults()
        self.presses = Waiting()
        self.queries = Waiting()
        self.sent: deque[Message] = deque(maxlen=remember)
        self.calls: deque[Call] = deque(maxlen=remember)
        self.violations: list[str] = []
        self.unheard: Counter[str] = Counter()
        self.withheld: list[Message] = []
        self.blocked: set[int] = set()
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.files: dict[str, tuple[Json, bytes]] = {}
        self._news: dict[int, asyncio.Queue[Message]] = defaultdict(asyncio.Queue)
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._port = 0

    async def __aenter__(self) -> Standin:
        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        application.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        self._runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=0.1)
        await self._runner.setup()
        await self.up()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.webhook.close()
        self.updates.end_poll("the server ends")
        assert self._runner is not None
        await self._runner.cleanup()

    # Going wrong

    async def up(self) -> None:
        """Listens, on the same port as before."""
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await self._site.start()
        self._port = self._runner.addresses[0][1]
        self.base_url = f"http://127.0.0.1:{self._port}"

    async def down(self) -> None:
        """Refuses connections, and cuts those there are."""
        assert self._runner is not None
        assert self._site is not None
        await self._site.stop()
        self.updates.end_poll("the server ends")
        assert self._runner.server is not None
        for connection in list(self._runner.server.connections):
            connection.force_close()
            if connection.transport is not None:
                connection.transport.abort()

    def fail(
        self,
        status: int = 500,
        times: int | None = 1,
        *,
        method: str | None = None,
        what: str = "",
        retry_after: int | None = None,
        late: bool = False,
    ) -> Fault:
        """Answers calls with an error; ``late``: after carrying them out."""
        return self.faults.add(Fault(method, times, ApiError(status, what, retry_after), late=late))

    def flood(self, times: int | None = 1, *, retry_after: int = 1, method: str | None = "sendMessage") -> Fault:
        """Answers calls with 429."""
        return self.fail(429, times, method=method, retry_after=retry_after)

    def slow(self, seconds: float, times: int | None = None, *, method: str | None = None, after: float = 0.0) -> Fault:
        """Takes its time before it carries calls out, and after."""
        return self.faults.add(Fault(method, times, seconds=seconds, seconds_after=after))

    def garble(self, times: int | None = 1, *, method: str | None = None, body: bytes = b'{"ok":tru') -> Fault:
        """Answers something that is no JSON."""
        return self.faults.add(Fault(method, times, garbage=body))

    def cut(self, times: int | None = 1, *, method: str | None = None, late: bool = False) -> Fault:
        """Cuts the connection; ``late``: after carrying the call out."""
        return self.faults.add(Fault(method, times, cut=True, late=late))

    def mend(self) -> None:
        """Makes all well again."""
        self.faults.mend()

    # What people do

    def say(self, chat: Chat, user: User, text: str, *, reply_to: Message | None = None) -> Message:
        """Somebody writes."""
        entities = entities_in(text)
        return self.show(chat, user, {"text": text, **({"entities": entities} if entities else {})}, reply_to=reply_to)

    def show(self, chat: Chat, user: User, content: Json, *, reply_to: Message | None = None) -> Message:
        """Somebody sends anything: text, a sticker, a voice message …, given as the fields of a Message."""
        number = self.history.number(chat)
        whole: Json = {
            "message_id": number,
            "from": user.json(),
            "chat": chat.json(),
            "date": int(time.time()),
            **content,
        }
        if reply_to is not None:
            whole["reply_to_message"] = {k: v for k, v in reply_to.content.items() if k != "reply_to_message"}
        message = self.history.keep(Message(chat, number, False, whole))
        self.history.note("said", whole, message)
        if self._sees(message, reply_to):
            self.push({"message": whole})
        else:
            self.withheld.append(message)
        return message

    def edit(self, message: Message, text: str) -> None:
        """Somebody edits what they wrote."""
        message.versions.append(message.content)
        entities = entities_in(text)
        kept = {key: value for key, value in message.content.items() if key != "entities"}
        message.content = {**kept, "text": text, "edit_date": int(time.time())}
        if entities:
            message.content["entities"] = entities
        self.history.note("edited", message.content, message)
        self.push({"edited_message": message.content})

    def press(self, message: Message, label: str, user: User) -> str:
        """Somebody presses the button whose text holds the label; returns the id to wait for the answer with."""
        return self.press_data(message, message.button(label)["callback_data"], user)

    def press_data(self, message: Message, data: str, user: User) -> str:
        """Somebody presses a button with this data, be it there still or not."""
        name = self.presses.ask()
        shown = message.content
        if message.deleted:
            shown = {"message_id": message.id, "chat": message.chat.json(), "date": 0}
        query = {"id": name, "from": user.json(), "chat_instance": "1", "message": shown, "data": data}
        self.history.note("pressed", query, message)
        self.push({"callback_query": query})
        return name

    def inline(self, user: User, query: str, offset: str = "") -> str:
        """Somebody types ``@bot query`` in any chat; returns the id to wait for the answer with."""
        name = self.queries.ask()
        asked = {"id": name, "from": user.json(), "query": query, "offset": offset}
        self.history.note("queried", asked)
        self.push({"inline_query": asked})
        return name

    def push(self, content: Json) -> Json:
        """Queues an update, given without its id; it must be right by the schema."""
        update = self.updates.add(content)
        self.violations += [f"the stand-in's own update: {wrong}" for wrong in schema.wrong_update(update)]
        return update

    # What the bot does

    async def next_sent(self, chat: Chat, seconds: float = PATIENCE) -> Message:
        """The bot's next message in this chat.

        Raises:
            TimeoutError: it sent none in time.
        """
        async with asyncio.timeout(seconds):
            return await self._news[chat.id].get()

    def unread(self, chat: Chat) -> int:
        """How many messages of the bot nobody took yet with ``next_sent``."""
        return self._news[chat.id].qsize()

    def called(self, method: str) -> list[Call]:
        """The calls of this method."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def posted(self, message: Message) -> None:
        """Keeps a message that the bot sent."""
        self.history.keep(message)
        self.history.note("sent", message.content, message)
        self.sent.append(message)
        self._news[message.chat.id].put_nowait(message)

    def keep_file(self, name: str, body: bytes) -> Json:
        """Keeps a file; returns it as a Document."""
        file_id = f"file{len(self.files) + 1}"
        document = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_name": name, "file_size": len(body)}
        self.files[file_id] = document, body
        return document

    def _sees(self, message: Message, reply_to: Message | None) -> bool:
        """Privacy mode: in groups only commands, replies to the bot, and what names it."""
        if not message.chat.is_group or not self.privacy or not message.text:
            return not (message.chat.is_group and self.privacy)
        assert self.bot.username is not None
        command = message.text.split(maxsplit=1)[0] if message.text.startswith("/") else ""
        if command:
            return "@" not in command or mentions(command, self.bot.username)
        return (reply_to is not None and reply_to.by_bot) or mentions(message.text, self.bot.username)

    # Serving

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        if not hmac.compare_digest(request.match_info["token"].encode(), self.token.encode()):
            return web.json_response(ApiError(401).answer(), status=401)
        model = schema.methods().get(name.lower())
        if model is None:
            self.violations.append(f"{name}: no such method")
            return web.json_response(ApiError(404, "method not found").answer(), status=404)
        at = time.monotonic()
        try:
            fields, files = await _read(request)
        except ConnectionError:  # who called is gone
            return web.Response()
        fault, after = await self.faults.strike(name)
        if fault is not None and not fault.late and (wrong := fault.answer(request)) is not None:
            self.calls.append(Call(model.__api_method__, fields, at, wrong.status))
            return wrong
        values = fields
        try:
            if request.content_type != "application/json":
                values = _parse(model, fields, files)
            answer, status = {"ok": True, "result": await self._do(model, values, files)}, 200
        except ApiError as refusal:
            answer, status = refusal.answer(), refusal.status
        self.calls.append(Call(model.__api_method__, values, at, status))
        if after:
            await asyncio.sleep(after)
        if request.transport is None or request.transport.is_closing():
            self.unheard[model.__api_method__] += 1
        if fault is not None and (wrong := fault.answer(request)) is not None:
            return wrong
        return web.json_response(answer, status=status)

    async def _do(self, model: schema.Method, values: Json, files: Mapping[str, bytes]) -> object:
        name = model.__api_method__
        wrong = list(schema.wrong_request(model, values))
        self.violations += [f"{name}: {what}" for what in wrong]
        if any(not what.startswith("unknown") for what in wrong):
            raise ApiError(400, wrong[0])
        doing = DOINGS.get(name.lower())
        if doing is None:
            self.violations.append(f"{name}: the stand-in cannot do this")
            raise ApiError(501)
        result = await doing(self, values, files)
        if name != "getUpdates":
            self.violations += [
                f"the stand-in's answer to {name}: {what}" for what in schema.wrong_result(model, result)
            ]
        return result

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        found = self.files.get(request.match_info["path"].removeprefix("documents/"))
        if request.match_info["token"] != self.token or found is None:
            return web.json_response(ApiError(404).answer(), status=404)
        return web.Response(body=found[1])


async def _read(request: web.Request) -> tuple[Json, dict[str, bytes]]:
    """The parameters of a call as they came, from the address or the body, and the files with it."""
    fields: Json = dict(request.query)
    files: dict[str, bytes] = {}
    if request.content_type == "application/json" and request.can_read_body:
        return {**fields, **await request.json()}, files
    posted = await request.post() if request.method == "POST" else MultiDict[str]()
    for name, value in posted.items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
        elif isinstance(value, str):
            fields[name] = value
    return fields, files


def _parse(model: schema.Method, fields: Json, files: Mapping[str, bytes]) -> Json:
    try:
        return schema.read_form(model, fields, files)
    except ValueError as error:
        raise ApiError(400, str(error)) from None
