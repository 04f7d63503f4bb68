from modeltranslation.translator import TranslationOptions, register

from .models import Assignment, Document, Room, Session


@register(Room)
class RoomTranslation(TranslationOptions):
    fields = ["name"]
    required_languages = ["en"]


@register(Session)
class SessionTranslation(TranslationOptions):
    fields = ["title", "description", "guiding_questions"]
    required_languages = ["en"]


@register(Assignment)
class AssignmentTranslation(TranslationOptions):
    fields = ["line"]


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ["title"]
    required_languages = ["en"]
