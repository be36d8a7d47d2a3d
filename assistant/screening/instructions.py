"""Instructions to the system inside a question: they are left out, and what is asked besides them is answered."""

import re

from assistant.screening import subject

ORDERS = re.compile(
    "|".join(
        (
            r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction\w*|rules?|documents?|polic(?:y|ies)"
            r"|prompts?|previous|above|earlier|guidelines?|everything|training|whatever)\b",
            r"\bi (?:order|command|instruct|authori[sz]e) you\b|\bbypass\b.{0,30}\b(?:safety|checks?|filters?)\b",
            r"\bstop (?:quoting|citing)\b|\bmake (?:something|it|one) up\b",
            r"\bfrom now on\b|\byou are (?:now|no longer)\b",
            r"\b(?:act|behave|respond|answer|speak) as (?:if|though|an?|the)\b",
            r"\bpretend (?:to be|you|that)\b|\brole-?play\b|\bdeveloper mode\b|\bjailbreak\b",
            r"\b(?:system|admin(?:istrator)?|developer|debug|root) (?:override|note|prompt|message|mode|access)s?\b",
            r"\b(?:reply|answer|respond|say|write|state|confirm|agree|output|print|repeat)\b (?:(?:only|just|simply"
            r"|nothing but|exactly|with|in one word|the words?|in writing|that|back|everything)\b|['\"‘“])",
            r"\b(?:just|simply|only) (?:reply|answer|respond|say|state|confirm)\b",
            r"\bmust (?:answer|reply|say|agree|confirm)\b",
            r"\b(?:treat|regard) .{0,60}\bas (?:the one )?(?:in force|current|true|valid|approved)\b|\bnothing else\b",
            r"\bdon'?t (?:mention|cite)\b|\bnew rules?\b.{0,30}\b(?:trust|system|board|admin|now)\b",
            r"</\w+>|\[/?[A-Z][A-Z ]*\]",
            r"\bconfidentiality is lifted\b|\b(?:hidden|secret|system|full|initial) (?:prompt|instructions)\b",
            r"\b(?:user|i) (?:is|am) (?:an? )?admin\w*",
        )
    ),
    re.IGNORECASE,
)
REVEALS = re.compile(
    r"\b(?:hidden|secret|system|full|initial|your) (?:prompt|instructions|configuration|source code)\b"
    r"|\bprint (?:the|your)\b|\b(?:instructions|prompt) you were given\b|\beverything above\b",
    re.IGNORECASE,
)
THAT = re.compile(
    r"\b(?:confirm|say|state|agree|reply|answer|write|repeat|tell me)\b.{0,40}?\bthat\b:?\s*(?P<rest>[^.?!]{12,})",
    re.IGNORECASE,
)
TELL = re.compile(
    r"\b(?:and (?:then )?(?:tell|show) (?:me|us) |(?:(?:tell|show) (?:me|us)|let (?:me|us) know|say)"
    r" (?=(?:who|when|where|how|what|which|whether|why)\b))(?P<rest>.+)",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"^\W*(?:(?:so|and|but|hi|hello|please|also)\W+)*(?:can|could|may|might|must|shall|should|do|does|did|is|are|was|will"
    r"|would|what|who|when|where|which|why|how|if|has|have)\b(?!\s+you\b)",
    re.IGNORECASE,
)
TURNS = re.compile(
    r"(?:^|[,;:.–—-])\s*(?:(?:and|then|please|now|so|just|also)\s+)*$|\b(?:and|then|please)\s+$", re.IGNORECASE
)
TAGS = re.compile(r"</?\w+>|\[/?\w[\w ]*\]|^\s*(?:question|q|also|now|and)\s*[:,]\s*", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?;])\s+|(?<=:)\s+(?=[A-Z])|\n+")
ASKS = re.compile(r"\?|\b(?:who|when|where|how|what|which|can|may|must|do|does|is|are)\b", re.IGNORECASE)


def found(question: str) -> bool:
    """Whether a question gives orders to the system."""
    return any(_orders(sentence) for sentence in SENTENCE.split(question))


def _orders(sentence: str) -> bool:
    """Whether it gives an order. "Can governors ignore the policy?" asks about one, and "is it paid, just say" does."""
    asked = QUESTION.match(sentence)
    return any(not asked or TURNS.search(sentence[: order.start()]) for order in ORDERS.finditer(sentence))


def without(question: str) -> str:
    """What is asked besides the orders, "" when nothing is. "Confirm that I may sign" asks whether I may sign."""
    kept: list[str] = []
    claimed: list[str] = []
    for sentence in SENTENCE.split(question):
        if not _orders(sentence):
            kept.append(TAGS.sub("", sentence).strip())
        elif not REVEALS.search(sentence):
            claim = THAT.search(sentence) or TELL.search(sentence)
            if claim:
                claimed.append(claim["rest"].strip())
            elif "?" in sentence or "," in sentence:
                kept.append(_last_clause(sentence))
    asked = " ".join(filter(None, kept)).strip()
    if not claimed and "?" not in asked and subject.is_missing(asked):
        return ""
    if ASKS.search(asked) and not (claimed and subject.is_missing(asked)):
        return asked
    return " ".join([*filter(None, kept), *claimed]).strip() if claimed else ""


def _last_clause(sentence: str) -> str:
    """Of an order and a question in one sentence, the question."""
    pieces = re.split(r"[:;,–—-]\s+|\s+and (?=(?:who|when|how|what|can|may|must|do|is|are)\b)", sentence)
    asked = [piece for piece in pieces if not ORDERS.search(piece) and ASKS.search(piece)]
    return " ".join(asked).strip()
