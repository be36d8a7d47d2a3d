"""The day that a question asks about: read from words of state and past tense, and from nothing else."""

from datetime import date

import pytest

from assistant import as_of

TODAY = date(2026, 11, 26)

BACK = [
    ("what was the mobile phone rule as of March 2024", "2024-03-01"),
    ("What was the mobile phone rule as at 3 May 2025?", "2025-05-03"),
    ("as of 1 January 2025, how many paid days could staff take for a sick child?", "2025-01-01"),
    ("As of September 2025 who approves leave of more than five days?", "2025-09-01"),
    ("How many paid days for a sick child were there in 2023?", "2023-07-01"),
    ("what was the mileage rate last year", "2025-07-01"),
    ("What was the limit for card purchases before September 2025?", "2025-08-31"),
    ("who approved leave before September 2025?", "2025-08-31"),
    ("Which ratio was in force on 3 May 2025?", "2025-05-03"),
    ("which policy was in force in 2023?", "2023-07-01"),
    ("what was the rule on phones back in autumn 2024", "2024-10-01"),
    ("Back in 2023, how many days could a head approve?", "2023-07-01"),
    ("How much notice was needed at the time (May 2024)?", "2024-05-01"),
    ("what did the leave policy say in March 2024", "2024-03-01"),
    ("How many paid days did we get for a poorly child in 2024?", "2024-07-01"),
    ("who signed off residential visits in June 2025?", "2025-06-01"),
    ("Could staff take paid leave to move house in 2025?", "2025-07-01"),
    ("were pupils allowed phones at break in 2024?", "2024-07-01"),
    ("was carer's leave paid in March 2025", "2025-03-01"),
    ("What was our target for staff turnover in 2022?", "2022-07-01"),
    ("In 2023, what was the limit?", "2023-07-01"),
    ("what was the limit until September 2026?", "2026-08-31"),
    ("What were the rules on lateness two years ago?", "2024-11-26"),
    ("how long did we have to appeal six months ago?", "2026-05-26"),
    ("what was the allowance in the 2023-24 school year", "2024-03-01"),
    ("What was the allowance in 2023/24?", "2024-03-01"),
    ("What was the policy on detentions in the summer term 2025?", "2025-06-01"),
    ("can you tell me what the leave rule was in 2024", "2024-07-01"),
    ("what was the leave rule when I joined in 2023?", "2023-07-01"),
    ("How did the complaints procedure work? What was the deadline in March 2025?", "2025-03-01"),
    ("And in 2023 (How many paid days for a sick child)?", "2023-07-01"),
    ("what about last year (Who approves longer leave)?", "2025-07-01"),
    ("mileage rate as of 2024-06-01", "2024-06-01"),
    ("the leave rule as it stood in March 2024", "2024-03-01"),
    ("what was the bereavement entitlement prior to 1 September 2026?", "2026-08-31"),
    ("What was the ratio before the change in January 2024?", "2023-12-31"),
    ("how many days did staff get last September", "2026-09-01"),
    ("What was the reserves target the year before last?", "2024-07-01"),
    ("Which version of the leave policy was current in May 2026?", "2026-05-01"),
    ("What did a headteacher have to do about a visit abroad in winter 2024?", "2025-01-01"),
    ("who decided about reductions of lettings charges on 31/08/2026", "2026-08-31"),
    ("what was the position on 3rd May 2025?", "2025-05-03"),
    ("policy in force at 1 March 2024 on paid leave", "2024-03-01"),
]
AHEAD = [
    ("From September 2027 what notice must be given?", "2027-09-01"),
    ("what ratio applies to a visit on 12 January 2027?", "2027-01-12"),
    ("What will the ratio be as of 4 January 2027?", "2027-01-04"),
    ("how many adults will a year 5 trip need next year", "2027-07-01"),
    ("After 4 January 2027, how many adults must go with Year 7?", "2027-01-04"),
]
NOW = [
    "How many paid days for a sick child?",
    "I received the letter on 18 July. How long do I have to appeal?",
    "A complaint received 18 July 2026 - when must we answer?",
    "how many days from 3 May 2026 to claim expenses?",
    "What are the objectives for 2024-2029?",
    "what are the objectives for 2024 to 2029?",
    "What is the goal for attendance in the 2024 strategy?",
    "what must be in place by September 2026?",
    "in year 2025-26 what are the term dates",
    "What are the term dates in 2025-26?",
    "What percentage of pupils should reach the standard by 2029?",
    "We began a grounds maintenance procurement in January 2025. Which set of rules do we finish it under?",
    "A mum is cross about a fine from January 2024. Does an old one like that still count?",
    "The attendance policy was signed off in June. Does it cover a holiday taken in the last week of June 2026?",
    "We had a complaint in the post on Tuesday 11 August 2026. By what date do we owe them the full answer?",
    "I've got a trust strategy 2021 to 2024 in my drawer. Is that still the current one?",
    "How many penalty notices were issued for our pupils last school year?",
    "What percentage of pupils at Lorton High were severely absent last year?",
    "How many stage two complaints were upheld at St Oswald's last year?",
    "What was the furthest distance offered a Reception place at Sandgate last year?",
    "How many parents withdrew a child from sex education lessons last summer?",
    "As head, can I get IT to send me a colleague's browsing for last month?",
    "I still haven't been given anything about last year's performance. What does that mean for my objectives?",
    "who has to ok my TA camp (army reserves, 8 days in june) and is it paid?",
    "need two days off in march for a family matter. who says yes when it's the head asking?",
    "If someone was employed in 2019, what notice do they get?",
    "I took 3 days last year, how many can I take now?",
    "my first aid certificate ran out two months ago, may I still do it?",
    "When was the attendance policy approved in 2026?",
    "Who carried out the external review of the board that finished in March 2025?",
    "What is the weekly amount of statutory maternity pay from April 2026?",
    "A teacher who started in September 2025 wants leave, who approves it?",
    "How long has the policy been in force since January 2024?",
    "what has to be reported before 31 October 2026?",
    "must the form be sent before September 2026",
    "How long do we keep records of a child born in 2019?",
    "What was decided about the pupil in 2024?",
    "What does the plan of 2024 say about boilers?",
    "which trustees were appointed in 2025 and who approves their expenses",
    "Does the Equality Act 2010 apply to us?",
    "what did Ofsted's handbook 2024 change for us",
    "can I carry over days from 2025?",
    "a child was excluded in May 2025, who is told?",
    "how many school days are there between 1 September 2025 and 20 July 2026",
    "What is due in November 2026?",
    "what was the limit in November 2026?",
    "how much was a £2023 order?",
    "What was in room 2019?",
    "How many pupils took part in the listening before the 2024 strategy was written?",
    "what was the goal in the 2021 strategy",
    "what was said in our 2024 Ofsted report about phones",
]


@pytest.mark.parametrize(("question", "day"), BACK)
def test_a_question_about_a_time_that_is_over_is_of_that_day(question: str, day: str) -> None:
    found = as_of.read(question, TODAY)
    assert found is not None and found.day.isoformat() == day


@pytest.mark.parametrize(("question", "day"), AHEAD)
def test_a_question_about_a_time_to_come_is_of_its_day(question: str, day: str) -> None:
    found = as_of.read(question, TODAY)
    assert found is not None and found.day.isoformat() == day


@pytest.mark.parametrize("question", NOW)
def test_other_dates_are_no_such_day(question: str) -> None:
    assert as_of.read(question, TODAY) is None
