"""What machines read, whatever the encoding of standard output."""

from __future__ import annotations

import io
import json
import sys

import pytest

from bot.output import say_json

VALUE = {"question": "tee für 😀"}


def printed(value: object, encoding: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    out = io.BytesIO()
    stream = io.TextIOWrapper(out, encoding, errors="backslashreplace", newline="")
    monkeypatch.setattr(sys, "stdout", stream)
    say_json(value)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "gb18030"])
def test_json_is_json_in_any_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(printed(VALUE, encoding, monkeypatch)) == VALUE


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8"])
def test_json_is_as_people_read_it_in_utf_8(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(VALUE, encoding, monkeypatch).decode() == '{"question": "tee für 😀"}\n'


def test_half_a_character_is_json_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(printed("\udcff tea", "utf-8", monkeypatch)) == "\udcff tea"


def test_where_standard_output_is_closed_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    say_json(VALUE)
