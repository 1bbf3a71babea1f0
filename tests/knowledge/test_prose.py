"""Words, sentences, syllables and reading ease."""

from __future__ import annotations

import pytest

from bot.knowledge.prose import count_syllables, count_words, reading_ease, sentences
from tests.effort import work

SENTENCES = {
    "marks": (
        "One says so. [^a: page 3. Or 4] Two does not [^b].",
        ["One says so.", "Two does not ."],
    ),
    "initials": ("J. R. Smith of the U.S. Senate met Dr. Jones.", None),
    "versus": ("It began with Smith v. Jones, vs. Brown et al. in 2020.", None),
    "decimals": (
        "It rose by 3.5 points. Then it fell.",
        ["It rose by 3.5 points.", "Then it fell."],
    ),
    "quotes": ('"Is it so?" He nodded.', ['"Is it so?"', "He nodded."]),
    "lists": ("- one thing\n- another thing", ["one thing", "another thing"]),
    "lines": ("A sentence\nof two lines.", ["A sentence of two lines."]),
    "code": ("See this.\n\n```\nx = 1. Y = 2.\n```", ["See this."]),
    "links": ("See [the page](https://example.org/A?b=C.) now.", None),
    "hindi": ("चाय अच्छी है। कॉफ़ी नहीं।", ["चाय अच्छी है।", "कॉफ़ी नहीं।"]),
    "arabic": ("هل هو مفيد؟ نعم.", ["هل هو مفيد؟", "نعم."]),
    "urdu": ("چائے مفید ہے۔ کافی نہیں۔", ["چائے مفید ہے۔", "کافی نہیں۔"]),
    "armenian": ("Թեյը լավն է։ Սուրճը՝ ոչ։", ["Թեյը լավն է։", "Սուրճը՝ ոչ։"]),
    "amharic": ("ሻይ ጥሩ ነው። ቡና አይደለም።", ["ሻይ ጥሩ ነው።", "ቡና አይደለም።"]),
    "burmese": ("လက်ဖက်ရည် ကောင်းသည်။ ကော်ဖီ မကောင်းပါ။", ["လက်ဖက်ရည် ကောင်းသည်။", "ကော်ဖီ မကောင်းပါ။"]),
    "khmer": ("តែល្អ។ កាហ្វេទេ។", ["តែល្អ។", "កាហ្វេទេ។"]),
    "thai": ("ชาดีต่อสุขภาพ กาแฟไม่ดี", ["ชาดีต่อสุขภาพ", "กาแฟไม่ดี"]),
    "japanese": ("お茶です。紅茶ではない。", ["お茶です。", "紅茶ではない。"]),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_an_answer_is_cut_into_sentences(name: str) -> None:
    answer, expected = SENTENCES[name]
    found = [it.text for it in sentences(answer)]
    assert found == expected if expected else len(found) == 1


def test_a_sentence_knows_where_in_its_passage_it_begins() -> None:
    (_, second) = sentences("First one. [^a]\nSecond [^b: x] one. [^c]")
    assert second.passage.text[second.offset :].startswith("Second")


def test_words_are_counted_without_marks_and_code() -> None:
    assert (
        count_words("- Three short words [^a: five words are not counted] \n\n`inline` - yes.") == 5
    )
    assert count_words("```\ncode does not count\n```") == 0
    assert count_words("お茶は体によい") == 4


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("the", 1), ("rules", 1), ("asked", 1), ("whole", 1), ("league", 1), ("weights", 1)),
        *(("open", 2), ("models", 2), ("science", 2), ("being", 2), ("needed", 2), ("table", 2)),
        *(("people", 2), ("argue", 2), ("million", 2), ("language", 2), ("via", 2), ("AI", 2)),
        *(
            ("video", 3),
            ("idea", 3),
            ("actual", 3),
            ("serious", 3),
            ("created", 3),
            ("licences", 3),
        ),
        *(("society", 4), ("regulation", 4), ("experience", 4), ("reliable", 4), ("trying", 2)),
        *(("open-source", 3), ("GPU", 3), ("2026", 4), ("don't", 1), ("—", 1)),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_reading_ease_is_flesch_s_formula() -> None:
    # Ten words in two sentences, with twelve syllables.
    answer = "The cat sat on a table. [^a] It was happy there."
    assert reading_ease(answer) == pytest.approx(206.835 - 1.015 * 5 - 84.6 * 1.2)


def test_reading_ease_tells_plain_from_difficult_text() -> None:
    plain = reading_ease("We drink tea. It is hot. We like it a lot.")
    difficult = reading_ease(
        "Organisational considerations notwithstanding, interdisciplinary collaboration "
        "necessitates comprehensive institutional transformation."
    )
    assert plain is not None
    assert difficult is not None
    assert plain > 90
    assert difficult < 0
    assert reading_ease("```\nonly code\n```") is None


@pytest.mark.parametrize("piece", [".", "A. ", "[^a:", "[^a: b "])
def test_a_hostile_answer_is_cut_in_about_the_time_of_any_other(piece: str) -> None:
    def seconds(of: str) -> float:
        return work(lambda: sentences("x" + (of * 20_000)[:20_000]))

    # Work that grows with the square of the length would take hundreds of times as long.
    assert seconds(piece) < 30 * seconds("Some words are said. ")
