"""A pack as text in one of the exchange formats."""

from __future__ import annotations

import json

from bot.exchange.book_writer import write_book
from bot.exchange.contents import contents
from bot.exchange.formats import Format
from bot.exchange.pack_table import write_pack_table
from bot.exchange.yaml_text import write_yaml
from bot.knowledge.model import Pack


def export(pack: Pack, format: Format) -> str:
    """The whole of `pack`, from which `read_import` reads every item back as it was.

    The text has line breaks of its own choosing (a table's rows end as CSV's do), so it is to be
    written as UTF-8 bytes, without translating them.
    """
    match format:
        case "yaml":
            return write_yaml(pack)
        case "json":
            return json.dumps(contents(pack), ensure_ascii=False, indent=2) + "\n"
        case "csv":
            return write_pack_table(pack)
        case "markdown":
            return write_book(pack)
