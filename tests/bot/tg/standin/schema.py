"""The Bot API's schema, as aiogram generates it from the documentation: the methods' parameters, the answers, updates.

aiogram's models let fields through that they do not know; here those count as wrong, at any depth. A form field holds
text or JSON, as the parameter's type says: ``text`` is taken as it is, ``reply_markup`` must be JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.methods import Response
from aiogram.methods.base import TelegramMethod
from aiogram.types import BufferedInputFile, Update
from pydantic import BaseModel, ValidationError

from tests.bot.tg.standin.wire import Json

Method = type[TelegramMethod[Any]]


@cache
def methods() -> Mapping[str, Method]:
    """The methods' models by their names in lower case."""
    models = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {
        model.__api_method__.lower(): model
        for model in models
        if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod
    }


def read_form(model: Method, fields: Mapping[str, str], files: Mapping[str, bytes]) -> Json:
    """The parameters out of a form.

    Raises:
        ValueError: JSON is expected somewhere and there is none.
    """
    values: Json = {name: BufferedInputFile(content, name) for name, content in files.items() if _has(model, name)}
    for name, text in fields.items():
        values[name] = text if not _has(model, name) or _takes_text(model, name) else _json(name, text)
    return values


def wrong_request(model: Method, values: Json) -> Iterator[str]:
    """What is wrong with the parameters, if anything."""
    try:
        made = model.model_validate(values)
    except ValidationError as error:
        yield from _mistakes(error)
    else:
        yield from (f"unknown parameter {path}" for path in unknown(made))


def wrong_result(model: Method, result: object) -> Iterator[str]:
    """What is wrong with the result of a method."""
    try:
        made = _response(model).model_validate({"ok": True, "result": result})
    except ValidationError as error:
        yield from _mistakes(error)
    else:
        yield from (f"unknown field {path}" for path in unknown(made))


def wrong_update(update: Json) -> Iterator[str]:
    """What is wrong with an update."""
    try:
        made = Update.model_validate(update)
    except ValidationError as error:
        yield from _mistakes(error)
    else:
        yield from (f"unknown field {path}" for path in unknown(made))


def unknown(value: object, path: str = "") -> Iterator[str]:
    """The paths of the fields that the models do not have, at any depth."""
    if isinstance(value, BaseModel):
        extra = value.model_extra or {}
        for name in value.model_fields_set:
            here = f"{path}.{name}" if path else name
            if name in extra:
                yield here
            else:
                yield from unknown(getattr(value, name), here)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for place, part in enumerate(value):
            yield from unknown(part, f"{path}[{place}]")


@cache
def _response(model: Method) -> type[BaseModel]:
    made: type[BaseModel] = Response[model.__returning__]  # type: ignore[name-defined]
    return made


def _has(model: Method, name: str) -> bool:
    return name in model.model_fields


@cache
def _takes_text(model: Method, name: str) -> bool:
    annotation: Any = model.model_fields[name].annotation
    kinds = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return str in kinds


def _json(name: str, text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise ValueError(f"{name} is no JSON: {text[:80]!r}") from None


def _mistakes(error: ValidationError) -> Iterator[str]:
    for mistake in error.errors(include_url=False):
        place = ".".join(str(part) for part in mistake["loc"])
        yield f"{place}: {mistake['msg']}"
