"""What a view would show, and whether Discord would take it."""

from __future__ import annotations

from typing import Any

from tests.standin.limits import COMPONENTS_V2, message_breaches, walk


def parts(view: Any) -> list[dict[str, Any]]:
    """The components as sent; discord.py does not type the call."""
    found: list[dict[str, Any]] = view.to_components()
    return found


def text_of(view: Any) -> str:
    return "\n".join(it["content"] for it in walk(parts(view)) if "content" in it)


def ids_of(view: Any) -> list[str]:
    return [it["custom_id"] for it in walk(parts(view)) if "custom_id" in it]


def options_of(view: Any, custom_id: str) -> list[dict[str, Any]]:
    found = next(it for it in walk(parts(view)) if it.get("custom_id") == custom_id)
    options: list[dict[str, Any]] = found["options"]
    return options


def breaches(view: Any, *files: str) -> list[str]:
    attachments = [{"id": number, "filename": name} for number, name in enumerate(files)]
    return message_breaches(
        {"components": parts(view), "flags": COMPONENTS_V2, "attachments": attachments}
    )
