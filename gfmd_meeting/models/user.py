"""Who signs in."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        """A person with an address; without a password they sign in by a mailed code."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person who signs in, known by their e-mail address.

    What they may do is derived from what they are in the meeting: see roles.py.
    """

    username = None
    first_name = None
    last_name = None
    email = models.EmailField(_("e-mail address"))
    full_name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language of mail"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    party = models.ForeignKey(
        "gfmd_meeting.Party",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("speaks for"),
        help_text=_(
            "Who speaks for a co-chairing party is a co-chair, for a supporting one a supporter."
        ),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_has_an_address_of_its_own",
                violation_error_message=_("Someone signs in with this address already."),
            ),
        ]

    def __str__(self):
        return self.full_name or self.email

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name or self.email
