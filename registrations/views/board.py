"""The balance board, for those who see to it that all are represented."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _

from registrations.balance import measure_balance
from registrations.balance_chart import draw_groups


@login_required
def balance_board(request):
    """Per group, region and type: what was aimed at, and who comes."""
    if not request.user.has_perm("registrations.view_balance"):
        raise PermissionDenied
    balance = measure_balance()
    context = {
        "balance": balance,
        "tables": [
            ("group", _("By stakeholder group"), balance.by_group),
            ("region", _("By region"), balance.by_region),
            ("type", _("By stakeholder type"), balance.by_type),
        ],
        "chart": draw_groups(balance.by_group),
    }
    return render(request, "registrations/balance_board.html", context)
