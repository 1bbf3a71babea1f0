"""`rejoinder entry`: adding, changing and removing entries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.shell import reading
from bot.shell.options import (
    BreakOption,
    EffectsOption,
    EntryArgument,
    JsonOption,
    KnowledgeOption,
    NewTopicOption,
    PackOption,
    YesOption,
)

app = typer.Typer(help="Add, change, remove and read entries.", no_args_is_help=True)
app.add_typer(reading.app)

QuestionOption = Annotated[str | None, typer.Option(help="The question as readers see it.")]
AnswerOption = Annotated[
    str | None, typer.Option(help="Markdown; a mark such as [^source-id] ends each paragraph.")
]
AnswerFileOption = Annotated[
    Path | None, typer.Option("--answer-file", help="A file with the answer; - for standard input.")
]
TopicOption = Annotated[str | None, typer.Option(help="The topic's id or title.")]
SideOption = Annotated[str | None, typer.Option(help="for, against or neutral.")]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        help="A source's id, title or address, or a new one: title | address | kind. Repeatable. "
        "An answer without marks cites all of them.",
    ),
]
CounterOption = Annotated[
    str | None, typer.Option(help="The entry with the strongest reply; none for none.")
]
RelatedOption = Annotated[
    list[str] | None,
    typer.Option("--related", help="An entry to read next; none for none. Repeatable."),
]


@app.command()
def add(
    question: QuestionOption = None,
    answer: AnswerOption = None,
    answer_file: AnswerFileOption = None,
    topic: TopicOption = None,
    new_topic: NewTopicOption = False,
    side: SideOption = None,
    source: SourceOption = None,
    phrasing: Annotated[
        list[str] | None, typer.Option("--phrasing", help="Another way to ask it. Repeatable.")
    ] = None,
    not_for: Annotated[
        list[str] | None,
        typer.Option("--not-for", help="A question that must not get it. Repeatable."),
    ] = None,
    counter: CounterOption = None,
    related: RelatedOption = None,
    draft: Annotated[bool, typer.Option("--draft", help="Add it as a draft.")] = False,
    entry_id: Annotated[
        str | None, typer.Option("--id", help="Its id; by default one made of the question.")
    ] = None,
    pack: PackOption = None,
    knowledge: KnowledgeOption = None,
    yes: YesOption = False,
    break_expectations: BreakOption = False,
    as_json: JsonOption = False,
    no_effects: EffectsOption = False,
) -> None:
    """Add an entry; on a terminal without options, in an editor."""
    from bot.shell.editor import edit_until_done
    from bot.shell.forms import additions, new_text
    from bot.shell.given import Given, check_topic, composed
    from bot.shell.publishing import Manner, is_terminal, open_publisher

    manner = Manner(yes, break_expectations, as_json, not no_effects)
    with open_publisher(knowledge, manner) as publisher:
        given = Given(
            id=entry_id,
            question=question,
            answer=_answer(answer, answer_file),
            topic=topic,
            side=side,
            sources=source or (),
            phrasings=phrasing or (),
            not_for=not_for or (),
            counter=counter,
            related=related or (),
            is_live=False if draft else None,
        )
        opened = publisher.packs.one(pack)
        check_topic(topic, opened.pack, may_be_new=new_topic)
        if given.is_empty and is_terminal() and not as_json:
            edit_until_done(
                new_text(opened.pack),
                lambda text: publisher.publish(opened, additions(text, opened.pack), may_edit=True),
            )
        else:
            publisher.publish(opened, composed(given, opened.pack))


@app.command()
def edit(
    entry: EntryArgument,
    question: QuestionOption = None,
    answer: AnswerOption = None,
    answer_file: AnswerFileOption = None,
    topic: TopicOption = None,
    new_topic: NewTopicOption = False,
    side: SideOption = None,
    source: SourceOption = None,
    add_phrasing: Annotated[
        list[str] | None, typer.Option("--add-phrasing", help="Another way to ask it. Repeatable.")
    ] = None,
    remove_phrasing: Annotated[
        list[str] | None, typer.Option("--remove-phrasing", help="One to take away. Repeatable.")
    ] = None,
    add_not_for: Annotated[
        list[str] | None,
        typer.Option("--add-not-for", help="A question that must not get it. Repeatable."),
    ] = None,
    remove_not_for: Annotated[
        list[str] | None, typer.Option("--remove-not-for", help="One to take away. Repeatable.")
    ] = None,
    counter: CounterOption = None,
    related: RelatedOption = None,
    live: Annotated[
        bool | None, typer.Option("--live/--draft", help="Let it answer, or not.")
    ] = None,
    reviewed: Annotated[
        str | None,
        typer.Option(help="When the answer was compared with its sources: today, or a day."),
    ] = None,
    pack: PackOption = None,
    knowledge: KnowledgeOption = None,
    yes: YesOption = False,
    break_expectations: BreakOption = False,
    as_json: JsonOption = False,
    no_effects: EffectsOption = False,
) -> None:
    """Change an entry; on a terminal without options, its lines in an editor."""
    from bot.errors import SettingsError
    from bot.shell.editor import edit_until_done
    from bot.shell.forms import EntryEdit
    from bot.shell.given import Given, changed, check_topic
    from bot.shell.publishing import Manner, is_terminal, open_publisher

    manner = Manner(yes, break_expectations, as_json, not no_effects)
    with open_publisher(knowledge, manner) as publisher:
        given = Given(
            question=question,
            answer=_answer(answer, answer_file),
            topic=topic,
            side=side,
            sources=source or (),
            phrasings=add_phrasing or (),
            without_phrasings=remove_phrasing or (),
            not_for=add_not_for or (),
            without_not_for=remove_not_for or (),
            counter=counter,
            related=related or (),
            is_live=live,
            reviewed=reviewed,
        )
        opened, known = publisher.packs.find(entry, pack)
        check_topic(topic, opened.pack, may_be_new=new_topic)
        if not given.is_empty:
            publisher.publish(opened, changed(given, known, opened.pack))
        elif is_terminal() and not as_json:
            form = EntryEdit(opened, known)
            edit_until_done(
                form.text,
                lambda text: publisher.publish(opened, form.edits(text), may_edit=True),
            )
        else:
            raise SettingsError("Say what is to change, as in: rejoinder entry edit ID --side for")


@app.command()
def remove(
    entry: EntryArgument,
    pack: PackOption = None,
    knowledge: KnowledgeOption = None,
    yes: YesOption = False,
    break_expectations: BreakOption = False,
    as_json: JsonOption = False,
    no_effects: EffectsOption = False,
) -> None:
    """Remove an entry, every link to it and every expectation of it."""
    from bot.curating.changes import Remove
    from bot.shell.listing import references
    from bot.shell.publishing import Manner, open_publisher
    from bot.shell.showing import say

    manner = Manner(yes, break_expectations, as_json, not no_effects)
    with open_publisher(knowledge, manner) as publisher:
        opened, known = publisher.packs.find(entry, pack)
        if not as_json:
            for line in references(opened.reading, known.id):
                say(publisher.console, line)
        publisher.publish(opened, [Remove("entries", known.id, base=known)])


def _answer(text: str | None, file: Path | None) -> str | None:
    import sys

    from bot.errors import SettingsError

    if file is None:
        return text
    if text is not None:
        raise SettingsError("Give --answer or --answer-file, and not both.")
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(
            f"{file} cannot be read: {error.strerror}. Name a file with the answer, or - for "
            "standard input."
        ) from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SettingsError(
            f"{file} is not UTF-8, as of byte 0x{data[error.start]:02X} in line {line}. Save it "
            "as UTF-8."
        ) from error
