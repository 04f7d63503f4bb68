"""How people sign in: django-allauth, closed to sign-ups from outside."""

from allauth.account.adapter import DefaultAccountAdapter


class MeetingAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts come from registration and from the organisers alone."""
        return False
