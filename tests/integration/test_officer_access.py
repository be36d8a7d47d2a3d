"""Who may change documents, and what is refused."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.web.app import create
from assistant.web.office import SPARE
from assistant.web.senders import FREE_ATTEMPTS, LONGEST_WAIT, Attempts
from tests.fixtures.officers import HERE, SAME, desk, field, write_trust
from tests.fixtures.written import HashedEmbedder

KEY = "a key for officers"
ELSEWHERE = "https://trust.example"


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.index.building.Embedder", HashedEmbedder)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return write_trust(tmp_path)


def client(settings: Settings, *, base: str = ELSEWHERE, address: str = "192.0.2.7") -> TestClient:
    return TestClient(create(Assistant(settings), settings), base_url=base, client=(address, 50000))


def with_key(settings: Settings) -> Settings:
    return settings.model_copy(update={"officer_key": settings_room.load(officer_key=KEY).officer_key})


@pytest.mark.parametrize(
    ("base", "address", "headers"),
    [
        (ELSEWHERE, "192.0.2.7", {}),
        (HERE, "192.0.2.7", {}),
        ("http://evil.example", "127.0.0.1", {}),
        (HERE, "127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}),
    ],
)
def test_without_a_key_only_someone_at_this_machine_may_change_documents(
    settings: Settings, base: str, address: str, headers: dict[str, str]
) -> None:
    pages = client(settings, base=base, address=address)
    for path in ("/officers", "/officers/add", "/officers/builds", "/officers/correct?file=policies/leave.md"):
        answer = pages.get(path, headers=headers)
        assert answer.status_code == 403 and "ASSISTANT_OFFICER_KEY" in answer.text
    token = desk(settings).token()
    answer = pages.post(
        "/officers/withdraw", data={"token": token, "file": "policies/leave.md"}, headers=SAME | headers
    )
    assert answer.status_code == 403
    assert pages.get("/library").status_code == 200


def test_without_a_key_nobody_changes_a_server_that_others_reach(settings: Settings) -> None:
    served_to_all = settings.model_copy(update={"host": "0.0.0.0"})
    assert client(served_to_all, base=HERE, address="127.0.0.1").get("/officers").status_code == 403


def test_an_officer_signs_in_and_out(settings: Settings) -> None:
    pages = client(with_key(settings))
    assert "Officer key" in pages.get("/officers").text and pages.get("/officers/add").status_code == 403
    entered = pages.post("/officers/sign-in", data={"key": KEY}, headers=SAME, follow_redirects=False)
    cookie = entered.headers["set-cookie"].casefold()
    assert entered.status_code == 303
    assert all(words in cookie for words in ("httponly", "samesite=strict", "secure", "max-age=28800"))
    assert KEY not in cookie
    page = pages.get("/officers/add").text
    kept = pages.cookies["officer"]
    pages.post("/officers/sign-out", data={"token": field(page, "token")}, headers=SAME)
    pages.cookies.set("officer", kept)
    assert pages.get("/officers/add").status_code == 403


def test_a_wrong_key_and_a_forged_cookie_do_not_open(settings: Settings) -> None:
    pages = client(with_key(settings))
    answer = pages.post("/officers/sign-in", data={"key": "another key for it"}, headers=SAME)
    assert answer.status_code == 403 and "not the officer key" in answer.text and "another key" not in answer.text
    other = client(with_key(settings))
    other.post("/officers/sign-in", data={"key": KEY}, headers=SAME)
    pages.cookies.set("officer", other.cookies["officer"])
    assert pages.get("/officers/add").status_code == 403


def test_wrong_keys_must_wait_and_the_right_one_with_them(settings: Settings) -> None:
    pages = client(with_key(settings))
    for _ in range(FREE_ATTEMPTS + 1):
        pages.post("/officers/sign-in", data={"key": "wrong"}, headers=SAME)
    answer = pages.post("/officers/sign-in", data={"key": KEY}, headers=SAME)
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) >= 1


def test_each_wrong_key_waits_longer_by_address() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    waits = []
    for _ in range(20):
        attempts.count("a", right=False)
        waits.append(attempts.wait("a"))
        now[0] += waits[-1]
    assert waits[: FREE_ATTEMPTS - 1] == [0.0] * (FREE_ATTEMPTS - 1) and waits[FREE_ATTEMPTS] == 2.0
    assert waits == sorted(waits) and waits[-1] == LONGEST_WAIT and attempts.wait("b") == 0.0
    attempts.count("a", right=True)
    assert attempts.wait("a") == 0.0


CHANGES = ("/officers/add", "/officers/correct", "/officers/withdraw", "/officers/builds", "/officers/sign-out")


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
def test_a_form_from_another_site_changes_nothing(settings: Settings, path: str, headers: dict[str, str]) -> None:
    at_desk = desk(settings)
    before = at_desk.register()
    said = {"token": at_desk.token(), "file": "policies/leave.md"}
    answer = at_desk.client.post(path, data=said, headers=headers)
    assert answer.status_code == 403 and "another site" in answer.text and at_desk.register() == before


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("token", ["", "made up", "IiI.made.up"])
def test_a_form_without_its_token_changes_nothing(settings: Settings, path: str, token: str) -> None:
    at_desk = desk(settings)
    answer = at_desk.client.post(path, data={"token": token, "file": "policies/leave.md"}, headers=SAME)
    assert answer.status_code == 403 and "Nothing was changed" in answer.text


def test_only_the_upload_takes_more_than_a_question(settings: Settings) -> None:
    at_desk = desk(settings)
    longest = settings.file_megabytes * 1024 * 1024 + SPARE
    refused = at_desk.client.post("/officers/add", content=b"x" * (longest + 1), headers=SAME)
    assert refused.status_code == 413 and "larger than 1 MB" in refused.text
    assert at_desk.client.post("/officers/correct", content=b"x" * 300_000, headers=SAME).status_code == 413


def test_a_key_that_is_short_is_refused_and_none_is_ever_printed() -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_OFFICER_KEY"):
        settings_room.load(officer_key="short")
    assert KEY not in repr(settings_room.load(officer_key=KEY))
