"""Wait for a served page, ask one question as a client would, and follow the citation to its highlighted words."""

import html
import re
import sys
import time
import urllib.error
import urllib.request


def fetch(address: str) -> str:
    """The page at an address."""
    with urllib.request.urlopen(address, timeout=10) as response:
        return str(response.read().decode("utf-8"))


def wait_for_page(address: str, seconds: float) -> None:
    """Poll until the page is there."""
    until = time.monotonic() + seconds
    while True:
        try:
            fetch(address)
            return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > until:
                sys.exit(f"No page at {address} after {seconds:.0f} seconds.")
            time.sleep(1)


def main(address: str, seconds: float) -> None:
    """Ask, and check that the cited words are the quote, are highlighted, and say what the document says."""
    wait_for_page(address, seconds)
    from gradio_client import Client

    answer = Client(address, verbose=False).predict(
        "How many paid days for a sick child, and who approves?", "", api_name="/ask"
    )
    citation = answer["citations"][0]
    page = fetch(address + citation["link"])
    marked = html.unescape("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page)))
    if answer["outcome"] != "answered" or "5 paid days" not in citation["quote"]:
        sys.exit(f"The answer is not the expected one: {answer}")
    if marked != citation["quote"]:
        sys.exit(f"The page highlights {marked!r}, and the quote is {citation['quote']!r}.")
    print(f"{citation['title']}, {citation['number']}: {citation['quote']}")


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
