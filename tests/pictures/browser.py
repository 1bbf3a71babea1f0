"""Chromium without a window: pictures of pages, and what is wrong with how they are laid out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path

from tests.pictures.page import LOOKS, WIDTHS, Look, Payload, document, picture

NAMES = ("chromium", "chromium-browser", "google-chrome")
AT_ONCE = 2
TIMEOUT_SECONDS = 60
LOWEST = 160
"""Pixels of a window's height; Chromium draws only a part of one that is lower."""
_MEASURED = re.compile(r'data-measured="([^"]*)"')
_SCRIPT = """
const found = [...document.querySelectorAll(".picture")].map(picture => {
  const edge = picture.getBoundingClientRect().right + 0.5;
  const every = [...picture.querySelectorAll("*")];
  const told = it => (it.className + ": " + it.textContent).slice(0, 80);
  return {
    height: Math.ceil(picture.getBoundingClientRect().height),
    outside: every.filter(it => it.getBoundingClientRect().right > edge).map(told),
    cut: every.filter(it => it.className.includes("caption") && it.scrollWidth > it.clientWidth)
      .map(it => it.textContent),
  };
});
document.body.dataset.measured = JSON.stringify(found);
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a picture came out."""

    height: int
    """In CSS pixels."""
    outside: tuple[str, ...]
    """The elements that reach over the picture's right edge."""
    cut: tuple[str, ...]
    """The labels of buttons and selects that end in an ellipsis."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A Chromium that is installed."""

    executable: str

    @classmethod
    def find(cls) -> Browser | None:
        """The one on the path, or None."""
        found = next(filter(None, map(shutil.which, NAMES)), None)
        return cls(found) if found else None

    def layouts(
        self, payloads: Mapping[str, Payload], look: Look, *, now: datetime
    ) -> dict[str, Layout]:
        """How each payload comes out in a look."""
        pictures = "".join(picture(it, look, now=now) for it in payloads.values())
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.html"
            body = f"{pictures}<script>{_SCRIPT}</script>"
            page.write_text(document("Measured", body), encoding="utf-8")
            dom = self._run("--dump-dom", page=page)
        match = _MEASURED.search(dom)
        if match is None:
            raise RuntimeError(f"{self.executable} did not run the page's script: {dom[:200]}")
        measured = json.loads(unescape(match[1]))
        return {
            name: Layout(it["height"], tuple(it["outside"]), tuple(it["cut"]))
            for name, it in zip(payloads, measured, strict=True)
        }

    def write_pictures(
        self, payloads: Mapping[str, Payload], folder: Path, *, now: datetime
    ) -> int:
        """Writes a PNG of each payload in each look into `folder`, and counts them."""
        jobs = [
            (folder / f"{name}.{look}.png", picture(payload, look, now=now), look, layout.height)
            for look in LOOKS
            for (name, payload), layout in zip(
                payloads.items(), self.layouts(payloads, look, now=now).values(), strict=True
            )
        ]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda job: self._shoot(*job), jobs))
        return len(jobs)

    def _shoot(self, target: Path, drawn: str, look: Look, height: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.html"
            page.write_text(document(target.stem, drawn), encoding="utf-8")
            size = f"--window-size={WIDTHS[look.device]},{max(height, LOWEST)}"
            self._run(f"--screenshot={target.resolve()}", size, page=page)
        if not target.is_file():
            raise RuntimeError(f"{self.executable} wrote no picture {target}.")

    def _run(self, *options: str, page: Path) -> str:
        done = subprocess.run(
            [
                self.executable,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                f"--user-data-dir={page.parent / 'profile'}",
                *options,
                page.as_uri(),
            ],
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=TIMEOUT_SECONDS,
        )
        return done.stdout
