"""The table of names is read from its file; a trust's own names are added to a question and stay with it."""

from assistant import vocabulary
from assistant.vocabulary import expanded, named, names_of, other_names
from assistant.wording import content_words

NAMES = names_of(
    [("DSL", "designated safeguarding lead"), ("LGB", "local governing body")],
    [("local governing body", "school committee")],
)


def test_every_name_of_one_word_leads_to_the_others_of_its_group() -> None:
    assert set(content_words("headteacher principal")) <= set(other_names("head"))
    assert named("lgb", content_words("the local governing body"))
    assert "ill" in expanded("who is poorly").split()
    assert expanded("zebras") == "zebras"


def test_groups_have_two_names_or_more_and_none_twice() -> None:
    groups = vocabulary._same()
    assert all(len(set(group)) == len(group) >= 2 for group in groups)
    assert len(set(groups)) == len(groups)


def test_a_trusts_own_names_are_found_by_all_their_words() -> None:
    assert expanded("which zebra is the designated safeguarding lead", NAMES).split()[-1] == "dsl"
    assert "dsl" not in expanded("which lead is designated", NAMES).split()


def test_an_old_name_leads_to_the_new_one_and_not_back() -> None:
    added = expanded("does the local governing body meet", NAMES).split()
    assert "committe" in added and "lgb" in added
    assert "lgb" not in expanded("does the school committee meet", NAMES).split()
    assert expanded("does the lgb meet", NAMES).split()[-2:] == ["school", "committe"]


def test_a_trusts_own_names_are_handed_in_and_kept_nowhere() -> None:
    mine = names_of([("XYZ", "zebra yard")])
    assert named("xyz", ["zebra", "yard"], mine) and other_names("xyz", mine) == ("zebra", "yard")
    assert not named("xyz", ["zebra", "yard"]) and other_names("xyz") == ()
