"""What the operator decides, from the environment and from `.env` where the command is started."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from bot.errors import SettingsError
from bot.store.urls import SQLITE, problem_of

log = logging.getLogger(__name__)

DISCORD_API = "https://discord.com/api/v10"
PREFIX = "REJOINDER_"
MISSPELT = 0.85
"""How alike, from 0 to 1, the name of a variable must be to a setting's to count as a misspelling.
What runs the bot may set other variables that begin alike, as Kubernetes does for a service of the
bot's name."""


class Settings(BaseSettings):
    """Every setting, with the environment variable it comes from. Read it with `load_settings`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_prefix=PREFIX,
        extra="ignore",
        env_ignore_empty=True,
        # A wrong value may hold a password.
        hide_input_in_errors=True,
    )

    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    """`DISCORD_TOKEN`: the bot's token, from Discord's developer portal."""
    knowledge: Annotated[tuple[Path, ...], NoDecode] = ()
    """`REJOINDER_KNOWLEDGE`: packs to load, paths parted as in `PATH`."""
    data: Path = Field(default_factory=lambda: platformdirs.user_data_path("rejoinder"))
    """`REJOINDER_DATA`: the folder for state."""
    database_url: SecretStr | None = None
    """`REJOINDER_DATABASE_URL`: the address of a database; by default SQLite's file
    `rejoinder.db` in the folder for state."""
    discord_api: str = DISCORD_API
    """`REJOINDER_DISCORD_API`: the base address of Discord's API."""
    answer_bar: float = Field(default=0.72, ge=0, le=1)
    """`REJOINDER_ANSWER_BAR`: how sure the bot must be to answer, from 0 to 1."""
    suggest_bar: float = Field(default=0.2, ge=0, le=1)
    """`REJOINDER_SUGGEST_BAR`: how likely the best candidate must be for suggestions, from 0
    to 1."""

    encoder: Path | None = None
    """`REJOINDER_ENCODER`: the folder of a sentence encoder; by default the one that `rejoinder
    encoder get` fetched, if the extra that runs it is installed."""
    encoder_source: str | None = None
    """`REJOINDER_ENCODER_SOURCE`: the base address to fetch the encoder from, for a mirror."""

    owners: Annotated[tuple[int, ...], NoDecode] = ()
    """`REJOINDER_OWNERS`: Discord's ids of those who may change the shared packs from there, parted
    by commas; by default the application's owner or team."""

    @field_validator("owners", mode="before")
    @classmethod
    def _split_owners(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdecimal() for part in parts):
            raise ValueError("it is ids of Discord users parted by commas, such as 1234,5678")
        return tuple(int(part) for part in parts)

    @field_validator("knowledge", mode="before")
    @classmethod
    def _split_paths(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part) for part in value.split(os.pathsep) if part)
        return value

    @field_validator("data", "encoder", "knowledge")
    @classmethod
    def _expand_home(cls, value: object) -> object:
        """Expands `~`, which no shell does for what stands in `.env`."""
        paths = value if isinstance(value, tuple) else (value,)
        if any("\0" in str(path) for path in paths):
            raise ValueError("no path has a null character; save .env as UTF-8")
        try:
            if isinstance(value, tuple):
                return tuple(it.expanduser() for it in value)
            return value.expanduser() if isinstance(value, Path) else value
        except RuntimeError as error:
            raise ValueError("there is no such home folder; write the path in full") from error

    @field_validator("encoder_source")
    @classmethod
    def _check_source(cls, value: str | None) -> str | None:
        if value is not None and not _is_web_address(value):
            raise ValueError("it is an address such as http://127.0.0.1:8080/encoder")
        return value

    @field_validator("database_url")
    @classmethod
    def _check_database(cls, value: SecretStr | None) -> SecretStr | None:
        problem = problem_of(value.get_secret_value()) if value is not None else None
        if problem:
            raise ValueError(problem)
        return value

    @field_validator("discord_api")
    @classmethod
    def _check_address(cls, value: str) -> str:
        if not _is_web_address(value):
            raise ValueError("it is an address such as http://127.0.0.1:8080/api/v10")
        parts = urlsplit(value)
        if parts.username is not None:
            # They would be sent in the header that holds the token.
            raise ValueError("it has a name or a password, which cannot be sent beside the token")
        address = value.rstrip("/")
        return f"{address}/v10" if parts.path.rstrip("/").endswith("/api") else address

    def token(self) -> str:
        """The bot's token. Raises `SettingsError` if there is none."""
        token = self.discord_token.get_secret_value().strip() if self.discord_token else ""
        if not token:
            raise SettingsError(
                "DISCORD_TOKEN is not set. Write DISCORD_TOKEN= and the bot's token in "
                f"{Path('.env').absolute()}, or set it in the environment; the README says where "
                "to get one."
            )
        return token

    def database(self) -> str:
        """The address of the database, which may hold a password: never print it."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"{SQLITE}{(self.data / 'rejoinder.db').absolute()}"


def load_settings() -> Settings:
    """The settings. Raises `SettingsError` with a sentence for each that is wrong.

    A variable whose name is nearly that of a setting is reported to the log.
    """
    try:
        settings = Settings()
        for name, meant in _misspelt():
            log.warning("%s is no setting, and has no effect. Is %s meant?", name, meant)
    except ValidationError as error:
        raise SettingsError(
            "\n".join(_sentence(str(it["loc"][0]), it["msg"]) for it in error.errors())
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError("The file .env is not UTF-8. Save it as UTF-8.") from error
    except OSError as error:
        raise SettingsError(f"The file .env cannot be read: {error.strerror}.") from error
    except RuntimeError as error:
        # From platformdirs, whose error says nothing of what could be done.
        raise SettingsError(
            "There is no home folder to keep state in. Set REJOINDER_DATA to a folder."
        ) from error
    _check_reachable(settings.data)
    return settings


def _misspelt() -> Iterator[tuple[str, str]]:
    """Variables whose names are nearly those of settings, each with the name that seems meant."""
    known = {_variable(it) for it in Settings.model_fields}
    given = {**EnvSettingsSource(Settings).env_vars, **DotEnvSettingsSource(Settings).env_vars}
    for name in sorted(map(str.upper, given)):
        if name.startswith(PREFIX) and name not in known:
            for meant in get_close_matches(name, known, n=1, cutoff=MISSPELT):
                yield name, meant


def _check_reachable(folder: Path) -> None:
    """Raises `SettingsError` if `folder` cannot be looked into, as in somebody else's home.

    A folder that is missing, or is none, is for its writers to report.
    """
    try:
        (folder / "rejoinder.db").stat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise SettingsError(
            f"The folder for state, {folder}, cannot be reached: {error.strerror}. Set "
            "REJOINDER_DATA to another."
        ) from error


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.port != 0
    except ValueError:  # a port that is none, or half an IPv6 address
        return False


def _sentence(name: str, message: str) -> str:
    reason = message.removeprefix("Value error, ")
    return f"{_variable(name)} is wrong: {reason[:1].lower()}{reason[1:]}."


def _variable(name: str) -> str:
    """The environment variable of a setting. A name in capitals is that of a variable already."""
    return name if name.isupper() else f"{PREFIX}{name.upper()}"
