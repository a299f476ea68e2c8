"""Words of an introduction about the page it is on, "before opening the collapsible": paper has nothing to open."""

import re

FOLDING = r"(?:collapsibles?|toggles?|accordions?|drop-?downs?|spoilers?|disclosures?|details|panels?|arrows?)"
ANSWER = r"(?:answers?|solutions?|explanations?|hints?|responses?|back|card|it|them|each)"
OPENING = r"(?:open|expand|unfold|reveal|uncover|click|tap|toggl|show|unhid|unveil)\w*"
ANTWORT = r"(?:antwort(?:en)?|lösung(?:en)?|hinweise?|erklärung(?:en)?|aufklapp\w*|kasten|kästen)"
AUFKLAPPEN = r"(?:\w*klapp\w*|\w*öffne\w*|aufdeck\w*|anzeig\w*|anklick\w*|einblende\w*)"

CLAUSES = [
    rf",?\s+before\s+(?:you\s+)?{OPENING}\s[^.!?;\n]*?\b(?:{FOLDING}|{ANSWER})\b[^.,:!?;\n]*",
    rf",?\s+(?:and\s+)?then\s+{OPENING}\s[^.!?;\n]*?\b(?:{FOLDING}|{ANSWER})\b[^.,:!?;\n]*",
    rf",?\s+(?:be)?vor\s+[^.!?;\n]*?\b{ANTWORT}\b[^.!?;\n]*?\b{AUFKLAPPEN}",
]
SENTENCES = [
    rf"(?:click|tap)\s(?:on|the|an?|each|every|any|here)\b[^.!?\n]*\b(?:{FOLDING}|{ANSWER}|reveal|see|show|expand|open)\b[^.!?\n]*",
    rf"{OPENING}\s[^.!?\n]*\b{FOLDING}\b[^.!?\n]*",
    rf"(?:klick\w*|tipp\w*|{AUFKLAPPEN})\s[^.!?\n]*\b{ANTWORT}\b[^.!?\n]*",
]
CLAUSE = re.compile("|".join(CLAUSES), re.IGNORECASE)
SENTENCE = re.compile(rf"(?:(?<=[.!?] )|^)(?:{'|'.join(SENTENCES)})[.!?]+ *", re.IGNORECASE | re.MULTILINE)


def without_page_mechanics(markdown: str) -> str:
    """Return an introduction without its words about opening answers on its page."""
    return SENTENCE.sub("", CLAUSE.sub("", markdown)).strip()
