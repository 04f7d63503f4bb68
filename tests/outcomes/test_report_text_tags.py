"""Texts that people typed, as a report sets them."""

import time

import pytest

from outcomes.templatetags.report_text import linked, paragraphs


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        (
            "See https://example.org/a?b=1&c=2.",
            'See <a class="address" href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>.',
        ),
        (
            "(http://example.org)",
            '(<a class="address" href="http://example.org">http://example.org</a>)',
        ),
        (
            "javascript:alert(1) ftp://example.org www.example.org",
            "javascript:alert(1) ftp://example.org www.example.org",
        ),
        (
            "<a href='https://x.org'>x</a>",
            '&lt;a href=&#x27;<a class="address" href="https://x.org">https://x.org</a>&#x27;&gt;x&lt;/a&gt;',
        ),
        (
            "(see https://example.org/Foo_(bar)).",
            '(see <a class="address" href="https://example.org/Foo_(bar)">https://example.org/Foo_(bar)</a>).',
        ),
        (
            "HTTPS://Example.org/A",
            '<a class="address" href="https://Example.org/A">HTTPS://Example.org/A</a>',
        ),
        ("https://bank.example@evil.example/", "https://bank.example@evil.example/"),
        (
            "https://example.org/@who",
            '<a class="address" href="https://example.org/@who">https://example.org/@who</a>',
        ),
        (
            "https://example.org/a\u202egnp.exe",
            '<a class="address" href="https://example.org/a">https://example.org/a</a>\u202egnp.exe',
        ),
        ('https://"onload=x', "https://&quot;onload=x"),
        ("https://", "https://"),
        ("one\ntwo & three", "one<br>two &amp; three"),
        ("", ""),
    ],
)
def test_only_plain_addresses_of_the_web_become_links(typed, set_):
    assert linked(typed) == set_


def test_empty_lines_part_paragraphs():
    assert paragraphs(" One.\nTwo.\n \t\n\n\nThree. ") == ["One.\nTwo.", "Three."]
    assert paragraphs(None) == paragraphs(" \n \n ") == []


@pytest.mark.parametrize("piece", ["https://", "https://a", "\n ", "<", "."])
def test_a_hostile_text_is_set_in_no_time(piece):
    began = time.process_time()
    for paragraph in paragraphs(piece * 50_000):
        linked(paragraph)

    assert time.process_time() - began < 3
