"""Who may do what about money: organisers keep the ledger, others named here read it."""

from gfmd_meeting.roles import any_of, is_co_chair, is_organiser, is_supporter

RULES = {
    "read_budget": any_of(is_organiser, is_co_chair, is_supporter),
}
