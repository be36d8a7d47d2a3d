"""Web pages, Markdown and plain text: a page's own words, lines made whole, characters as they were meant."""

from pathlib import Path

import pytest

from assistant.reading.composing import Composer
from assistant.reading.plain import characters, markdown, plain_text
from assistant.reading.web import web_page


def lines(composer: Composer) -> list[str]:
    return [line for line in composer.text.split("\n") if line]


def paths(composer: Composer) -> list[tuple[str, ...]]:
    return [section.heading_path for section in composer.sections]


def page(tmp_path: Path, body: str, head: str = "") -> Composer:
    file = tmp_path / "a.html"
    file.write_text(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return web_page.compose(file)


def test_a_page_keeps_its_own_words_only(tmp_path: Path) -> None:
    composer = page(
        tmp_path,
        "<nav><a>Home</a></nav><div class='cookie-banner'>We use cookies</div><h1>Lettings</h1>"
        "<p>The hall is <b>let</b>\n by the hour.</p><h2>1. Fees</h2><p>We charge:</p>"
        "<ul><li>rent<ul><li>by the hour</li></ul></li><li><p>cleaning</p></li></ul>"
        "<ol start=3><li>three</li></ol><footer>Reviewed 2026</footer>",
        "<title>Lettings policy</title><meta name='author' content='A. Bursar'>",
    )
    assert lines(composer) == [
        *("Lettings", "The hall is let by the hour.", "1. Fees", "We charge:"),
        *("- rent", "- by the hour", "- cleaning", "3. three"),
    ]
    assert composer.properties == {"title": "Lettings policy", "author": "A. Bursar"}
    assert composer.margins == ["Reviewed 2026"]
    assert paths(composer)[-1] == ("Lettings", "Fees")


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>x</p>",
        "<p aria-hidden='true'>x</p>",
        "<p style='display: none'>x</p>",
        "<p style='visibility:hidden'>x</p>",
        "<span style='font-size:0px'>x</span>",
        "<p style='font-size:1px'>x</p>",
        "<p style='color:#FFF'>x</p>",
        "<font color='white'>x</font>",
        "<div style='position:absolute; left:-9999px'>x</div>",
        "<p style='opacity:0'>x</p>",
        "<p class='gone'>x</p>",
        "<p id='pale'>x</p>",
    ],
)
def test_what_nobody_sees_on_a_page_is_left_out_and_said(tmp_path: Path, hidden: str) -> None:
    style = "<style>.gone { display: none } #pale { color: white } @media print { .kept { display: none } }</style>"
    composer = page(tmp_path, f"<p>Seen.</p>{hidden}<p class='kept'>Kept.</p>", style)
    assert lines(composer) == ["Seen.", "Kept."]
    assert composer.notes == [web_page.HIDDEN]


@pytest.mark.parametrize(
    "shown",
    [
        "<p style='font-size:1.2em'>x</p>",
        "<div style='background:#003'><p style='color:#fff'>x</p></div>",
        "<p style='opacity:0.9'>x</p>",
        "<p style='text-indent:-10px'>x</p>",
        "<details><summary>x</summary></details>",
        "<h2 id='cookie-consent'>x</h2>",
        "<section id='social-care' class='lunch-menu'>x</section>",
        "<h3><button type='button'>x</button></h3>",
        "<div hidden='until-found'>x</div>",
        "<style>.page .a { background: #003 } .b { color: #fff }</style><div class='a'><p class='b'>x</p></div>",
    ],
)
def test_what_is_seen_on_a_page_is_read(tmp_path: Path, shown: str) -> None:
    composer = page(tmp_path, shown)
    assert (composer.text, composer.notes) == ("x", [])


def test_scripts_are_neither_read_nor_said(tmp_path: Path) -> None:
    composer = page(tmp_path, "<p>Seen.</p><script>x()</script><noscript>x</noscript><template>x</template><!-- x -->")
    assert (composer.text, composer.notes) == ("Seen.", [])


def test_cells_of_a_page_that_span_rows_and_columns(tmp_path: Path) -> None:
    composer = page(
        tmp_path,
        "<table><tr><th rowspan=2>Space</th><th colspan=2>Fee</th></tr><tr><th>Own</th><th>Others</th></tr>"
        "<tr><td>Hall</td><td>£1</td><td>£2</td></tr><tr><td>Gym</td><td colspan=2>£3</td></tr></table>",
    )
    assert lines(composer) == [
        "Space: Hall. Fee › Own: £1. Fee › Others: £2.",
        "Space: Gym. Fee › Own: £3. Fee › Others: £3.",
    ]


def text(tmp_path: Path, words: str) -> Composer:
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    return plain_text.compose(tmp_path / "a.txt")


def test_wrapped_lines_are_joined_and_headings_found(tmp_path: Path) -> None:
    composer = text(
        tmp_path,
        "Keys policy\n===========\n\n1. Holding keys\n\nEvery key is signed for by the person who holds it, and the\n"
        "record is kept in the office for as long as the key is out.\nOwner: Bursar\n\n"
        "LOSING A KEY\nTell the site manager on the same day, whatever the hour may\nbe, and in writing.\n\n"
        "- the first thing that you need to do when a key has gone is\n  to look for it\n- ask\n",
    )
    assert lines(composer) == [
        *("Keys policy", "1. Holding keys"),
        "Every key is signed for by the person who holds it, and the record is kept in the office for as long as the "
        "key is out.",
        *("Owner: Bursar", "LOSING A KEY"),
        "Tell the site manager on the same day, whatever the hour may be, and in writing.",
        *("- the first thing that you need to do when a key has gone is to look for it", "- ask"),
    ]
    assert paths(composer) == [("Keys policy",), ("Keys policy", "Holding keys"), ("Keys policy", "LOSING A KEY")]


def test_lone_bullets_join_their_words_and_contents_are_dropped(tmp_path: Path) -> None:
    contents = "".join(f"Part {number} ........ {number}\n" for number in range(1, 5))
    long = "The words of this line go on for longer than any printed line does, so that each line is a paragraph. " * 2
    composer = text(tmp_path, f"{contents}\nAims\n{long}\n•\nFirst aim\n\n•\nSecond aim\n{long}\n")
    assert lines(composer) == ["Aims", long.strip(), "- First aim", "- Second aim", long.strip()]
    assert paths(composer) == [("Aims",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_encodings_with_and_without_marks(encoding: str) -> None:
    words = "Orders over £500 need two quotations – always, say the rules of the board.\n"
    assert characters.decode(words.encode(encoding)) == words


def test_old_macintosh_text_keeps_its_quotes() -> None:
    assert (
        characters.decode("The trust’s fee is £5\rand more.\r".encode("mac_roman"))
        == "The trust’s fee is £5\rand more.\r"
    )


def test_what_was_decoded_twice_is_mended_and_said(tmp_path: Path) -> None:
    composer = text(tmp_path, "The trust’s “fee” is £5.".encode().decode("cp1252", "replace").replace("\ufffd", "\x9d"))
    assert composer.text == "The trust’s “fee” is £5."
    assert composer.notes == [characters.MENDED]


def test_curly_quotes_and_accents_are_left_as_they_are(tmp_path: Path) -> None:
    composer = text(tmp_path, "Café “Âme” costs £5 – naïve?")
    assert (composer.text, composer.notes) == ("Café “Âme” costs £5 – naïve?", [])


def test_invisible_characters_are_left_out_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Pay\u200b £5\U000e0041\U000e0042.", encoding="utf-8")
    composer = markdown.compose(tmp_path / "a.md")
    assert composer.text == "Pay £5." and len(composer.notes) == 1
