"""The words with which screening ends a question, in one place."""

EMPTY = "Please type a question, for example: How many days of paid leave are there for a sick child?"
TOO_LONG = "This is {length:,} characters long; a question may have up to {limit:,}. Ask it in one or two sentences."
OTHER_LANGUAGE = "I can answer questions in English only, because the documents are in English. Please ask in English."
SMALL_TALK = "Hello. Ask me about the trust's strategy, frameworks and policies, and I will show you the exact words."
OUT_OF_SCOPE = "I answer from the trust's strategy, framework and policy documents only, so I cannot help with this."
PERSONAL = (
    "I answer from the trust's policies, not about people. What is private about a named person is not for me to look "
    "up; ask the person, or whoever is responsible for the record."
)
NO_SUBJECT = "What is this about? Please name it, for example: how many days of leave for a house move?"
ACT_NOW = (
    "If a child may be in danger, act now: in immediate danger call 999. Tell your school's designated safeguarding "
    "lead straight away, in person, and write down what was said in the child's own words. Do not promise to keep it "
    "secret, and do not ask leading questions."
)

ACT_NOW_ADULT = (
    "If a child may be in danger, act now: in immediate danger call 999. If the concern is about a member of staff, a "
    "volunteer or a contractor, tell the headteacher straight away, in person; if it is about the headteacher, tell "
    "the chair of governors. Tell the designated safeguarding lead as well, unless it is about them. Do not speak to "
    "the person it is about, and write down what was seen or said in the words that were used."
)
ABOUT_CHILD = "What must staff do who are worried about a child or are told that a child is being harmed?"
ABOUT_ADULT = "Whom must staff tell of an allegation against a member of staff or the headteacher?"
