"""The first page a person sees."""


def test_the_home_page_is_accessible_and_keeps_its_policy(page, meeting, assert_accessible):
    page.goto("/")

    assert page.locator("h1").count() == 1
    assert_accessible(page)


def test_no_page_is_wider_than_the_screen(page, meeting, width):
    page.goto("/concept-note/")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_missing_file_is_a_complaint(page, meeting, complaints):
    page.goto("/")
    page.evaluate("fetch('/static/missing.js')")
    page.wait_for_timeout(200)

    assert complaints
    complaints.clear()
