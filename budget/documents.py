"""The papers behind an entry: handed in with it or later, never changed."""

from django.core.files.storage import default_storage
from django.db import transaction

from gfmd_meeting.uploads import check_scan, clean_name, random_name

from .models import Commitment, Disbursement, Receipt, SupportingDocument

# Under which of its keys a document names an entry.
SUPPORTED = {Commitment: "commitment", Disbursement: "disbursement", Receipt: "receipt"}


@transaction.atomic
def attach_document(entry: Commitment | Disbursement | Receipt, *, file, by) -> SupportingDocument:
    """Keep a contract, an invoice or a receipt with its entry.

    Refused for what is no PDF, JPEG or PNG by its content (gfmd_meeting.uploads).
    """
    kind = check_scan(file)
    # The file is written before the row, and goes again where the row is refused.
    name = default_storage.save(random_name("ledger", kind), file)
    document = SupportingDocument(
        **{SUPPORTED[type(entry)]: entry},
        file=name,
        name=clean_name(file.name) or f"scan{kind.suffix}",
        kind=kind,
        size=file.size,
        entered_by=by,
    )
    try:
        document.full_clean()
        document.save(force_insert=True)
    except BaseException:
        default_storage.delete(name)
        raise
    return document
