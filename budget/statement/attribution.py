"""Whose money funds which line. Everything here is in whole cents, so that it adds up.

The rule: money that is earmarked funds its line. Of all other cash, first what was paid
is covered, then what the lines still need, each in proportion; what is over is of no
line yet. A payment of a line is borne by the contributors in proportion to the money
that funds the line; what no money covers yet stands apart.
"""

from collections.abc import Mapping


def split(total: int, weights: Mapping) -> dict:
    """A sum in proportion to weights, to the cent (largest remainder)."""
    whole = sum(weights.values())
    shares = {key: total * weight // whole for key, weight in weights.items()}
    left = total - sum(shares.values())
    by_remainder = sorted(weights, key=lambda key: -(total * weights[key] % whole))
    for key in by_remainder[:left]:
        shares[key] += 1
    return shares


def share_out(total: int, limits: Mapping) -> dict:
    """A sum in proportion to limits, none above its own.

    What is more than all limits together is not shared out.
    """
    total = min(max(total, 0), sum(limits.values()))
    return split(total, limits) if total else dict.fromkeys(limits, 0)


def fund_lines(
    earmarked: Mapping[tuple, int], general: Mapping, paid: Mapping, planned: Mapping
) -> tuple[dict[tuple, int], dict]:
    """What each contributor's cash funds of each line, by (line, contributor); and what is over.

    ``earmarked``: received by (line, contributor); ``general``: received by contributor,
    for no line; ``paid`` and ``planned`` by line.
    """
    own = dict.fromkeys(planned, 0)
    for (line, _contributor), cents in earmarked.items():
        own[line] += cents
    uncovered = {line: max(paid[line] - own[line], 0) for line in planned}
    pool = sum(general.values())
    covering = share_out(pool, uncovered)
    needed = {line: max(planned[line] - max(own[line], paid[line]), 0) for line in planned}
    filling = share_out(pool - sum(covering.values()), needed)
    of_line = {line: covering[line] + filling[line] for line in planned}
    funded, over = dict(earmarked), {}
    for contributor, cents in general.items():
        # Who comes last takes exactly what is left, so rows and columns both add up.
        left = sum(of_line.values())
        bears = -(-cents * left // pool) if pool else 0
        for line, share in share_out(bears, of_line).items():
            funded[line, contributor] = funded.get((line, contributor), 0) + share
            of_line[line] -= share
        over[contributor] = cents - bears
        pool -= cents
    return funded, over


def bear_payments(funded: Mapping[tuple, int], paid: Mapping) -> tuple[dict[tuple, int], dict]:
    """What each contributor bears of what was paid, by (line, contributor); what nobody covers."""
    borne, uncovered = {}, {}
    for line, cents in paid.items():
        of_line = {key: share for key, share in funded.items() if key[0] == line}
        shares = share_out(cents, of_line)
        borne |= shares
        uncovered[line] = cents - sum(shares.values())
    return borne, uncovered
