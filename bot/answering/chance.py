"""How far off a share may be by chance, and whether a change is more than chance would make."""

from __future__ import annotations

import math

NORMAL_95 = 1.959964
"""How many standard deviations around the mean hold 95% of a normal distribution."""


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95% confidence interval of the share `count` / `of`; all of 0 to 1 where `of` is 0.

    Wilson's score interval ("Probable inference, the law of succession, and statistical inference",
    1927), which holds for few cases and for shares near 0 and 1 as well.
    """
    if of == 0:
        return 0.0, 1.0
    share = count / of
    square = NORMAL_95**2
    centre = (share + square / (2 * of)) / (1 + square / of)
    half = math.sqrt(share * (1 - share) / of + square / (4 * of**2))
    half *= NORMAL_95 / (1 + square / of)
    # At the ends the bounds are 0 and 1, and rounding would put them beside.
    return (centre - half if count else 0.0), (centre + half if count < of else 1.0)


def chance_of_loss(broken: int, mended: int) -> float:
    """How likely at least `broken` of all that changed are broken if each is as likely mended.

    McNemar's exact test, one-sided, of which half of what was just seen is counted (mid-p), as
    Fagerland et al. advise ("The McNemar test for binary matched-pairs data", 2013): the plain test
    lets most changes among few cases pass.
    """
    changed = broken + mended
    as_bad = sum(math.comb(changed, it) for it in range(broken, changed + 1))
    return (2 * as_bad - math.comb(changed, broken)) / (1 << (changed + 1))
