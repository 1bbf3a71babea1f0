from __future__ import annotations

import csv
import io
from typing import get_args

import pytest
from hypothesis import given, settings

from bot.exchange.cells import write_cell
from bot.exchange.export import export
from bot.exchange.formats import SUFFIX_OF, Format
from bot.exchange.importing import read_import
from bot.knowledge.load import read_pack
from bot.knowledge.model import Pack
from tests.conftest import REPOSITORY
from tests.exchange.packs import imported, packs

FORMATS: tuple[Format, ...] = get_args(Format)


@pytest.mark.no_cover
@pytest.mark.parametrize("format", FORMATS)
@given(pack=packs())
@settings(max_examples=80, deadline=None)
def test_an_export_is_read_back_as_it_was(format: Format, pack: Pack) -> None:
    text = export(pack, format)

    assert read_import(text.encode(), "pack" + SUFFIX_OF[format]) == imported(pack)


@pytest.mark.parametrize("format", FORMATS)
def test_the_shipped_pack_is_read_back_as_it_was(format: Format) -> None:
    pack = read_pack(REPOSITORY / "knowledge" / "open-source-ai").sound()

    again = read_import(export(pack, format).encode(), "pack" + SUFFIX_OF[format])

    assert again == imported(pack)


@pytest.mark.no_cover
@given(pack=packs())
@settings(max_examples=30, deadline=None)
def test_exported_yaml_is_a_knowledge_file(
    tmp_path_factory: pytest.TempPathFactory, pack: Pack
) -> None:
    file = tmp_path_factory.mktemp("exported") / "pack.yaml"
    file.write_bytes(export(pack, "yaml").encode())

    assert read_pack(file).sound() == pack


@pytest.mark.no_cover
@pytest.mark.parametrize("format", [it for it in FORMATS if it != "yaml"])
@given(pack=packs())
@settings(max_examples=30, deadline=None)
def test_line_breaks_of_windows_change_nothing(format: Format, pack: Pack) -> None:
    text = export(pack, format).replace("\r\n", "\n").replace("\n", "\r\n")

    assert read_import(text.encode(), "pack" + SUFFIX_OF[format]) == imported(pack)


@pytest.mark.no_cover
@given(pack=packs())
@settings(max_examples=50, deadline=None)
def test_no_cell_begins_as_a_formula(pack: Pack) -> None:
    table = csv.reader(io.StringIO(export(pack, "csv").removeprefix("\ufeff"), newline=""))

    assert not [cell for row in table for cell in row if cell and cell[0] in "=+-@\t\r\n＝＋－＠"]


@pytest.mark.parametrize("text", ["2023-10", "1e5", "12:30", "007", "TRUE", "may-2024", "Mar 1"])
def test_what_a_spreadsheet_would_change_is_guarded(text: str) -> None:
    assert write_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["gpt-4-cost", "What is 1 + 1?", "may-be", "2 for 1"])
def test_other_text_stands_as_it_is(text: str) -> None:
    assert write_cell(text) == text
