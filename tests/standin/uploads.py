"""Files: what people and the bot upload, and what Discord keeps of them."""

from __future__ import annotations

import json
import mimetypes
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from tests.standin import objects

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file. Discord tells its type by its extension alone, unless a test says otherwise."""

    filename: str
    content: bytes
    content_type: str | None = None

    @property
    def kept_name(self) -> str:
        """The name as Discord keeps it."""
        return self.filename.replace(" ", "_")


class Attachments:
    """Every file that Discord keeps, by the attachment's id."""

    def __init__(self) -> None:
        self.base = ""
        self._uploads: dict[str, Upload] = {}

    def add(self, upload: Upload, **more: Any) -> JSON:
        """Keeps a file; its attachment as Discord sends it."""
        attachment_id = objects.snowflake()
        self._uploads[attachment_id] = upload
        url = f"{self.base}/attachments/{attachment_id}/{upload.kept_name}"
        kind = upload.content_type or mimetypes.guess_type(upload.filename)[0]
        return {
            "id": attachment_id,
            "filename": upload.kept_name,
            "size": len(upload.content),
            "url": url,
            "proxy_url": url,
            **({"content_type": kind} if kind else {}),
            **more,
        }

    def content(self, attachment: JSON) -> bytes:
        return self._uploads[attachment["id"]].content

    async def serve(self, request: web.Request) -> web.Response:
        """Sends a file to whoever has its address, as Discord does."""
        upload = self._uploads.get(request.match_info["id"])
        if upload is None or upload.kept_name != request.match_info["name"]:
            return web.Response(status=404)
        return web.Response(body=upload.content)


async def read_body(request: web.Request) -> tuple[Any, dict[str, Upload]]:
    """A request's JSON, and its files by their number."""
    if not request.content_type.startswith("multipart/"):
        return (await request.json() if request.can_read_body else None), {}
    body: Any = None
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            assert part.name is not None
            number = part.name.removeprefix("files[").removesuffix("]")
            files[number] = Upload(part.filename or "", bytes(await part.read()))
    return body, files
