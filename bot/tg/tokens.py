"""Where the bot's token comes from: the environment, or a file that only its owner can read. Nowhere else."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from bot.tg.errors import ServiceError

VARIABLE = "TELEGRAM_BOT_TOKEN"
_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]+")


def read_token(file: Path | None, environ: Mapping[str, str]) -> str:
    """The token.

    Args:
        file: the file of the settings, which comes first; None for the environment.
        environ: the environment.

    Raises:
        ServiceError: there is none, it has not the form of one, or others can read its file. The message does not
            show it.
    """
    token, origin = (_from_file(file), str(file)) if file is not None else (environ.get(VARIABLE, ""), VARIABLE)
    token = token.strip()
    if not token:
        raise ServiceError(
            f"{origin}: no token; get one from @BotFather in Telegram, and set the environment variable {VARIABLE}"
            " (or telegram.token_file to a file that only you can read)"
        )
    if not _SHAPE.fullmatch(token):
        raise ServiceError(f"{origin}: not the form of a token, which is 123456:ABC-DEF…; copy it from @BotFather")
    return token


def _from_file(file: Path) -> str:
    try:
        with file.open(encoding="ascii") as opened:
            mode = stat.S_IMODE(os.fstat(opened.fileno()).st_mode)
            if mode & 0o077:
                raise ServiceError(f"{file}: others can read it (mode {mode:04o}); run: chmod 600 {file}")
            return opened.read(4096)
    except OSError as error:
        raise ServiceError(f"{file}: cannot be read ({error.strerror}); set telegram.token_file to one that can") from (
            None
        )
    except UnicodeDecodeError:
        raise ServiceError(f"{file}: not a token; write nothing but the token into it") from None
