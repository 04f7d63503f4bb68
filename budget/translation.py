from modeltranslation.translator import TranslationOptions, register

from .models import BudgetLine, RevisedLine


@register(BudgetLine)
class BudgetLineTranslation(TranslationOptions):
    fields = ["title"]


@register(RevisedLine)
class RevisedLineTranslation(TranslationOptions):
    fields = ["title"]
