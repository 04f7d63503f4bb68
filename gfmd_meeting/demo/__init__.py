"""The demo: people who can sign in, and what each app carries for them to see."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from gfmd_meeting.models import Party, User

APPS = ("registrations", "agenda", "budget", "outcomes")
DOMAIN = "example.org"


def load_demo() -> list[str]:
    """Make the accounts and let each app load its part. Adds nothing where there is something.

    Returns what was loaded, a line each. Raises ValueError if no meeting is loaded.
    """
    accounts = _make_accounts()
    return [said for app in APPS if (said := import_string(f"{app}.demo.load")(accounts))]


def demo_password() -> str:
    """``DEMO_PASSWORD``, or one that is made once and kept with the accounts."""
    if given := os.environ.get("DEMO_PASSWORD"):
        return given
    if accounts_file().exists():
        return accounts_file().read_text().split("Password: ")[1].split("\n")[0]
    return secrets.token_urlsafe(9)


def demo_is_loaded() -> bool:
    return User.objects.filter(email=f"organiser@{DOMAIN}").exists()


def password_is_kept() -> bool:
    """The list of accounts is there and has the password that is asked for, if one is."""
    return (
        accounts_file().exists() and f"Password: {demo_password()}\n" in accounts_file().read_text()
    )


def accounts_file() -> Path:
    return settings.VAR_DIR / "demo-accounts.txt"


def keep_accounts(password: str) -> str:
    """Write the list of accounts for the person who runs the demo, and return it."""
    lines = [f"  {name}@{DOMAIN}" for name in _people()]
    text = "\n".join(["Demo accounts:", *lines, f"Password: {password}", ""])
    with open(os.open(accounts_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    return text


def _people() -> dict[str, dict]:
    """Who can sign in, by the name before the @. Co-chairs go by their country's code."""
    people = {"organiser": {"full_name": "Organiser", "is_staff": True}}
    for party in Party.objects.co_chairing():
        name = f"cochair.{party.country.lower() or party.key}"
        people[name] = {"full_name": f"{party.short_name}, co-chair", "party": party}
    people |= {
        "rapporteur": {"full_name": "Rapporteur"},
        "focalpoint": {"full_name": "Focal point"},
        "delegate": {"full_name": "Delegate"},
    }
    for party in Party.objects.supporting()[:1]:
        people["supporter"] = {"full_name": f"{party.short_name}, supporter", "party": party}
    return people


def _make_accounts() -> dict[str, User]:
    if not Party.objects.exists():
        raise ValueError("No meeting is loaded: run load_meeting first.")
    password = demo_password()
    accounts = {}
    for name, fields in _people().items():
        user = User.objects.filter(email=f"{name}@{DOMAIN}").first()
        if user is None:
            user = User.objects.create_user(f"{name}@{DOMAIN}", password, **fields)
        elif not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        accounts[name] = user
    keep_accounts(password)
    return accounts
