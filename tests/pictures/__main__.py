"""`python -m tests.pictures FOLDER`: pictures of all that the bot says; `--accept`: new goldens."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tests.pictures.browser import Browser
from tests.pictures.cases import CASES
from tests.pictures.goldens import GOLDENS, accept, payload_of
from tests.pictures.material import NOW
from tests.pictures.page import LOOKS, Payload, index


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the page and, where there is Chromium, the pictures; or the goldens."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the page and pictures go")
    parser.add_argument("--accept", action="store_true", help="make what is said now the goldens")
    parser.add_argument("--only", metavar="TEXT", default="", help="cases whose names contain it")
    chosen = parser.parse_args(arguments)
    if chosen.accept == bool(chosen.folder):
        parser.error("give either a folder for the pictures, or --accept")
    if chosen.accept and chosen.only:
        parser.error("--accept is for all cases at once")
    payloads = {name: payload_of(make()) for name, make in CASES.items() if chosen.only in name}
    if chosen.accept:
        accept(payloads)
        print(f"{len(payloads)} golden files are in {GOLDENS}. Look at the difference.")
        return
    write_pictures(payloads, chosen.folder)


def write_pictures(payloads: dict[str, Payload], folder: Path) -> None:
    """Writes `index.html`, and a PNG of each payload in each look where Chromium is found."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "index.html"
    page.write_text(index(payloads, now=NOW), encoding="utf-8")
    print(f"{len(payloads)} cases are on {page}")
    browser = Browser.find()
    if browser is None:
        print("There is no Chromium here, so there are no PNG files; open the page in a browser.")
        return
    written = browser.write_pictures(payloads, folder, now=NOW)
    print(f"{written} pictures, {len(LOOKS)} of each case, are beside it")


if __name__ == "__main__":
    main()
