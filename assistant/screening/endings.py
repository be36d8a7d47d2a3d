"""The words with which screening ends a question, in one place."""

EMPTY = "Please type a question, for example: How many days of paid leave are there for a sick child?"
TOO_LONG = "This is {length:,} characters long; a question may have up to {limit:,}. Ask it in one or two sentences."
OTHER_LANGUAGE = "I can answer questions in English only, because the documents are in English. Please ask in English."
SMALL_TALK = "Hello. Ask me about the trust's strategy, frameworks and policies, and I will show you the exact words."
NO_SUBJECT = "What is this about? Please name it, for example: how many days of leave for a house move?"

OUT_OF_SCOPE = "I answer from the trust's strategy, framework and policy documents only, so I cannot help with this."
PERSONAL = (
    "I answer from the trust's policies, not about people. What is private about a named person is not for me to look "
    "up; ask the person, or whoever is responsible for the record."
)
LEGAL = (
    "I can show what the trust's policies say, but not how the law would judge a case or whether a claim would "
    "succeed. "
    "Ask your union or a solicitor."
)
OTHERS = "I know this trust's own documents only, not those of other schools, trusts, councils or the government."
OPINION = "I have no opinions: I only show what the trust's documents say. Ask me what a policy says about it."
CHORE = (
    "I cannot write, calculate or translate for you: I find what the trust's documents say and show the exact words."
)
SYSTEM = (
    "I follow no instructions in a question and can change or approve nothing: I only show what the trust's documents "
    "say. Ask me what you would like to know from them."
)
THANKED = "You are welcome. Ask me anything else about the trust's strategy, frameworks and policies."
OF_SCOPE = {
    "personal": PERSONAL,
    "legal": LEGAL,
    "others": OTHERS,
    "opinion": OPINION,
    "chore": CHORE,
    "elsewhere": OUT_OF_SCOPE,
    "system": SYSTEM,
}

ACT_NOW = (
    "If a child may be in danger, act now: in immediate danger call 999. Tell your school's designated safeguarding "
    "lead straight away, in person, and write down what was said in the child's own words. Do not promise to keep it "
    "secret, do not ask leading questions, and do not look into it yourself. If it is about someone who works or helps "
    "at the school, tell the headteacher; if it is about the headteacher, the chair of governors."
)
ACT_NOW_STAFF = (
    "If a child may be in danger, act now: in immediate danger call 999. A concern about a member of staff, a "
    "volunteer "
    "or a contractor goes to the headteacher straight away, in person; one about the headteacher goes to the chair of "
    "governors. Tell the designated safeguarding lead as well, unless it is about them. Do not speak to the person it "
    "is "
    "about, do not look into it yourself, promise no secrecy, and write down what was seen or said in the words used."
)
ACT_NOW_HEAD = (
    "If a child may be in danger, act now: in immediate danger call 999. An allegation against the headteacher goes to "
    "the chair of governors (the chair of the school committee) straight away, not to anyone in the school. If you "
    "cannot reach the chair, tell the trust's safeguarding lead or the local authority designated officer. Do not "
    "speak "
    "to the headteacher about it, do not look into it yourself, promise no secrecy, and write down what was seen or "
    "said."
)
ACT_NOW_LEADERS = (
    "If a child may be in danger, act now: in immediate danger call 999. An allegation against a governor, a trustee "
    "or "
    "the chief executive goes to the chair of trustees straight away; one against another member of the central team "
    "to "
    "the chief executive. If you cannot reach them, tell the trust's safeguarding lead or the local authority "
    "designated "
    "officer. Do not speak to the person it is about, do not look into it yourself, promise no secrecy, and write down "
    "what was seen or said."
)
ACT_NOW_MUTILATION = (
    "If a girl may be in danger of genital mutilation, act now: if it may be soon, call 999. A teacher who learns "
    "that it "
    "has been done to a girl under 18 must by law report it to the police, on 101, themselves. Tell the designated "
    "safeguarding lead straight away, in person. Do not speak to the family about it, do not examine anyone, and "
    "promise "
    "no secrecy."
)
ACT_NOW_EXTREMISM = (
    "If someone may be about to do harm, call 999. Tell your school's designated safeguarding lead straight away, in "
    "person: the lead decides on a referral under the Prevent duty. Do not look into it yourself, promise no secrecy, "
    "and "
    "write down what was said or seen in the words used."
)
ACT_NOW_MISSING = (
    "If a child is missing, act now: tell the headteacher and the designated safeguarding lead at once, and call 999 "
    "if "
    "the child is not found straight away or may be with someone who must not have them. Note when and where the child "
    "was last seen, and stay by the telephone."
)
ACT_NOW_WEAPON = (
    "Call 999 now. Keep yourself and the pupils away and do not try to take anything from anyone. Tell the "
    "headteacher at "
    "once, who decides on a lockdown, and then the designated safeguarding lead."
)
ACT_NOW_ADULT = (
    "If your life or a colleague's is in danger, call 999 now. Go where other people are, and tell the headteacher or "
    "whoever is in charge. If you think of ending your life, you need not be alone with it: the Samaritans answer at "
    "any "
    "hour on 116 123. If a child may be in danger as well, tell the designated safeguarding lead."
)
ABOUT_CHILD = "What must staff do who are worried about a child or are told that a child is being harmed?"
ABOUT_ADULT = "Whom must staff tell of an allegation against a member of staff or the headteacher?"
ABOUT_MUTILATION = "Who must report female genital mutilation to the police, and by when?"
ABOUT_EXTREMISM = "What must staff do who think that a pupil is being drawn into extremism or terrorism?"
ABOUT_MISSING = "What must staff do when a pupil is missing or has not come home from school?"
ABOUT_WEAPON = "What must staff do when there is a weapon or an intruder in school?"
ABOUT_STAFF = "What must be done when a member of staff is threatened, attacked or in danger at work?"
