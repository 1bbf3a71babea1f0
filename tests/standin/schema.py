"""Request bodies against Discord's own OpenAPI file, where it is present."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

JSON = dict[str, Any]

FILE = Path(
    os.environ.get("DISCORD_OPENAPI")
    or Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"
)
SMALLEST_ID = 10**15


def is_present() -> bool:
    """Whether the specification is on this machine; it is no part of the repository."""
    return FILE.is_file()


def body_breaches(method: str, path: str, body: object) -> list[str]:
    """What in the body of a request the specification does not allow; nothing where it is absent.

    `path` is that of the request below the API's base, such as `/channels/1/messages`.
    """
    if not is_present():
        return []
    validator = _validator(method.lower(), _template(method.lower(), path))
    if validator is None:
        return []
    return [
        f"{method} {path}: {error.json_path}: {error.message[:300]}"
        for error in validator.iter_errors(_with_text_ids(body))
    ]


def _with_text_ids(body: Any) -> Any:
    """The body with its ids as text: Discord takes them as numbers too, which is what it gets."""
    if isinstance(body, dict):
        return {
            # A file that is being uploaded goes by its number.
            key: [{**it, "id": str(it["id"])} for it in value or []]
            if key == "attachments"
            else _with_text_ids(value)
            for key, value in body.items()
        }
    if isinstance(body, list):
        return [_with_text_ids(it) for it in body]
    return str(body) if type(body) is int and body > SMALLEST_ID else body


@cache
def _specification() -> JSON:
    specification: JSON = json.loads(FILE.read_text(encoding="utf-8"))
    return specification


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), path)
        for path in sorted(_specification()["paths"], key=lambda it: it.count("{"))
    ]


def _template(method: str, path: str) -> str:
    fits = (t for pattern, t in _templates() if pattern.fullmatch(path))
    return next((t for t in fits if method in _specification()["paths"][t]), "")


@cache
def _validator(method: str, template: str) -> Draft202012Validator | None:
    operation = _specification()["paths"].get(template, {}).get(method, {})
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    root = _tolerant({"components": _specification()["components"], **content["schema"]})
    return Draft202012Validator(root)


def _tolerant(schema: Any) -> Any:
    """The schema with every `oneOf` as `anyOf`: its own notes use both for the same."""
    if isinstance(schema, dict):
        return {
            "anyOf" if key == "oneOf" else key: _tolerant(value) for key, value in schema.items()
        }
    return [_tolerant(it) for it in schema] if isinstance(schema, list) else schema
