from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.knowledge.load import read_pack
from bot.knowledge.model import Entry, Pack
from bot.matching.index import build_index
from bot.matching.language import language_of
from bot.matching.spelling import Spelling
from bot.matching.terms import Analyser
from bot.matching.turning import Turning

ANALYSER = Analyser("en")
TURNING = Turning(language_of("en"))
GERMAN = Analyser("de")
GERMAN_TURNING = Turning(language_of("de"))
SPANISH = Analyser("es")
SPANISH_TURNING = Turning(language_of("es"))
FRENCH = Analyser("fr")
FRENCH_TURNING = Turning(language_of("fr"))
SUBJECTS = Path(__file__).parent / "turned"


def is_turned(question: str, *phrasings: str) -> bool:
    return _is_turned(TURNING, ANALYSER, question, phrasings)


def is_turned_in_german(question: str, *phrasings: str) -> bool:
    return _is_turned(GERMAN_TURNING, GERMAN, question, phrasings)


def is_turned_in_spanish(question: str, *phrasings: str) -> bool:
    return _is_turned(SPANISH_TURNING, SPANISH, question, phrasings)


def is_turned_in_french(question: str, *phrasings: str) -> bool:
    return _is_turned(FRENCH_TURNING, FRENCH, question, phrasings)


def _is_turned(
    turning: Turning, analyser: Analyser, question: str, phrasings: tuple[str, ...]
) -> bool:
    asked = turning.asked(analyser.analyse(it) for it in phrasings)
    profile = turning.profile(analyser.analyse(question))
    return turning.is_turned(profile, asked, [1.0 - 0.1 * it for it in range(len(phrasings))])


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("should schools not ban phones", "should schools ban phones"),
        ("why do schools never ban phones", "why do schools ban phones"),
        ("should schools allow phones", "should schools ban phones"),
        ("is coal safer than nuclear power", "is nuclear power safer than coal"),
        ("is nuclear power riskier than coal", "is nuclear power safer than coal"),
        ("does nuclear power kill more than coal", "is nuclear power safer than coal"),
        ("what is the club's view of the league", "what is the league's view of the club"),
        ("does the league sue the club", "does the club sue the league"),
        ("was the club attacked by the league", "did the club attack the league"),
        ("do unions oppose remote work", "do unions support remote work"),
        ("can I move from the office to home", "can I move from home to the office"),
        ("do old people vote less than young people", "do young people vote less than old people"),
        ("why don't small shops refuse cards", "why do small shops refuse cards"),
        ("why don't small shops like cards", "why do small shops like cards"),
    ],
)
def test_a_question_turned_around_is_another_question(question: str, phrasing: str) -> None:
    assert is_turned(question, phrasing)
    assert is_turned(phrasing, question)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("shouldn't schools ban phones", "should schools ban phones"),
        ("schools should ban phones, shouldn't they", "should schools ban phones"),
        ("should schools not allow phones", "should schools ban phones"),
        ("is coal riskier than nuclear power", "is nuclear power safer than coal"),
        ("was the league attacked by the club", "did the club attack the league"),
        ("nuclear power or coal, which is safer", "is nuclear power safer than coal"),
        ("why is it that unions support remote work", "why do unions support remote work"),
        ("why don't small shops take cards", "why do small shops refuse cards"),
        ("why did some schools quit setting homework", "why did some schools ban homework"),
        ("do old people vote more than young people", "do young people vote less than old people"),
        (
            "how is a soft exit different from a hard one",
            "how does a hard exit differ from a soft one",
        ),
    ],
)
def test_the_same_question_in_other_words_is_not_turned(question: str, phrasing: str) -> None:
    assert not is_turned(question, phrasing)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("why did the club refuse to leave the league", "why did the club leave the league"),
        ("why did the club stop suing the league", "why did the club sue the league"),
        ("do phones no longer distract pupils", "do phones distract pupils"),
        ("which phones can't schools ban", "which phones can schools ban"),
        ("what happens to a school with a phone ban", "what happens to a school with no phone ban"),
    ],
)
def test_what_negates_need_not_be_a_not(question: str, phrasing: str) -> None:
    assert is_turned(question, phrasing)
    assert is_turned(phrasing, question)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("why does nobody trust AI", "why do people trust AI"),
        ("are firms unable to train AI", "are firms able to train AI"),
        ("why does AI rarely take jobs", "why does AI take jobs"),
        ("why did firms stop using AI", "why did firms use AI"),
    ],
)
def test_a_synonym_of_another_length_hides_no_negation(question: str, phrasing: str) -> None:
    analyser = Analyser("en", [["ai", "artificial intelligence"]])
    asked = TURNING.asked([analyser.analyse(phrasing)])
    in_full = analyser.analyse(question.replace("AI", "artificial intelligence"))
    assert TURNING.is_turned(TURNING.profile(in_full), asked, [1.0])


@pytest.mark.parametrize(
    ("word", "contrary"),
    [
        ("ethical", "unethical"),
        ("moral", "immoral"),
        ("reasonable", "unreasonable"),
        ("practical", "impractical"),
        ("natural", "unnatural"),
        ("overvalued", "undervalued"),
        ("explicit", "implicit"),
        ("reversible", "irreversible"),
    ],
)
def test_a_word_may_be_a_contrary_by_its_beginning_alone(word: str, contrary: str) -> None:
    for one, other in ((word, contrary), (contrary, word)):
        assert is_turned(f"are zoos {one}", f"are zoos {other}")
        assert not is_turned(f"are zoos {one}", f"so are zoos {one}")
        assert not is_turned(f"are zoos not {one}", f"are zoos {other}")


@pytest.mark.parametrize(
    ("word", "rest"), [("immigration", "migration"), ("disease", "ease"), ("improve", "prove")]
)
def test_a_word_that_begins_so_by_chance_is_no_contrary(word: str, rest: str) -> None:
    assert not is_turned(f"what do scientists say on {word}", f"what do scientists say on {rest}")


@pytest.mark.parametrize(
    ("word", "opposite"),
    [
        ("was the expert right", "was the expert wrong"),
        ("why tax trams", "why subsidise trams"),
        ("are pupils happier at home", "are pupils sadder at home"),
        ("is the press neutral", "is the press biased"),
        ("are farms wasteful", "are farms efficient"),
        ("should the council privatise trams", "should the council nationalise trams"),
        ("who fears competition", "who fears cooperation"),
        ("does the law free people", "does the law imprison people"),
    ],
)
def test_opposites_need_be_neither_good_nor_bad(word: str, opposite: str) -> None:
    assert is_turned(word, opposite)
    assert is_turned(opposite, word)


@pytest.mark.parametrize(
    "frame",
    [
        "do {} mislead {}",
        "why are {} mad at {}",
        "are {} paid by {}",
        "do {} care about {}",
        "why do {} inform {}",
    ],
)
def test_things_are_exchanged_around_words_that_have_an_opposite_too(frame: str) -> None:
    assert is_turned(frame.format("farmers", "teachers"), frame.format("teachers", "farmers"))


def test_one_phrasing_that_compares_two_things_is_enough_for_them_to_be_exchanged() -> None:
    phrasings = [
        "how fast are trams and bikes",
        "speed of a tram in town",
        "are trams faster than bikes",
        "do trams get people to work quickly",
    ]
    assert is_turned("are bikes faster than trams", *phrasings)
    assert not is_turned("are trams faster than bikes", *phrasings)


def test_to_set_something_above_what_a_phrasing_names_turns_it_around() -> None:
    phrasings = [
        "why do builders prefer open tools",
        "open tools for builders",
        "are closed tools that bad",
    ]
    assert is_turned("why do builders prefer closed tools over open ones", *phrasings)
    assert not is_turned("why do builders prefer open tools over closed ones", *phrasings)
    assert not is_turned("why do builders prefer open tools over closed ones", phrasings[0])


def test_things_are_exchanged_though_a_phrasing_has_them_in_that_order_as_the_converse() -> None:
    phrasings = [
        "why did the farmers beat the builders",
        "what put the farmers ahead of the builders",
        "the builders lost the top spot to the farmers",
    ]
    assert is_turned("why are the builders outselling the farmers", *phrasings)
    assert not is_turned("why are the farmers outselling the builders", *phrasings)


def test_things_that_are_joined_have_the_same_part() -> None:
    one, both = (
        TURNING.profile(ANALYSER.analyse(it)).parts
        for it in ("do buses need trams", "do buses and trains need trams")
    )
    assert both["buse", "tram"] == both["train", "tram"] == one["buse", "tram"]


def test_a_question_that_names_both_of_two_opposites_is_the_opposite_of_neither() -> None:
    phrasings = ["are remote staff more productive", "does remote work pay off", "office output"]
    assert not is_turned("is home more productive than the office", *phrasings)
    assert is_turned("are office staff more productive", *phrasings[:2])


@pytest.mark.parametrize("typed", ["nott", "nto", "neverr", "nveer"])
def test_a_misspelt_negation_turns_a_question_as_well(typed: str) -> None:
    spelling = Spelling(Counter({"to": 9}), ["not", "never"], language_of("en").has)
    asked = TURNING.asked([ANALYSER.analyse("why did Germany decide to close the plants")])
    question = ANALYSER.analyse(f"why did Germany decide {typed} to close the plants", spelling)
    assert TURNING.is_turned(TURNING.profile(question), asked, [1.0])


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("i dont get why schools ban phones", "why do schools ban phones"),
        ("never understood why schools ban phones", "why do schools ban phones"),
        ("no idea why schools ban phones", "why do schools ban phones"),
        ("should schools ban phones or not", "should schools ban phones"),
        ("so shouldn't schools just ban phones", "should schools ban phones"),
        ("should schools ban phones, yes or no", "should schools ban phones"),
        ("schools should ban phones, don't you think", "should schools ban phones"),
        ("i mean shouldn't they ban phones", "should they ban phones"),
        ("people, shouldn't they ban phones", "should they ban phones"),
    ],
)
def test_a_negation_that_denies_nothing_turns_nothing(question: str, phrasing: str) -> None:
    assert not is_turned(question, phrasing)


@pytest.mark.parametrize(
    ("claim", "negations"),
    [
        ("i wouldn't ban phones", 1),
        ("but i can't use phones at school", 1),
        ("people don't trust teachers", 1),
        ("well everyone isn't allowed phones", 1),
        ("i mean shouldn't they ban phones", 0),
        ("people, shouldn't they ban phones", 0),
    ],
)
def test_who_denies_something_in_a_claim_does_not_ask_for_agreement(
    claim: str, negations: int
) -> None:
    assert TURNING.profile(ANALYSER.analyse(claim), is_claim=True).negations == negations


def test_who_asks_and_says_what_they_cannot_do_turns_nothing() -> None:
    assert not is_turned("i can't find my phone", "where is my phone", "help me find my phone")


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("why do pupils love uniforms", "why do pupils dislike uniforms"),
        ("what is great about uniforms", "what is wrong with uniforms"),
        ("are uniforms unpopular", "are uniforms popular"),
        ("arguments against uniforms", "arguments in favour of uniforms"),
    ],
)
def test_words_for_and_against_are_opposed_without_being_a_pair(
    question: str, phrasing: str
) -> None:
    assert is_turned(question, phrasing)
    assert is_turned(phrasing, question)


def test_being_against_what_hinders_is_being_for_it() -> None:
    assert not is_turned("why do unions oppose a ban on uniforms", "why do unions support uniforms")


def test_all_that_prefers_one_thing_to_another_has_it_in_the_same_part() -> None:
    assert not is_turned("why leave coal for gas", "why choose gas over coal")
    assert is_turned("why leave gas for coal", "why choose gas over coal")
    assert is_turned("why go from gas to coal", "why pick gas instead of coal")
    assert not is_turned("why prefer gas to coal", "why is gas favoured over coal")
    assert is_turned("why prefer coal to gas", "why is gas favoured over coal")


def test_the_converse_in_opposite_words_is_the_same() -> None:
    assert not is_turned("how did the city lose to the club", "how did the club beat the city")


def test_what_one_text_says_in_a_fixed_phrase_the_other_may_say_apart() -> None:
    asked = ("why does a dog cost more than a cat", "why do dogs cost more than cats")
    assert is_turned("why do cats cost their owners more than dogs", *asked)
    assert not is_turned("why do dogs cost their owners more than cats", *asked)


def test_things_that_are_named_together_have_no_order() -> None:
    assert not is_turned("which is safer, gas or coal", "coal or gas which is safer")
    assert not is_turned("the fight between gas and coal", "the fight between coal and gas")


def test_a_short_name_stands_for_the_longer_one() -> None:
    asked = ("can a developer sue a firm", "dev sues firm")
    assert is_turned("can a firm sue a dev", *asked)
    assert not is_turned("can a dev sue a firm", *asked)


def test_a_question_that_says_much_else_is_not_turned() -> None:
    assert not is_turned(
        "why do our neighbours across the street not want their village school to ban phones on "
        "monday mornings",
        "should schools ban phones",
    )
    assert not is_turned(
        "i never liked this government, should schools ban phones", "should schools ban phones"
    )


@pytest.mark.parametrize(
    ("question", "phrasings"),
    [
        ("why do buses run in summer", ("why do buses stop in winter", "buses in winter")),
        ("when can a tenant sue the landlord", ("can my landlord sue a tenant", "landlord fees")),
        ("can the club not sell a player", ("what does a player cost", "selling a player")),
        ("how do tourists get in with papers", ("entry with no papers", "no papers, get in?")),
    ],
)
def test_a_question_at_odds_with_all_phrasings_may_be_turned(
    question: str, phrasings: tuple[str, ...]
) -> None:
    assert is_turned(question, *phrasings)
    assert not is_turned(question, question, *phrasings)


LAKE = (
    "the lake in june",
    "boats on the lake",
    "fish in the lake",
    "the lake is cold",
    "cold lake water",
)


def test_an_opposite_is_at_odds_though_most_phrasings_show_nothing_that_turns() -> None:
    assert is_turned("is the lake hot for boats", *LAKE)
    assert not is_turned("is the lake cold for boats", *LAKE)


def test_a_word_that_few_phrasings_hold_the_opposite_of_is_not_at_odds() -> None:
    others = ("boats in june", "boats on the water", "lake boats", "fish in the lake")
    assert not is_turned("is the lake hot for boats", "the lake is cold", *LAKE[:2], *others)


def test_a_question_is_at_odds_with_many_phrasings_whatever_a_few_others_say() -> None:
    silent = ("lake boats", "boats in june", "lake fish", "june on the lake")
    near = (*LAKE[:3], *silent, "the lake is cold")
    cold = tuple(f"cold lake {it}" for it in ("water", "boats", "fish", "in june", "at night"))
    warm = tuple(f"warm lake {it}" for it in ("water", "boats", "fish", "in june", "at night"))
    assert is_turned("is the lake hot for boats", *near, *cold, warm[0])
    assert not is_turned("is the lake hot for boats", *near, *cold, *warm)
    assert not is_turned("is the lake hot for boats", *near, *cold[:4], warm[0])


def test_a_question_that_names_what_no_phrasing_does_is_not_at_odds_by_an_opposite() -> None:
    assert not is_turned("is the lake hot for boats and swimmers", *LAKE)


def test_counterparts_in_an_order_that_no_phrasing_has_may_be_exchanged() -> None:
    phrasings = ("can my boss fire an employee", "boss sacks employee", "boss lets employee go")
    assert is_turned("may an employee fire the boss over one late train", *phrasings)
    assert not is_turned("may a boss fire the employee over one late train", *phrasings)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("warum sollen Schulen Handys nicht verbieten", "warum sollen Schulen Handys verbieten"),
        ("warum sollen Schulen Handys erlauben", "warum sollen Schulen Handys verbieten"),
        ("warum haben Schulen kein Handyverbot", "warum haben Schulen ein Handyverbot"),
        ("was spricht für ein Handyverbot", "was spricht gegen ein Handyverbot"),
        ("ist Kohle sicherer als Kernkraft", "ist Kernkraft sicherer als Kohle"),
        ("ist Kernkraft gefährlicher als Kohle", "ist Kernkraft sicherer als Kohle"),
        ("kann ich von Kaffee auf Tee umsteigen", "kann ich von Tee auf Kaffee umsteigen"),
        ("warum verklagt der Verein die Liga", "warum verklagt die Liga den Verein"),
        ("warum kritisiert der kleine Verein die Liga", "warum kritisiert die Liga den Verein"),
        ("warum schaffen Schulen das Fach ab", "warum führen Schulen das Fach ein"),
        ("warum lehnen Eltern das Verbot ab", "warum wollen Eltern das Verbot"),
    ],
)
def test_a_question_is_turned_around_in_german_too(question: str, phrasing: str) -> None:
    assert is_turned_in_german(question, phrasing, phrasing)
    assert is_turned_in_german(phrasing, question, question)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("ist es nicht so, dass Kernkraft sicherer ist", "stimmt es, dass Kernkraft sicherer ist"),
        ("sollte man Handys nicht nur in der Pause verbieten", "sollte man Handys verbieten"),
        ("wäre Kohle nicht sicherer", "wäre Kohle sicherer"),
        ("sollten wir nicht endlich Handys verbieten", "sollten wir Handys verbieten"),
        ("ist Kohle gefährlicher als Kernkraft", "ist Kernkraft sicherer als Kohle"),
        ("warum schafft die Schule das Fach ab und was folgt", "warum das Fach abschaffen"),
        ("wieso unterscheiden sich Tee und Kaffee", "worin unterscheiden sich Kaffee und Tee"),
    ],
)
def test_the_same_question_in_german_is_not_turned(question: str, phrasing: str) -> None:
    assert not is_turned_in_german(question, phrasing, phrasing)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("por qué no se prohíben los móviles", "por qué se prohíben los móviles"),
        ("por qué las aulas nunca prohíben móviles", "por qué las aulas prohíben móviles"),
        ("por qué las aulas no prohíben nunca móviles", "por qué las aulas prohíben móviles"),
        ("deberían permitirse los móviles", "deberían prohibirse los móviles"),
        ("argumentos en contra del uniforme", "argumentos a favor del uniforme"),
        ("ventajas del uniforme", "inconvenientes del uniforme"),
        ("por qué hay menos peleas con uniforme", "por qué hay más peleas con uniforme"),
        ("es más seguro el carbón que el gas", "es más seguro el gas que el carbón"),
        ("es más peligroso el gas que el carbón", "es más seguro el gas que el carbón"),
        ("por qué el club demanda a la liga", "por qué la liga demanda al club"),
        ("por qué elegir gas en vez de carbón", "por qué elegir carbón en vez de gas"),
        ("por qué prefieren el gas al carbón", "por qué prefieren el carbón al gas"),
        ("conviene cambiar el gas por el carbón", "conviene cambiar el carbón por el gas"),
    ],
)
def test_a_question_is_turned_around_in_spanish_too(question: str, phrasing: str) -> None:
    assert is_turned_in_spanish(question, phrasing, phrasing)
    assert is_turned_in_spanish(phrasing, question, question)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("¿no deberían prohibirse los móviles?", "deberían prohibirse los móviles"),
        ("¿acaso no es más seguro el gas?", "es más seguro el gas"),
        ("el gas es más seguro que el carbón, ¿no?", "es más seguro el gas que el carbón"),
        ("es más seguro el gas no", "es más seguro el gas"),
        ("no sé por qué prohíben los móviles", "por qué prohíben los móviles"),
        ("hay que prohibir los móviles, sí o no", "hay que prohibir los móviles"),
        ("deberían prohibirse no solo en clase los móviles", "deberían prohibirse los móviles"),
        ("por qué no se permiten los móviles", "por qué se prohíben los móviles"),
        ("es más peligroso el carbón que el gas", "es más seguro el gas que el carbón"),
        ("por qué el club es vigilado por la liga", "por qué la liga vigila al club"),
        ("por qué hay más peleas sin uniforme", "por qué hay menos peleas con uniforme"),
        ("en qué se diferencian el gas y el carbón", "en qué se diferencian el carbón y el gas"),
    ],
)
def test_the_same_question_in_spanish_is_not_turned(question: str, phrasing: str) -> None:
    assert not is_turned_in_spanish(question, phrasing, phrasing)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("pourquoi on n'interdit pas les portables", "pourquoi on interdit les portables"),
        ("pourquoi l'école ne les interdit jamais", "pourquoi l'école les interdit"),
        (
            "pourquoi autoriser les portables à l'école",
            "pourquoi interdire les portables à l'école",
        ),
        ("les arguments contre l'uniforme", "les arguments pour l'uniforme"),
        ("les inconvénients de l'uniforme", "les avantages de l'uniforme"),
        (
            "le charbon est-il plus propre que l'éolien",
            "l'éolien est-il plus propre que le charbon",
        ),
        ("le gaz est-il plus dangereux que l'eau", "le gaz est-il plus sûr que l'eau"),
        ("l'usine est-elle plus utile qu'une mine", "une mine est-elle plus utile que l'usine"),
        ("pourquoi choisir le thé plutôt que l'eau", "pourquoi choisir l'eau plutôt que le thé"),
    ],
)
def test_a_question_is_turned_around_in_french_too(question: str, phrasing: str) -> None:
    assert is_turned_in_french(question, phrasing, phrasing)
    assert is_turned_in_french(phrasing, question, question)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("l'éolien n'est-il pas plus propre", "l'éolien est-il plus propre"),
        ("les portables ne devraient-ils pas être interdits", "faut-il interdire les portables"),
        ("l'éolien est plus propre, non", "l'éolien est plus propre"),
        ("je ne sais pas pourquoi on interdit les portables", "pourquoi on interdit les portables"),
        ("il faut interdire les portables ou pas", "il faut interdire les portables"),
        ("pourquoi on n'autorise pas les portables", "pourquoi on interdit les portables"),
        ("le gaz est-il moins sûr que l'eau", "le gaz est-il plus dangereux que l'eau"),
        ("quelle est la différence entre thé et café", "la différence entre le café et le thé"),
    ],
)
def test_the_same_question_in_french_is_not_turned(question: str, phrasing: str) -> None:
    assert not is_turned_in_french(question, phrasing, phrasing)


def test_what_negates_together_negates_once() -> None:
    def negations(text: str) -> int:
        return SPANISH_TURNING.profile(SPANISH.analyse(text)).negations

    assert negations("por qué no viene nunca nadie en tren") == 1
    assert negations("por qué nunca viene nadie en tren") == 1
    assert negations("por qué no viene la gente sin coche") == 2


def test_a_word_that_only_shares_a_stem_with_one_that_has_an_opposite_has_none() -> None:
    assert is_turned("how do firms manage without tracking staff", "how do firms track workers")
    assert "import" not in TURNING.profile(ANALYSER.analyse("is that important")).words
    assert "import" in TURNING.profile(ANALYSER.analyse("is that imported")).words
    profile = GERMAN_TURNING.profile(GERMAN.analyse("warum beschweren sich die Kunden"))
    assert "sich" not in profile.words
    assert "sich" in GERMAN_TURNING.profile(GERMAN.analyse("warum sicher")).words


def test_what_a_whole_pack_is_about_does_not_say_what_two_things_have_to_do_with_each_other() -> (
    None
):
    asked, known = "is software powered by open source", ("does software run on open source",)
    on_openness = Turning(language_of("en"), ANALYSER.analyse("open").stems)
    assert is_turned(asked, *known)
    assert not _is_turned(on_openness, ANALYSER, asked, known)
    assert _is_turned(on_openness, ANALYSER, "does open source run on software", known)


def test_an_unknown_language_turns_nothing() -> None:
    analyser, turning = Analyser("xx"), Turning(language_of("xx"))
    asked = turning.asked([analyser.analyse("should schools ban phones")])
    question = turning.profile(analyser.analyse("should schools not ban phones"))
    assert not turning.is_turned(question, asked, [1.0])


def test_an_entry_that_asks_both_ways_is_not_turned_by_either() -> None:
    assert not is_turned("is coal dangerous for people", "is coal safe for people", "coal danger")
    assert not is_turned(
        "is coal dangerous for people", "is coal dangerous for us", "is coal safe for people"
    )


def test_a_turned_question_is_suggested_at_most_and_its_own_entry_answers() -> None:
    entries = (
        Entry(
            id="support",
            topic="t",
            question="Why do unions support remote work?",
            phrasings=("reasons why unions support remote work", "what makes unions support it"),
            answer="-",
        ),
        Entry(
            id="cost",
            topic="t",
            question="What does remote work cost a firm?",
            phrasings=("cost of remote work", "is remote work dear for firms"),
            answer="-",
        ),
    )
    index = build_index(Pack(id="p", title="P", language="en", entries=entries))
    straight = index.rank("so why do unions support remote work then")[0]
    turned = index.rank("so why do unions oppose remote work then")[0]
    assert (straight.entry.id, straight.is_withheld) == ("support", False)
    assert turned.is_withheld
    assert turned.confidence < straight.confidence


def test_a_text_as_long_as_a_message_is_read_in_proportion_to_its_length() -> None:
    profile = TURNING.profile(ANALYSER.analyse(" ".join(f"word{n}" for n in range(2000))))
    assert len(profile.parts) < 2000 * 4 * 2 + 1


def test_things_count_as_exchanged_only_where_more_than_a_few_phrasings_have_them_so() -> None:
    silent = [f"what happened in court number {it}" for it in range(6)]
    exchanged = ["does the club sue the league", "will the club sue the league"]
    more_silent = [f"who heard of lawsuit number {it}" for it in range(34)]
    asked = "does the league sue the club"

    def is_turned_among(phrasings: list[str]) -> bool:
        own = TURNING.asked(ANALYSER.analyse(it) for it in phrasings)
        likeness = [1.0 - 0.01 * it for it in range(len(phrasings))]
        return TURNING.is_turned(TURNING.profile(ANALYSER.analyse(asked)), own, likeness)

    assert is_turned_among([*silent, *exchanged])
    assert not is_turned_among([*silent, *exchanged, *more_silent])


@pytest.mark.parametrize("subject", ["electric-cars", "football", "open-licences"])
def test_what_nothing_can_turn_is_not_turned_if_looked_at_phrasing_by_phrasing_either(
    monkeypatch: pytest.MonkeyPatch, subject: str
) -> None:
    pack = read_pack(SUBJECTS / f"{subject}.yaml").pack
    assert pack is not None
    pairs = yaml.safe_load((SUBJECTS / f"{subject}.pairs.yaml").read_text(encoding="utf-8"))
    questions = [it[kind] for it in pairs for kind in ("straight", "turned")]

    def turned() -> list[tuple[str, str]]:
        return [
            (question, entry.id)
            for question in questions
            for entry in pack.entries
            if is_turned(question, *entry.asked_as[:10])
        ]

    quickly = turned()
    monkeypatch.setattr("bot.matching.turning._may_turn", lambda *_: True)
    assert turned() == quickly != []
