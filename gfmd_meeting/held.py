"""A form that comes after its sender's sign-in has ended is held until they are back.

It waits in the session on the server, and is given only to the page that it was sent
to. The session of a stranger becomes that of who signs in, unless somebody else was
signed in meanwhile: then what was held is gone with it.
"""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict

HELD = "held_form"
MOST_LETTERS = 60_000


def sign_in_and_keep(view):
    """Like login_required, but what a signed-out visitor sends is held for the page after."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            typed = request.POST.urlencode()
            if len(typed) <= MOST_LETTERS:
                request.session[HELD] = {"path": request.path, "typed": typed}
        return redirect_to_login(request.get_full_path())

    return answer


def take_held(request) -> QueryDict | None:
    """What was sent to this page before its sender signed in again, once."""
    held = request.session.get(HELD)
    if held is None or held["path"] != request.path or request.method == "POST":
        return None
    del request.session[HELD]
    return QueryDict(held["typed"])
