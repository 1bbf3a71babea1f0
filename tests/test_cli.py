"""The commands as a user runs them, each as a process of its own."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import pytest
from typer.testing import CliRunner

from bot import cli, progress
from bot.cli import app
from tests.conftest import REPOSITORY, TEA
from tests.tiny_encoder import make_encoder

BAD = REPOSITORY / "tests" / "knowledge" / "bad"
FULL = Path("/dev/full")


def rejoinder(
    *arguments: str, stdin: str = "", cwd: Path = REPOSITORY, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "COLUMNS": "100", **environment},
    )


def test_ask_prints_the_answer_with_its_sources() -> None:
    done = rejoinder("ask", "whats openwashing")
    assert done.returncode == 0
    assert "What is openwashing?" in done.stdout
    assert "[1] The Ongoing Debate Over Open Source AI in the Tech Industry" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "closed", "status"),
    [
        (("chat", "--knowledge", str(TEA)), "<&-", 0),
        (("chat", "--knowledge", str(TEA)), ">&-", 0),
        (("ask", "--jsonl", "--knowledge", str(TEA)), "<&-", 0),
        (("export", "--knowledge", str(TEA)), ">&-", 0),
        (("entry", "remove", "how-long-to-steep", "--knowledge", str(TEA)), "<&-", 2),
        (("ask",), "2>&-", 2),
    ],
    ids=["chat in", "chat out", "jsonl", "export", "entry", "error"],
)
@pytest.mark.skipif(os.name == "nt", reason="its shell closes no stream")
@pytest.mark.no_cover  # what measures it would open its file in the place of the closed stream
def test_a_stream_that_was_closed_before_is_an_empty_one(
    arguments: tuple[str, ...], closed: str, status: int
) -> None:
    command = shlex.join([sys.executable, "-m", "bot", *arguments])
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec {command} {closed}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        timeout=60,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert closed != "2>&-" or not done.stdout


def test_ctrl_c_before_a_command_has_begun_ends_it_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", interrupt)
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, io.StringIO())
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130


def test_ask_offers_what_can_be_done_in_a_shell() -> None:
    tea = ("--knowledge", str(TEA))
    declined = rejoinder("ask", *tea, "who won the football match yesterday").stdout
    assert declined == "I have no answer to that. In `rejoinder chat`, /topics lists what I know.\n"
    unsure = rejoinder("ask", *tea, "which is better, tea or coffee").stdout
    assert unsure.startswith("I am not sure. Did you mean (ask one of these):\n  1. ")
    asked = "is tea good for your heart? and is coffee good for the liver?"
    also = rejoinder("ask", *tea, asked).stdout
    assert "You also asked: and is coffee good for the liver?\n  1. Why is coffee" in also
    assert "type the number" not in unsure + also


@pytest.mark.usefixtures("once_learned")
def test_ask_json_answers_with_its_source_from_any_folder(tmp_path: Path) -> None:
    answered = json.loads(rejoinder("ask", "--json", "whats openwashing", cwd=tmp_path).stdout)
    assert answered["pack"] == "open-source-ai"
    assert answered["entry"] == "what-is-openwashing"
    assert answered["sources"][0]["id"] == "ongoing-debate-tech-industry"


@pytest.mark.usefixtures("once_learned")
def test_ask_json_declines_a_near_miss() -> None:
    declined = rejoinder("ask", "--json", "who founded Meta?")
    assert declined.returncode == 0
    assert json.loads(declined.stdout)["outcome"] == "none"


def test_jsonl_answers_line_by_line_and_reports_what_is_no_question() -> None:
    lines = [
        '{"question": "how long to steep tea", "more": 1}',
        "not json",
        "",
        '{"question": 5}',
        '["question"]',
        '{"question": "…"}',
        '{"question": "\\ud800"}',
    ]
    done = rejoinder("ask", "--jsonl", "--knowledge", str(TEA), stdin="\n".join(lines) + "\n")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [("error" in it, it.get("question")) for it in found[:5]] == [
        (False, "how long to steep tea"),
        (True, None),
        (True, None),
        (True, None),
        (False, "…"),
    ]
    assert len(found) == 6


def test_jsonl_takes_files_that_begin_with_a_byte_order_mark() -> None:
    lines = "\ufeff" + json.dumps({"question": "tea"}) + "\n"
    done = rejoinder("ask", "--jsonl", "--knowledge", str(TEA), stdin=lines * 2 + "\ufeff\n")
    assert done.returncode == 0
    assert [json.loads(it)["question"] for it in done.stdout.splitlines()] == ["tea", "tea"]


@pytest.mark.parametrize("arguments", [["--json", "tee für 😀"], ["--jsonl"]], ids=["one", "many"])
def test_json_can_be_read_where_standard_output_is_not_utf_8(arguments: list[str]) -> None:
    lines = json.dumps({"question": "tee für 😀"})
    asked = ("ask", *arguments, "--knowledge", str(TEA))
    done = rejoinder(*asked, stdin=lines, PYTHONIOENCODING="latin-1")
    assert json.loads(done.stdout)["question"] == "tee für 😀"


@pytest.mark.no_cover
def test_ten_thousand_lines_stream_through() -> None:
    lines = [json.dumps({"question": f"how long should tea steep {n}"}) for n in range(10_000)]
    done = rejoinder("ask", "--jsonl", "--knowledge", str(TEA), stdin="\n".join(lines))
    found = done.stdout.splitlines()
    assert done.returncode == 0
    assert len(found) == 10_000
    assert json.loads(found[-1])["question"] == "how long should tea steep 9999"


def test_whoever_waits_for_a_large_pack_is_shown_that_apart_from_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "waiting", partial(progress.waiting, patience_seconds=0))
    asked = ["ask", "--json", "how long to steep", "--knowledge", str(TEA)]
    for is_terminal in (True, False):
        if is_terminal:
            monkeypatch.setenv("FORCE_COLOR", "1")
        else:
            monkeypatch.delenv("FORCE_COLOR")
        done = CliRunner().invoke(app, asked)
        assert ("Learning" in done.stderr) == is_terminal
        assert is_terminal or not done.stderr
        assert json.loads(done.stdout)["entry"] == "how-long-to-steep"


def test_explain_adds_lines() -> None:
    done = rejoinder("ask", "--json", "--explain", "how long to steep", "--knowledge", str(TEA))
    assert json.loads(done.stdout)["explanation"]
    plain = rejoinder("ask", "--explain", "how long to steep", "--knowledge", str(TEA))
    assert "Nearest phrasing" in plain.stdout


def test_what_a_terminal_cannot_show_ends_no_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--json", b"\xff tea", "--knowledge", str(TEA)],
        capture_output=True,
        check=False,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["question"].endswith(" tea")


def put_out_to(stdout: IO[bytes], *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit code and standard error of a command with that standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd=REPOSITORY,
        timeout=60,
        env={**os.environ, "REJOINDER_KNOWLEDGE": str(TEA), **environment},
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "tea"],
        ["ask", "--json", "tea"],
        ["entry", "show", "--yaml", "milk-first"],
        ["export"],
    ],
    ids=" ".join,
)
def test_standard_output_that_cannot_be_written_is_one_sentence(
    arguments: list[str], unbuffered: str
) -> None:
    with FULL.open("wb") as full:
        assert put_out_to(full, *arguments, PYTHONUNBUFFERED=unbuffered) == (
            1,
            "Standard output cannot be written: No space left on device. Some of it is missing.\n",
        )


@contextmanager
def left() -> Iterator[IO[bytes]]:
    """A pipe whose reader has left, as `head` does."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stream:
        yield stream


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask", "tea"], 0),
        (["ask", "--json", "tea"], 0),
        (["entry", "list"], 0),
        (["entry", "show", "--yaml", "milk-first"], 0),
        (["export"], 0),
        (["--help"], 0),
        (["check", "--knowledge", str(BAD / "wrong-side.yaml")], 1),
    ],
    ids=lambda it: it[0] if isinstance(it, list) else "",
)
def test_a_reader_that_has_left_changes_nothing_and_is_not_told_of(
    arguments: list[str], code: int, unbuffered: str
) -> None:
    with left() as stream:
        found, err = put_out_to(stream, *arguments, PYTHONUNBUFFERED=unbuffered)
    assert found == code
    assert not err or (code and err.endswith("1 error, 0 warnings.\n"))


@pytest.mark.parametrize("how", ["--json", "--no-effects"])
def test_a_change_is_saved_though_its_readers_have_left(tmp_path: Path, how: str) -> None:
    pack = tmp_path / "tea.yaml"
    pack.write_bytes(TEA.read_bytes())
    more = ["--add-phrasing", "the milk", "--yes", how, "--knowledge", str(pack)]
    with left() as stream:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "entry", "edit", "milk-first", *more],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            check=False,
            cwd=REPOSITORY,
            timeout=60,
        )
    assert done.returncode == 0
    assert "- the milk\n" in pack.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "line"),
    [(["ask", "--jsonl"], b'{"question": "tea"}\n'), (["chat"], b"tea\n")],
    ids=["jsonl", "chat"],
)
def test_what_reads_on_ends_once_nobody_reads_it(command: list[str], line: bytes) -> None:
    with left() as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *command, "--knowledge", str(TEA)],
            stdin=subprocess.PIPE,
            stdout=stream,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
        )
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(line)
    process.stdin.flush()  # and not closed: more might come
    assert process.wait(60) == 0
    assert process.stderr.read() == b""
    process.stdin.close()
    process.stderr.close()


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "--jsonl", "a question"]])
def test_ask_takes_one_question_or_jsonl(arguments: list[str]) -> None:
    done = rejoinder(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("Give one question")


def test_check_prints_every_problem_and_exits_with_one() -> None:
    done = rejoinder("check", "--knowledge", str(BAD / "bad-id-and-url.yaml"))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert all("bad-id-and-url.yaml:2:" in line for line in done.stdout.splitlines())


def test_check_warns_with_place_and_name_and_exits_with_zero() -> None:
    done = rejoinder("check", "--knowledge", str(TEA))
    assert done.returncode == 0
    assert f"{TEA}:69:13: warning: [short-answer] entries[2].answer: " in done.stdout
    assert f"{TEA}:21:9: warning: [lopsided] topics[0].id: " in done.stdout
    assert f"0 errors, {len(done.stdout.splitlines())} warnings." in done.stderr


def test_balance_prints_a_table_and_draws_a_chart(tmp_path: Path) -> None:
    png = tmp_path / "balance.png"
    done = rejoinder("balance", "--knowledge", str(TEA), "--png", str(png))
    assert (done.returncode, done.stderr) == (0, "")
    assert "21 / 13 / 0*" in done.stdout
    assert png.read_bytes().startswith(b"\x89PNG")


def test_sources_lists_who_cites_what() -> None:
    done = rejoinder("sources", "--knowledge", str(TEA))
    assert done.returncode == 0
    assert "3: tea-is-healthier" in done.stdout


def test_sources_never_visits_this_machine_for_a_pack(tmp_path: Path) -> None:
    pack = tmp_path / "here.yaml"
    pack.write_text("sources: [{id: here, title: T, kind: press, url: 'http://127.0.0.1:1/'}]\n")
    done = rejoinder("sources", "--verify", "--knowledge", str(pack))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Its address is not public" in " ".join(done.stdout.split())
    assert "here: 0 fine, 0 dead, 0 moved, 0 changed, 1 unclear" in done.stdout


def test_a_bad_pack_stops_a_command_with_its_problems() -> None:
    done = rejoinder("ask", "x", "--knowledge", str(BAD / "wrong-side.yaml"))
    assert done.returncode == 1
    assert "`pro` is none of" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"REJOINDER_KNOWLEDGE": "/nowhere"}, "There is no pack at /nowhere."),
        ({"REJOINDER_KNOWLEDGE": f"/{'a' * 300}"}, "The pack at /aaa"),
        ({"REJOINDER_DATA": f"/{'a' * 300}"}, "The folder for state, /aaa"),
        ({"REJOINDER_ANSWER_BAR": "2"}, "REJOINDER_ANSWER_BAR is wrong:"),
        ({"REJOINDER_DISCORD_API": "ftp://x"}, "REJOINDER_DISCORD_API is wrong:"),
        ({"REJOINDER_DISCORD_API": "http://me:secret@x:99999"}, "REJOINDER_DISCORD_API is wrong:"),
        ({"REJOINDER_DISCORD_API": "http://me:secret@x"}, "REJOINDER_DISCORD_API is wrong:"),
    ],
    ids=[
        "knowledge",
        "unreachable knowledge",
        "unreachable data",
        "bar",
        "address",
        "port",
        "password",
    ],
)
def test_a_wrong_setting_is_one_sentence(environment: dict[str, str], sentence: str) -> None:
    done = rejoinder("ask", "x", cwd=REPOSITORY, **environment)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


def test_run_without_a_token_is_one_line_that_names_the_file_which_it_looked_for(
    tmp_path: Path,
) -> None:
    done = rejoinder("run", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("DISCORD_TOKEN is not set.")
    assert f"in {tmp_path / '.env'}" in done.stderr


def with_expectations(folder: Path) -> Path:
    """The pack about tea with some expectations, four of them in each half."""
    pack = folder / "tea.yaml"
    pack.write_text(TEA.read_text(encoding="utf-8"), encoding="utf-8")
    asked = [f"{word} is tea good for your heart" for word in ("so", "now", "and", "well", "but")]
    asked += [f"is tea good for your heart {word}" for word in ("then", "today", "please")]
    lines = [f"- {{ask: {it}, expect: tea-is-healthier}}\n" for it in asked]
    lines += ["- {ask: who won the cup, expect: none}\n", "- {ask: tea shops, expect: none}\n"]
    (folder / "tea.expectations.yaml").write_text("".join(lines), encoding="utf-8")
    return pack


def test_eval_reports_accepts_and_names_what_broke(tmp_path: Path) -> None:
    pack = with_expectations(tmp_path)
    first = rejoinder("eval", "--knowledge", str(pack), REJOINDER_ANSWER_BAR="0.4")
    assert first.returncode == 0
    assert "There is no accepted run" in first.stdout
    for part in ("right or suggested", "Near misses to decline", "Reliability", "Calibration"):
        assert part in first.stdout
    rejoinder("eval", "--knowledge", str(pack), "--accept", REJOINDER_ANSWER_BAR="0.4")
    same = rejoinder("eval", "--knowledge", str(pack), REJOINDER_ANSWER_BAR="0.4")
    assert same.returncode == 0
    assert "0 broke and 0 mended of 10 questions; 0 are new." in same.stdout
    worse = rejoinder("eval", "--knowledge", str(pack), REJOINDER_ANSWER_BAR="1")
    assert worse.returncode == 1
    assert "Broken since the accepted run" in worse.stdout
    assert "Regression: " in worse.stdout


def test_eval_prints_machines_the_same_as_json(tmp_path: Path) -> None:
    pack = with_expectations(tmp_path)
    rejoinder("eval", "--knowledge", str(pack), "--accept", REJOINDER_ANSWER_BAR="0.4")
    done = rejoinder("eval", "--knowledge", str(pack), "--json", REJOINDER_ANSWER_BAR="1")
    [found] = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["regressions"]
    assert {"expect": "tea-is-healthier", "was": "right", "now": "suggested"}.items() <= (
        found["broken"][0].items()
    )
    half = found["held-out"]
    low, high = half["right"]["interval"]
    assert low <= half["right"]["share"] <= high
    assert len(half["calibration"]["bins"]) == 10
    assert half["near_misses"]["asked"] + found["tuning"]["near_misses"]["asked"] == 1


def test_an_accepted_run_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    pack = with_expectations(tmp_path)
    (tmp_path / "tea.accepted.json").write_text('{"tuning": {"asked": 1}}', encoding="utf-8")
    done = rejoinder("eval", "--knowledge", str(pack))
    assert done.returncode == 1
    assert "tea.accepted.json:1:1: error: this is no accepted run" in done.stderr
    assert rejoinder("eval", "--knowledge", str(pack), "--accept").returncode == 0


@pytest.mark.parametrize("line", [b"tea \xff", b"9" * 5000], ids=["Latin-1", "a long number"])
def test_no_line_ends_a_chat(line: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--knowledge", str(TEA)],
        input=b"/topics\n" + line + b"\nhow long to steep\n",
        capture_output=True,
        check=False,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"How long should tea steep?" in done.stdout.rsplit(b"> ", 1)[0]


def test_help_lists_the_commands() -> None:
    done = rejoinder("--help")
    assert all(
        name in done.stdout
        for name in ("chat", "ask", "run", "check", "eval", "balance", "sources")
    )


class Chat:
    """`rejoinder chat` at a terminal of its own."""

    def __init__(self, data: Path) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat", "--knowledge", str(TEA)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=REPOSITORY,
            start_new_session=True,
            # Whoever runs the tests in the background ignores SIGINT, and so would the child.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            env={**os.environ, "REJOINDER_DATA": str(data), "TERM": "dumb", "COLUMNS": "100"},
        )
        os.close(slave)
        self.seen = ""

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def expect(self, text: str) -> None:
        end = time.monotonic() + 20
        while text not in self.seen:
            assert time.monotonic() < end, f"waited for {text!r} in {self.seen!r}"
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.master, 65536).decode(errors="replace")
                except OSError:
                    break
        assert text in self.seen
        self.seen = self.seen.split(text, 1)[1]

    def end(self) -> int:
        """Waits for the end; the exit code."""
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            self.process.wait()
            os.close(self.master)


def test_chat_answers_lists_picks_explains_and_remembers(tmp_path: Path) -> None:
    chat = Chat(tmp_path)
    chat.expect("> ")
    chat.type("/why\n")
    chat.expect("Nothing has been asked yet.")
    chat.type("health benefits of drinking tea\n")
    chat.expect("Why is tea healthier than coffee?")
    chat.expect("[1]")
    chat.expect("The Leaf Journal, An Author, Leaf Press, 2020-05 (page 3; page 9)")
    chat.expect("For: Tea is better for people than coffee. Reviewed 2026-01-31.")
    chat.type("/why\n")
    chat.expect("Nearest phrasing")
    chat.type("/topics\n")
    chat.expect("3. How long should tea steep?")
    chat.type("3\n")
    chat.expect("Three minutes will do.")
    chat.type("9\n")
    chat.expect("Pick a number from 1 to 3.")
    chat.type("is tea good for your heart? and is coffee good for the liver?\n")
    chat.expect("You also asked: and is coffee good for the liver?")
    chat.expect("1. Why is coffee healthier than tea? (type the number)")
    chat.type("1\n")
    chat.expect("The Bean Board says")
    chat.type("/nonsense\n")
    chat.expect("There is no command /nonsense.")
    chat.type("/help\n")
    chat.expect("/quit")
    chat.type("who won the football match yesterday\n")
    chat.expect("I have no answer to that.")
    chat.type("/quit\n")
    assert chat.end() == 0
    assert "health benefits" in (tmp_path / "chat_history").read_text(encoding="utf-8")


@pytest.mark.parametrize("leave", ["\x04", "\x03"], ids=["end of input", "Ctrl-C"])
def test_chat_is_left_quietly(tmp_path: Path, leave: str) -> None:
    chat = Chat(tmp_path)
    chat.expect("> ")
    if leave == "\x03":
        # Python's readline misses a signal between showing the prompt and waiting for a key.
        time.sleep(0.5)
        os.killpg(chat.process.pid, signal.SIGINT)
    else:
        chat.type(leave)
    chat.expect("\n")
    assert chat.end() == 0
    assert "Traceback" not in chat.seen


def test_encoder_get_without_a_network_ends_with_a_sentence(tmp_path: Path) -> None:
    done = rejoinder(
        "encoder",
        "get",
        REJOINDER_ENCODER_SOURCE="http://127.0.0.1:1",
        REJOINDER_DATA=str(tmp_path),
    )
    assert done.returncode == 1
    assert "cannot be reached: Connection refused. Check the connection" in done.stderr
    assert "Traceback" not in done.stderr
    wrong = rejoinder("encoder", "get", REJOINDER_ENCODER_SOURCE="file:///etc")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("REJOINDER_ENCODER_SOURCE is wrong: it is an address such as")


def test_an_encoder_that_is_not_there_ends_with_a_sentence(tmp_path: Path) -> None:
    done = rejoinder("ask", "whats openwashing", REJOINDER_ENCODER=str(tmp_path / "none"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "holds no encoder" in done.stderr


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A pack with a few expectations, which takes no time to evaluate."""
    pack = tmp_path / "tea.yaml"
    pack.write_bytes(TEA.read_bytes())
    lines = [
        "- {ask: is drinking tea healthy, expect: tea-is-healthier}",
        "- {ask: who won the football yesterday, expect: none}",
    ]
    pack.with_suffix(".expectations.yaml").write_text("\n".join(lines), encoding="utf-8")
    return str(pack)


def test_with_an_encoder_questions_are_answered_and_eval_shows_what_it_adds(
    small: str, tmp_path: Path
) -> None:
    encoder = str(make_encoder(tmp_path / "encoder"))
    asked = ("--knowledge", small, "--explain", "is tea healthy")
    by_meaning = rejoinder("ask", *asked, REJOINDER_ENCODER=encoder).stdout
    by_words = rejoinder("ask", *asked).stdout
    assert "likely that `tea-is-healthier` is meant" in by_meaning
    assert by_meaning != by_words
    evaluated = ("eval", "--knowledge", small)
    figures = json.loads(rejoinder(*evaluated, "--json", REJOINDER_ENCODER=encoder).stdout)[0]
    assert set(figures.pop("with_encoder")) == {"tuning", "held-out"}
    assert figures == json.loads(rejoinder(*evaluated, "--json").stdout)[0]
    assert "encoder" in rejoinder(*evaluated, REJOINDER_ENCODER=encoder).stdout


def test_eval_says_how_to_see_what_an_encoder_adds(small: str) -> None:
    done = rejoinder("eval", "--knowledge", small)
    assert "pip install 'rejoinder[semantic]' && rejoinder encoder get" in done.stdout


def test_without_the_extra_a_fetched_encoder_is_left_alone(tmp_path: Path) -> None:
    make_encoder(tmp_path / "encoder")
    code = (
        "import sys; sys.modules['onnxruntime'] = sys.modules['tokenizers'] = None; "
        "from bot.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "ask", "how long to steep tea", "--knowledge", str(TEA)],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        timeout=60,
        env={**os.environ, "REJOINDER_DATA": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    assert "How long should tea steep?" in done.stdout
