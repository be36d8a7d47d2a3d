"""An exception that stands in another clause is found by the number it names, or by pointing back."""

from assistant.generation.conditions import bearing_on
from assistant.values import Document, Passage

CLAUSES = (
    ("1.1", "1.1 A headteacher may sign orders up to £10,000."),
    ("1.2", "1.2 Orders are numbered."),
    ("1.3", "1.3 However, a lease is signed by the Chief Financial Officer only, unless the board agrees."),
    ("2.1", "2.1 The limits in 1.1 do not apply in an emergency."),
    ("2.2", "2.2 Invoices are paid within 30 days, unless they are disputed."),
)


def passages() -> list[Passage]:
    text = "\n".join(words for _, words in CLAUSES)
    document = Document("orders", "Orders", "orders.md", "", text, ())
    found, start = [], 0
    for number, words in CLAUSES:
        path = ("Signing",) if number.startswith("1") else ("Paying",)
        found.append(Passage(f"orders/{number}", document, path, number, (), words, start, start + len(words)))
        start += len(words) + 1
    return found


def test_what_takes_something_back_is_found_and_nothing_else() -> None:
    rule, *others = passages()
    assert [item.number for item in bearing_on(rule, others)] == ["1.3", "2.1"]


def test_a_rule_without_a_number_and_another_document_have_no_exceptions() -> None:
    rule, *others = passages()
    plain = Passage("orders/x", rule.document, (), "", (), rule.text, rule.start, rule.end)
    assert list(bearing_on(plain, others)) == []
    elsewhere = Passage(
        "other/1.1", Document("other", "Other", "o.md", "", rule.text, ()), (), "1.1", (), rule.text, 0, 9
    )
    assert list(bearing_on(elsewhere, others)) == []
