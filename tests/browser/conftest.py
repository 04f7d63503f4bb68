"""A real Chromium before a live server, on a phone's width and on a desk's."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

from .chromium import find_chromium

WIDTHS = {"phone": 390, "desk": 1280}
HEIGHT = 844
# What a browser asks of its maker is not ours to serve.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium():
    path = find_chromium()
    if path is None:
        pytest.fail("Chromium is not found: install it, or name yours in CHROMIUM.")
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; Django would take us for a coroutine.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=arguments)
            yield browser
            browser.close()


@pytest.fixture
def context(chromium, live_server):
    """A browser of one's own before the live server: no cookie, nothing stored."""
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": WIDTHS["desk"], "height": HEIGHT},
        locale="en-GB",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture(params=list(WIDTHS))
def width(request):
    return WIDTHS[request.param]


@pytest.fixture
def complaints():
    """What the browser's console said was wrong. A test that expects some clears it."""
    return []


@pytest.fixture
def page(context, width, complaints):
    """An empty page, once of each width. The test fails if the console complains.

    A breach of the content security policy is such a complaint, and so is a missing file.
    """
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


@pytest.fixture
def sign_in(context, client, live_server):
    """Sign a user in without the form: ``sign_in(user)``."""

    def sign_in(user):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def assert_accessible():
    """Ask axe about a page as it stands: ``assert_accessible(page)``."""

    def assert_accessible(page):
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    return assert_accessible
