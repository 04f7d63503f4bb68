"""Each thing that is advised on, in each language, and what only looks like it."""

import time
import tomllib
from importlib.resources import files

import pytest
from django.core.cache import cache
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.advice import advise
from outcomes.models import LANGUAGE_CODES
from tests.factories import make_delegation, make_participant


def codes(text, language, **options):
    return [one.code for one in advise(text, language, **{"allows_attribution": True} | options)]


def found(code, text, language, **options):
    advice = advise(text, language, **{"allows_attribution": True} | options)
    return next((one.found for one in advice if one.code == code), ())


# -- How it opens ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Expand temporary work programmes."),
        ("en", "EXPAND temporary work programmes."),
        ("en", "  3.2 (a) expand temporary work programmes."),
        ("en", "iv) Expand temporary work programmes."),
        ("en", "- To further expand temporary work programmes."),
        ("en", "The meeting recommends to expand temporary work programmes."),
        ("en", "Do not prohibit family visits."),
        ("en", "Invites States to expand temporary work programmes."),
        ("es", "Ampliar los programas de trabajo."),
        ("es", "2. A ampliar los programas de trabajo."),
        ("es", "Amplíen los programas de trabajo."),
        ("es", "Publíquese la lista de vías legales."),
        ("es", "Establezcan un fondo común."),
        ("es", "El fortalecer los consulados."),
        ("es", "La Reunión recomienda ampliar los programas."),
        ("es", "No penalizar la entrada irregular."),
        ("fr", "Élargir les programmes de travail."),
        ("fr", "• D’élargir les programmes de travail."),
        ("fr", "Élargissez les programmes de travail."),
        ("fr", "Mettez en place un fonds commun."),
        ("fr", "Ne pas prohiber les visites."),
        ("fr", "La réunion recommande d’élargir les programmes."),
        ("fr", "S’engager à élargir les programmes."),
    ],
)
def test_a_text_may_open_with_an_operative_verb_in_any_dress(language, text):
    assert "opening" not in codes(text, language)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "Temporary work programmes are useful.", "Temporary"),
        ("en", "The review of work programmes.", "review"),
        ("en", "States should expand their programmes.", "States"),
        ("en", "1. Migrants in transit.", "Migrants"),
        ("es", "Los programas de trabajo son útiles.", "programas"),
        ("es", "La mejora de los programas.", "mejora"),
        ("es", "El deber de proteger.", "deber"),
        ("es", "Que los programas se amplíen.", "Que"),
        ("fr", "Les programmes de travail sont utiles.", "programmes"),
        ("fr", "Le renforcement des consulats.", "renforcement"),
        ("fr", "L’élargissement des programmes.", "élargissement"),
    ],
)
def test_a_text_that_opens_with_something_else_is_told_with_what(language, text, word):
    assert found("opening", text, language) == (word,)


# -- What binds -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Ensure that returns must be voluntary.", ("must",)),
        ("en", "States SHALL report and have to publish.", ("SHALL", "have to")),
        ("es", "Asegurar que el retorno deberá ser voluntario.", ("deberá",)),
        ("es", "Los Estados deben informar y tienen que publicar.", ("deben", "tienen que")),
        ("es", "Acordar que los consulados han de informar.", ("han de",)),
        ("fr", "Assurer que le retour doit être volontaire.", ("doit",)),
        ("fr", "Il faut informer, et les États devront publier.", ("Il faut", "devront")),
        ("fr", "Noter que les États sont tenus d’informer.", ("sont tenus d",)),
    ],
)
def test_a_word_that_binds_is_found(language, text, words):
    assert found("binding", text, language) == words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ensure that returns should be voluntary, in Marshall and musty places."),
        ("es", "Recordar el deber de protección, y que el retorno debería ser voluntario."),
        ("es", "Tener en cuenta los deberes consulares, debido a su importancia."),
        ("fr", "Rappeler le devoir de protection ; le retour devrait être volontaire."),
    ],
)
def test_what_does_not_bind_is_not_found(language, text):
    assert "binding" not in codes(text, language)


# -- One idea -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Expand the programmes. Publish their true cost.", "Publish their true…"),
        ("en", "Expand the programmes; publish their true cost.", "; publish their true…"),
        ("en", "Expand the programmes:\n- Publish their true cost.", "Publish their true…"),
        ("en", "Expand the programmes and also publish the cost.", "and also publish"),
        ("en", "Expand work programmes as well as publish the cost.", "as well as publish"),
        ("en", "Expand work programmes as well as publishing the cost.", "as well as publishing"),
        ("en", "Establish a fund and train border guards.", "and train"),
        ("en", "Establish a fund and support the families.", "and support"),
        ("es", "Ampliar los programas. Publicar su costo real.", "Publicar su costo…"),
        ("es", "Ampliar los programas; publicar su costo real.", "; publicar su costo…"),
        ("es", "Ampliar los programas y también publicar su costo.", "y también publicar"),
        ("es", "Ampliar los programas, así como publicar su costo.", "así como publicar"),
        ("es", "Ampliar los programas y publicar su costo.", "y publicar"),
        ("fr", "Élargir les programmes. Publier leur coût réel.", "Publier leur coût…"),
        ("fr", "Élargir les programmes ; publier leur coût réel.", "; publier leur coût…"),
        ("fr", "Élargir les programmes et aussi publier leur coût.", "et aussi publier"),
        ("fr", "Élargir les programmes ainsi que publier leur coût.", "ainsi que publier"),
        ("fr", "Élargir les programmes et de publier leur coût.", "et de publier"),
    ],
)
def test_a_second_idea_is_found_where_it_begins(language, text, words):
    assert found("ideas", text, language) == (words,)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Design and implement work programmes with employers and trade unions."),
        ("en", "Develop, adopt and implement a common plan."),
        ("en", "Train border guards to identify children and refer them to shelters."),
        ("en", "Involve States as well as employers, for training and support."),
        ("en", "Apply art. 5 of the U.N. Convention, e.g. No. 7 of its list."),
        ("en", "Expand the programmes\nThat States agreed."),
        ("es", "Diseñar y aplicar programas con empleadores y sindicatos."),
        ("es", "Capacitar a la policía para identificar a los niños y remitirlos."),
        ("es", "Aplicar el art. 5 de la Convención, así como el núm. 7 de la lista."),
        ("fr", "Concevoir et appliquer des programmes avec les employeurs et les syndicats."),
        ("fr", "Former la police pour repérer les enfants et orienter leurs familles."),
        ("fr", "Appliquer l’art. 5 de la Convention, ainsi que le par. 7 de la liste."),
    ],
)
def test_one_idea_of_several_words_is_not_taken_for_two(language, text):
    assert codes(text, language) == []


@pytest.mark.parametrize(
    ("language", "beginning", "word"),
    [("en", "Expand", "programmes"), ("es", "Ampliar", "programas"), ("fr", "Élargir", "voies")],
)
def test_a_long_text_is_told_of_unless_it_has_a_second_idea(language, beginning, word):
    assert codes(f"{beginning} {' '.join([word] * 43)}.", language) == []
    assert codes(f"{beginning} {' '.join([word] * 60)}.", language) == ["long"]
    assert codes(f"{beginning} {' '.join([word] * 60)}; {' '.join([word] * 3)}", language) == [
        "ideas"
    ]


# -- Who is named ---------------------------------------------------------------------------------


@pytest.fixture
def invited(db):
    cache.clear()
    delegation = make_delegation(
        code="wmo",
        name_en="Welfare of Migrants Organization",
        name_es="Organización para el Bienestar de los Migrantes",
        name_fr="Organisation pour le bien-être des migrants",
    )
    make_participant(delegation=delegation, family_name="Salazar-Ríos")
    make_participant(delegation=delegation, family_name="Lee")
    make_participant(delegation=delegation, family_name="Support")
    yield
    cache.clear()


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Follow Norway and Côte d’Ivoire.", ("Norway", "Côte d’Ivoire")),
        ("en", "Follow the United States of America.", ("United States of America",)),
        ("en", "Support what Salazar-Ríos and Mr. Quist said.", ("Salazar-Ríos", "Mr. Quist")),
        ("en", "Fund the WMO of SALAZAR.", ("WMO", "SALAZAR")),
        ("en", "Ask the Welfare of Migrants Organization.", ("Welfare of Migrants Organization",)),
        ("es", "Seguir a Noruega y al Perú.", ("Noruega", "Perú")),
        ("es", "Apoyar a la OBM y a la Sra. Gómez.", ("OBM", "Sra. Gómez")),
        ("fr", "Suivre la Norvège et les États-Unis.", ("Norvège", "États-Unis")),
        ("fr", "Soutenir l’OBEM et M. Diallo.", ("OBEM", "M. Diallo")),
        ("fr", "Soutenir l’Organisation pour le bien-être des migrants.", None),
    ],
)
def test_who_is_named_is_found_where_nothing_is_attributed(invited, language, text, names):
    names = names or ("Organisation pour le bien-être des migrants",)

    assert found("attribution", text, language, allows_attribution=False) == names
    assert found("attribution", text, language, allows_attribution=True) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Support georgian hospitality, a chad, and lee of the wind, with Lee."),
        ("en", "Expand the Programme of all States and of the Minister."),
        ("es", "La Reunión recomienda ampliar el diálogo de los Estados."),
        ("fr", "La Réunion recommande d’élargir le dialogue des États."),
        ("fr", "Plan M pour tous les ministres."),
    ],
)
def test_who_is_not_named_is_not_found(invited, language, text):
    assert "attribution" not in codes(text, language, allows_attribution=False)


def test_names_are_read_once_a_minute_and_only_where_they_are_asked_for(
    invited, django_assert_num_queries
):
    with django_assert_num_queries(0):
        codes("Follow Norway.", "en", allows_attribution=True)
    with django_assert_num_queries(2):
        codes("Follow Norway.", "en", allows_attribution=False)
    with django_assert_num_queries(0):
        codes("Follow Sweden.", "es", allows_attribution=False)


# -- In all ---------------------------------------------------------------------------------------


def test_advice_is_told_in_the_readers_language():
    (advice,) = advise("Programmes.", "en", allows_attribution=True)

    said = set()
    for language in LANGUAGE_CODES:
        with override(language):
            said.add(str(advice.sentence))
    assert len(said) == 3


@pytest.mark.parametrize("language", ["", "de", "en-GB", "../en"])
def test_of_a_language_that_the_meeting_has_not_nothing_is_said(language):
    assert advise("Programmes must go.", language, allows_attribution=True) == []


# Which texts of the demo are advised on, and of what: the rest read well.
IN_THE_DEMO = {
    ("Que los procesos de", "opening"),
    ("Individual hardship permits", "opening"),
    ("Permisos individuales por", "opening"),
    ("Des autorisations individuelles", "opening"),
    ("Prepare migration profiles", "ideas"),
    ("Elaborar perfiles migratorios", "ideas"),
    ("Établir des profils", "ideas"),
}


def test_the_demo_reads_well(invited):
    data = files("gfmd_meeting.demo").joinpath("recommendations.toml").read_text(encoding="utf-8")
    texts = [
        (text, language)
        for item in tomllib.loads(data)["recommendation"]
        if item["kind"] != "practice"
        for language, text in item["text"].items()
    ]

    advised = {
        (text, code)
        for text, language in texts
        for code in codes(text, language, allows_attribution=False)
    }

    assert len(texts) >= 3 * 12
    assert len(advised) == len(IN_THE_DEMO)
    assert all(any(t.startswith(b) and c == code for b, c in IN_THE_DEMO) for t, code in advised)


HOSTILE = [
    "a" * 5000,
    "A " * 2500,
    "a;" * 2500,
    "\N{COMBINING ACUTE ACCENT}" * 5000,
    "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 5000,
    "Republic " * 555,
    "and to make " * 416,
    "must " * 1000,
    "(a)" * 1666,
    "i" * 4999 + ")",
    "\n" * 5000,
    ". A" * 1666,
    "Mr. " * 1250,
    "United Saint South " * 263,
    "\0\ud800=\u202e" * 1250,
]


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_no_text_holds_up_the_advice(invited, language):
    codes("To know the words.", language, allows_attribution=False)
    for text in HOSTILE:
        begun = time.process_time()
        codes(text, language, allows_attribution=False)
        assert time.process_time() - begun < 0.5


@given(st.text(max_size=400), st.sampled_from(LANGUAGE_CODES))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text, language):
    for one in advise(text, language, allows_attribution=True):
        assert str(one.sentence)
