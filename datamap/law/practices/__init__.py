"""Law and practice of third countries on access by public authorities: country sheets for transfer impact assessments.

The sheets are dated and cited like the law pack (:mod:`datamap.facts`). They state facts, give no score and draw no
conclusion: whether the safeguards of a tool are effective there is what the assessment decides.
"""

from datamap.law.practices.sheets import TOPICS, Sheets, Statement, load

__all__ = ["TOPICS", "Sheets", "Statement", "load"]
