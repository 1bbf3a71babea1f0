from __future__ import annotations

import codecs

import pytest

from bot.errors import KnowledgeError
from bot.exchange.upload import MAX_BYTES, read_upload


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("pack.yaml", "pack.yaml"),
        ("../../etc/pack.yaml", "pack.yaml"),
        ("C:\\Users\\me\\pack.YML", "pack.YML"),
        ("a\nb`@everyone`<.json", "abeveryone.json"),
        ("\u202egpj.md", "gpj.md"),
        ("x" * 500 + ".csv", "x" * 76 + ".csv"),
    ],
    ids=["plain", "climbing", "windows", "markup", "turned around", "long"],
)
def test_a_name_is_made_harmless(name: str, shown: str) -> None:
    assert str(read_upload(b"text", name).path) == shown


@pytest.mark.parametrize(
    ("name", "data", "place", "said"),
    [
        ("a.csv", b"PK\x03\x04rest", "a.csv:1:1", "CSV UTF-8"),
        ("a.csv", b"\xd0\xcf\x11\xe0rest", "a.csv:1:1", "old Excel"),
        ("a.json", b"\x1f\x8brest", "a.json:1:1", "gzip"),
        ("a.yaml", b"\x89PNG\r\n", "a.yaml:1:1", "a picture"),
        ("a.md", b"%PDF-1.7", "a.md:1:1", "a PDF"),
        ("a.xlsx", b"anything", "a.xlsx:1:1", "CSV UTF-8"),
        ("a.exe", b"MZ", "a.exe:1:1", "Known are .yaml"),
        ("none", b"text", "none:1:1", "Known are .yaml"),
        ("..", b"text", "upload:1:1", "Known are .yaml"),
        ("a.csv", b"one\ntw\0o", "a.csv:2:3", "NUL"),
        ("a.csv", "one".encode("utf-16-le"), "a.csv:1:2", "Save the file as UTF-8"),
        ("a.csv", "one\ngrün".encode("latin-1"), "a.csv:2:3", "0xFC is not UTF-8"),
        ("a.csv", codecs.BOM_UTF16_LE + b"a\0b", "a.csv:1:1", "broken UTF-16"),
        ("a.yaml", b"x" * (MAX_BYTES + 1), "a.yaml:1:1", "at most 8 are imported"),
    ],
    ids=[
        "zip or workbook",
        "old workbook",
        "gzip",
        "picture",
        "pdf",
        "workbook by name",
        "program",
        "no suffix",
        "no name",
        "nul",
        "utf-16 without its mark",
        "latin-1",
        "broken utf-16",
        "too large",
    ],
)
def test_what_cannot_be_text_is_refused_with_advice(
    name: str, data: bytes, place: str, said: str
) -> None:
    with pytest.raises(KnowledgeError) as refused:
        read_upload(data, name)

    (problem,) = refused.value.problems
    assert str(problem.place) == place
    assert said in problem.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_of_spreadsheets_are_read(encoding: str) -> None:
    assert read_upload("Grüße 🍵".encode(encoding), "a.csv").text == "Grüße 🍵"
