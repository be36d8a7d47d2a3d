"""What every page of the house has: a way past the menu, the menu itself, and the body in its landmarks.

The pages beside the conversation are plain HTML made here on the server: they come at once, work from the keyboard and
without scripts, and print. Their look stands in `house.css`, whose colours the conversation's page shares.
"""

from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from assistant.web.render import safe

PLACES = (
    ("/", "Ask"),
    ("/library", "Library"),
    ("/governors", "New governors"),
    ("/feedback", "Feedback and gaps"),
    ("/evaluate", "Evaluate"),
)
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a page needs besides its words: further style sheets and scripts, each an address on this server."""

    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    refresh: int = 0  # seconds after which the page asks again, 0 for never


def menu(here: str, trust: str = "") -> str:
    """The band at the head of every page; `here` is the address that it stands on, such as "/library"."""
    links = "".join(
        f'<li><a href="{address}"{current(address == here)}>{safe(words)}</a></li>' for address, words in PLACES
    )
    of = f'<span class="trust">{safe(trust)}</span>' if trust else ""
    return (
        '<a class="skip" href="#main">Skip to the main content</a>'
        f'<header class="band"><a class="home" href="/">Trust Assistant</a>{of}'
        f'<nav aria-label="Pages"><ul>{links}</ul></nav></header>'
    )


def current(is_here: bool) -> str:
    """The attribute that says to a screen reader which link of a list stands for the page itself."""
    return ' aria-current="page"' if is_here else ""


def page(title: str, body: str, *, here: str, trust: str = "", look: Look = Look()) -> str:
    """A whole page: `body` is HTML that holds the page's one h1; every word from outside in it is escaped already."""
    again = f'<meta http-equiv="refresh" content="{look.refresh}">' if look.refresh else ""
    again = f"<noscript>{again}</noscript>" if again and look.scripts else again  # a script looks again in place
    styles = "".join(f'<link rel="stylesheet" href="{address}">' for address in ("/house.css", *look.styles))
    scripts = "".join(f'<script src="{address}" defer></script>' for address in look.scripts)
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{again}<title>{safe(title)} - Trust Assistant</title>{styles}{scripts}</head>"
        f'<body>{menu(here, trust)}<main id="main" tabindex="-1">{body}</main></body></html>'
    )


def response(html: str, status: int = 200) -> HTMLResponse:
    """A page as it is sent: nothing of it is kept by the browser, and it loads and sends to this server alone.

    Its forms tell this server, and no other, which page they were sent from.
    """
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    return HTMLResponse(html, status, headers)
