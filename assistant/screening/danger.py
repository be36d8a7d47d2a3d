"""Someone tells of a child who may be in danger now, in words that leave no doubt; `learned` knows the other ways.

These patterns work before any model is loaded, so that the first seconds of the service are safe as well. The others
tell what kind of danger it is, on which depends whom to tell.
"""

import re

from assistant.contacts import Post
from assistant.screening.card import Danger

CHILD = (
    r"(?:pupils?|child(?:ren)?|student|girls?|boys?|kids?|teenager|teens?|lads?|lass|toddler|baby|infants?|little one"
    r"|sixth former|y(?:ea)?r ?\d{1,2}s?|y\d{1,2}|he|she|they|daughter|son|sister|brother|twins?)"
)
THEM = r"(?:him|her|them|(?<=s )me|a (?:child|kid|pupil|boy|girl))"
THEIR = r"(?:his|her|their|my)"
STRIKE = r"(?:hit|beat|punch|kick|slap|smack|strangl|chok|batter|thump|whip|burn|starv|abus|molest|rap|bash|assault)"
HARM = (
    "(?:"
    + "|".join(
        (
            rf"(?:is|are|was|were|get(?:s|ting)?|got|been|being) (?:\w+ )?{STRIKE}(?:\w{{0,3}}e[dn]|t|ing|s)?"
            r" (?:by|at home|every|again|up|with)",
            rf"(?:being|been|is|was) (?:\w+ )?(?:{STRIKE}\w*(?:ed|en|t)|groomed|raped|neglected|trafficked|exploited"
            r"|blackmailed|touched)\b(?! (?:for|with|to see|at (?:chess|football)))",
            rf"{STRIKE}(?:\w?e?s|t?ing|p?ed|s)? (?:{THEM}|on {THEM}|{THEIR} (?:head|face|arm)s?)\b"
            r"(?! (?:own )?(?:finger|thumb|hand|toe|knee|lip|tongue|elbow|chin))",
            rf"hurt(?:s|ing)? (?:at home|{THEM})|touch(?:ed|es|ing) (?:inappropriately|{THEM})",
            r"sexual(?:ly)? (?:abus|assault|touch)\w+|forced (?:marriage|to marry)|suicidal|self[- ]?harm(?:s|ed|ing)",
            r"(?:hurt(?:ing)?|cut(?:ting|s)?|kill(?:ing)?|hang(?:ing)?|harm(?:ing)?) (?:him|her|them)sel\w+",
            rf"end (?:{THEIR} life|it all)|want(?:s|ed)? to (?:die|be dead)"
            r"|wish(?:es)? (?:he|she|they) (?:was|were) dead"
            rf"|(?:going|wants?|threaten\w*) to kill (?:{THEM}|{THEIR} (?!time))|strangl\w+ (?:mum|mam)"
            rf"|keep(?:s|ing)? {THEM} in the (?:shed|cellar|garage|dark|coal)",
            r"taken (?:an overdose|(?:too|so) many|a load of|loads of)|swallowed (?:pills|tablets|bleach)",
            r"(?:has|have|got|carrying|brought|pulled|with) (?:a |an )?(?:knife|weapon|gun|blade|machete)",
            r"(?:ran|run(?:ning)?|runs) away from home|lock(?:s|ed)? (?:him|her|them|in (?:a|the|his|her))\b.{0,12}"
            r"(?:cupboard|shed|cellar|room|dark|attic|garage)",
            r"(?:afraid|scared|frightened|terrified|petrified) (?:to go home|of going home|of (?:his|her) (?:step)?"
            r"(?:dad|mum|father|mother))|in danger|(?:not |un)safe at home",
            rf"cigarette burns|black eye|bruis\w+ (?:all over|on {THEIR} (?:back|neck|arms?|thighs?|legs?|face))",
            rf"(?:sends?|sent|asks?|asked|wants?) (?:{THEM} )?(?:for |naked |nude )+(?:pictures|photos|pics|nudes)",
            r"(?:no|never any) food (?:at home|in the house)"
            r"|(?:left|on (?:his|her|their) own|alone) (?:all night|for days)"
            r"|(?:grop|molest)(?:ed|ing)|kiss(?:ed|es)? (?:a|the) (?:pupil|student|girl|boy|child|year \d+)"
            r"|(?:sends?|sending|sent|shar\w+) (?:\w+ )?nudes|(?:in|gets? into|comes into) (?:his|her|their) bed"
            r"|necked a bottle|(?:not|isn'?t|stopped) breathing|pipe bombs?",
        )
    )
    + ")"
)
ADULT = (
    r"(?:teacher|coach|ta|tas|head|deputy|staff|colleague|driver|escort|caretaker|tutor|governor|volunteer|helper|mr|mrs"
    r"|miss|sir|(?:step)?dad|(?:step)?mum|father|mother|uncle|grandad|man|parent|cleaner|instructor|supervisor|carer"
    r"|technician|mentor|chaplain|trustee|ceo|dsl)"
)
TO_A_CHILD = (
    rf"(?:{STRIKE}\w*|kiss(?:ed|es|ing)|grop(?:ed|es|ing)|touch(?:ed|es|ing)(?: up)?|drag(?:ged|s)|pinch(?:ed|es)"
    rf"|shak(?:es|ing)|shook|force[- ]?fed) (?:a|the|one of (?:the|our|my)) (?:\w+ )?{CHILD}"
)
TELLING = re.compile(
    rf"\b{CHILD}\b.{{0,100}}?\b{HARM}|\b{HARM}.{{0,60}}\b{CHILD}\b|\b{ADULT}\b.{{0,40}}\b{TO_A_CHILD}\b", re.IGNORECASE
)
RULE = re.compile(
    r"\b(?:if|when(?:ever)?|where|suppos\w+|imagine|in case|unless|once|before|after) "
    r"(?:a|an|any|one|someone|somebody|some|another|pupils?|child(?:ren)?|students?|staff|there|we|parents?|colleagues?)\b"
    r"|\bif (?:i|my|the|they|he|she|you)\b(?! (?:should|need|have to|ought|must|can|am|was))|\bwhat if\b|\bever\b"
    r"|\b(?:polic(?:y|ies)|procedures?|training|inset|scenarios?|quiz|induction|briefing|definition|signs of|meaning of"
    r"|difference between|what counts as|what is meant|example of|record keeping|assembly|leaflet|poster|displays?"
    r"|novel|play|poem|film|lesson|teaching|studying|gcse|curriculum)\b"
    r"|^(?:what|how|who|where|when|which|can|may|must|should|do|does|is|are|will)\b"
    r"(?!.{0,30}\b(?:told|said|says|just|today|this morning|yesterday|last night)\b)"
    r"(?!.{0,25}\bi (?:do|tell|report)\b.{0,12}\b(?:a|my|one|he|she)\b)",
    re.IGNORECASE,
)

WORKS_HERE = re.compile(
    r"\b(?:(?:form |class |supply |music |pe |swimming |drama )?teachers?|(?:deputy |assistant )head\w*"
    r"|heads? of (?:year|department|maths|english|science|pe)|teaching assistants?|teecher|tas?|lsas?|hlta"
    r"|(?:football |sports )?coach(?! (?:is|and|trip|back|home|left|has left|company))|caretaker|volunteer"
    r"|(?:parent )?helper"
    r"|colleague|midday \w+|(?:dinner|lunch\w*) (?:lady|staff|supervisor)|members? of (?:staff|our team)"
    r"|staff members?|one of (?:the |our )?(?:staff|team|tas)|(?:minibus |taxi |bus |coach )?driver|escort|cleaner"
    r"|tutor(?! group)|instructor|supervisor|technician|counsellor|librarian|mentor|chaplain|invigilator|photographer"
    r"|practitioner|nursery (?:nurse|lady|team)|site (?:manager|guy|man)|choir leader|line manager|first aider"
    r"|it (?:man|guy)|mr|mrs|ms|miss [a-z]\b"
    r"|(?:^|says |said )(?:sir|miss)|(?:sir|miss) (?:is|has|keeps|gave|gives|told|hit|hugged|touch\w*)"
    r"|(?:his|her|the) (?:1:1|one to one|1 to 1)|1 to 1|dsl|safeguarding lead)\b",
    re.IGNORECASE,
)
HEAD = re.compile(
    r"\b(?:head ?teacher|headmaster|headmistress|principal|head of school|executive head)\b"
    r"|(?<!deputy )(?<!assistant )(?<!vice )\b(?:(?:^|\b(?:the|our|my|if|about|against)) head|^head)\b(?! (?:of|lice"
    r"|injur"
    r"|first|bump|boy|girl|down|start|back|against|on|off|under)\b)",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:on|across|round|around|over|to|of|in|against|with|hit|hurt|banged|bumped|by) (?:the|my) $", re.I
)
LEADER = re.compile(
    r"\b(?:(?:vice )?chair(?:man|woman)? of (?:governors|trustees|the (?:trust|board|committee))|(?:parent )?governors?"
    r"|trustees?|ceo|chief exec\w*|(?:finance |education )?director|executive leader)\b",
    re.IGNORECASE,
)
ONLY_TOLD = re.compile(
    r"\b(?:told|tell|telling|showed|asked|said to|spoke to|phoned|rang|call(?:ed)?|fetch(?:ed)?|getting)"
    r" (?:the|his|her|their|a|an|our|my)\b.{0,20}$",
    re.IGNORECASE,
)
SPEAKS = re.compile(r"\b(?:i'?m|i am|as) (?:an? |the |only |just )*(?:\w+ ){0,2}$", re.IGNORECASE)
MUTILATED = re.compile(
    r"\bfgm\b|\bmutilat\w+|\bcircumcis\w+|\b(?:the|having the|her) (?:cutting|ceremony)\b|\bcut (?:in the summer|down)"
    r"|\b(?:is|was|be|been) (?:going to be )?cut\b(?! (?:off|out|up|short|by|from|on))|\bbits cut\b|what cutting is",
    re.IGNORECASE,
)
EXTREME = re.compile(
    r"\b(?:radicali\w+|extremis\w+|terroris\w+|isis|jihad\w*|martyr\w*|nazis?|swastikas?|hitler|white power|far right"
    r"|race war|beheading|infidels?|unbelievers|syria|manifestos?|incel|columbine|pipe (?:bomb|thing)|nail bombs?"
    r"|petrol bombs?|banned group|prevent)\b",
    re.IGNORECASE,
)
MISSED = re.compile(
    r"\bmissing\b|\b(?:can'?t|cannot|couldn'?t|carnt|cant) find (?:him|her|them|a|the|one)|\babscond\w*|\bran (?:off"
    r"|out)\b"
    r"|\b(?:has |hasn'?t |not |never )(?:come home|arrived|got there|turned up|been seen|come back)\b|\bone short\b"
    r"|\b(?:lost|losing) a (?:child|pupil|kid)|\brunaway\b|\b(?:taken|snatched) (?:a child|his son|her|him) from"
    r"|\bleft (?:on the (?:bus|minibus|coach)|the (?:site|building))|\bno ?(?:one|body) (?:has )?seen\b|\bkidnapp?ed\b"
    r"|\bclimbed over the fence\b|\bwalked out\b|\bnot got her\b|\bone kid too few\b",
    re.IGNORECASE,
)
ARMED = re.compile(
    r"\b(?:kni(?:fe|ves)|nife|machetes?|guns?|shotgun|rifle|bombs?|axe|hammer|acid|stabb\w+|shoot|shot at|blade"
    r"|screwdriver"
    r"|baseball bat|metal bar|intruder|bullet|corkscrew|balaclava\w*|scissors)\b",
    re.IGNORECASE,
)
ONESELF = re.compile(
    r"\b(?:wrists?|self|her(?:self)?|his own|him ?self|arms?|cutting|bombs? in the garage)\b", re.IGNORECASE
)
GROWN_UP = re.compile(
    r"\bi (?:want|wish|need) to (?:kill myself|die|be dead)|\bi (?:can'?t|cannot|don'?t want to) (?:go on|be alive"
    r"|live|cope any)"
    r"|\bi(?:'?ve| have)? (?:taken|took) (?:too many|all|an overdose)|\bthink anyone would miss me|\bkill myself\b"
    r"|\b(?:threaten\w*|attack\w*|follow\w*|corner\w*|strangl\w*|hit(?:s|ting)?|punch\w*|rape|kill) me\b"
    r"|\bhas me cornered"
    r"|\bbeing followed\b|\bmy (?:husband|partner|boyfriend|wife|ex)\b.{0,60}\b(?:hit|kill|found|hurt|outside|get me"
    r"|punch)"
    r"|\bmy ex\b|\bstalker\b|\bburn my\b"
    r"|\b(?:colleague|caretaker|receptionist|member of staff|cleaners?|the head|office lady"
    r"|a teacher)\b.{0,60}\b(?:collapsed"
    r"|overdose|goodbye|end it|hang (?:him|her)self|heart attack|not breathing|on the (?:floor|ground)|will kill her"
    r"|won'?t let)"
    r"|\b(?:punch\w*|attack\w*|assault\w*|hit|kick\w*) (?:the|a|our|my) (?:receptionist|member of staff|head|teacher"
    r"|caretaker|ta)\b"
    r"|\b(?:exposed himself to|locked (?:me|herself in the office))|\bi'?m alone here|\bhome visit\b|\bstaff toilets\b",
    re.IGNORECASE,
)
SEEN = re.compile(
    r"\b(?:i|we) (?:think|believe|suspect|saw|(?:have )?(?:just )?(?:seen|witnessed)|fear)\b|\bworried\b", re.IGNORECASE
)
STRUCK = re.compile(
    r"\W+(?:(?:has|have|had|may|might|just|been|was|is|who|keeps?)\W+){0,3}"
    r"(?:hit|hits|hitting|slap\w*|punch\w*|kick\w*|smack\w*|shov\w+|grab\w*|grop\w+|kiss\w+|assault\w*|abus\w+)"
    r"\W+(?:\w+\W+){0,2}(?:pupil|child|student|girl|boy|kid|lad)",
    re.IGNORECASE,
)


def told(question: str) -> bool:
    """Whether someone tells of a child who may be in danger, rather than asks what a policy says of it."""
    if SEEN.search(question) and any(
        STRUCK.match(question, found.end()) for post in (HEAD, WORKS_HERE) for found in post.finditer(question)
    ):
        return True
    return bool(TELLING.search(question)) and not RULE.search(question)


def kind(question: str) -> Danger:
    """Which kind of danger a message tells of, CHILD where it cannot be told."""
    if GROWN_UP.search(question):
        return Danger.WEAPON if ARMED.search(question) else Danger.ADULT
    if _named(HEAD, question):
        return Danger.HEADTEACHER
    if _named(LEADER, question):
        return Danger.LEADERS
    if _named(WORKS_HERE, question):
        return Danger.STAFF
    if MUTILATED.search(question):
        return Danger.MUTILATION
    if EXTREME.search(question):
        return Danger.EXTREMISM
    if ARMED.search(question) and not ONESELF.search(question):
        return Danger.WEAPON
    return Danger.MISSING if MISSED.search(question) else Danger.CHILD


def accused(question: str) -> tuple[Post, ...]:
    """Posts at a school that the message may itself be about, so that they are not the ones to tell."""
    lead = re.search(r"\b(?:dsl|safeguarding (?:lead|officer))\b", question, re.IGNORECASE)
    return (Post.LEAD, Post.DEPUTY) if lead and _named(WORKS_HERE, question) else ()


def _named(post: re.Pattern[str], question: str) -> bool:
    """Whether someone of a post is named in it, and not only as the one who was told or who speaks."""
    for found in post.finditer(question):
        before = question[: found.start() + (4 if found.group().casefold().startswith(("the ", "our ")) else 0)]
        body = post is HEAD and BODY.search(before[-20:])
        if not body and not ONLY_TOLD.search(before[-40:]) and not SPEAKS.search(before[-30:]):
            return True
    return False
