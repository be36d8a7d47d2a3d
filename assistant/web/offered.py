"""What the assistant offers to programs, whichever way they ask: the JSON API and the tools for models share it."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from anyio import CapacityLimiter, to_thread

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.index.library import Library
from assistant.settings import Settings
from assistant.values import Answer, Asker, Document, Outcome, Passage, Turn
from assistant.web import shapes
from assistant.web.as_json import answer_json, source_address

AT_ONCE = 4  # questions of programs answered side by side, so that people on the page are not kept waiting
WAITING_AT_MOST = 50
CURRENT = "current"
NOT_READY = "The assistant is getting ready. Ask again in a moment."
TOO_MANY = "Too many questions are waiting. Ask again in a moment."
NO_BUILD = "This index is not kept, or not any more. Use the index of a new answer, or current."
NO_PASSAGE = "There is no such passage in this index."
NO_DOCUMENT = "There is no such document in the published index."


class Refused(AssistantError):
    """A request that is not answered: an HTTP status and a sentence."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Offered:
    """Questions, sources and documents for programs. Every error is a `Refused`."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._longest = settings.question_characters
        self._limit = CapacityLimiter(AT_ONCE)

    async def ask(self, asked: shapes.Question) -> shapes.Answered:
        """Answer a question.

        Raises:
            Refused: 422 for what is not known here, 503 while nothing can be answered.
        """
        if not self._assistant.ready():
            raise Refused(503, self._assistant.notice() or NOT_READY)
        if self._limit.statistics().tasks_waiting >= WAITING_AT_MOST:
            raise Refused(503, TOO_MANY)
        answer = await to_thread.run_sync(partial(self._answer, asked), limiter=self._limit)
        if answer.outcome is Outcome.FAILED:
            raise Refused(503, answer.message)
        return shapes.Answered.model_validate(answer_json(answer))

    def source(self, build: str, passage_id: str) -> shapes.Source:
        """A passage of a build; `build` may be "current".

        Raises:
            Refused: 404 where it is not kept, 503 where nothing is published.
        """
        named, library = self._library() if build == CURRENT else (build, self._kept(build))
        passage = library.passages.get(passage_id)
        if passage is None:
            raise Refused(404, NO_PASSAGE)
        return shapes.Source(
            **_place(passage),
            build=named,
            text=passage.text,
            link=source_address(named, passage, passage.start, passage.end),
            document=_facts(passage.document, date.today()),
        )

    def documents(self) -> shapes.Listed:
        """Every document of the published build, whatever its standing.

        Raises:
            Refused: 503 where nothing is published.
        """
        build, library = self._library()
        today = date.today()
        return shapes.Listed(build=build, documents=[_facts(item, today) for item in library.documents.values()])

    def document(self, name: str) -> shapes.Whole:
        """A document by its key, or by its id: then the text in force today, else the newest.

        Raises:
            Refused: 404 where there is none, 503 where nothing is published.
        """
        build, library = self._library()
        today = date.today()
        found = library.documents.get(name) or _newest([item for item in library.documents.values() if item.id == name])
        if found is None:
            raise Refused(404, NO_DOCUMENT)
        passages = [shapes.Place(**_place(item)) for item in library.by_document[found.key]]
        return shapes.Whole(**_facts(found, today).model_dump(), build=build, passages=passages)

    def _answer(self, asked: shapes.Question) -> Answer:
        if len(asked.question) > self._longest:
            raise Refused(422, f"A question may have {self._longest} characters. Ask it in one or two sentences.")
        self._known(asked)
        return self._assistant.ask(
            asked.question,
            history=[Turn(turn.question, turn.answer) for turn in asked.history],
            asker=Asker(role=asked.role, school=asked.school),
            asked_on=asked.asked_on,
            documents=[*asked.documents, *asked.kinds],
        )

    def _known(self, asked: shapes.Question) -> None:
        """Refuse a name that nothing has: a search among nothing would be answered with "not found"."""
        schools, kinds = self._assistant.schools(), self._assistant.kinds()
        if asked.school and asked.school not in schools:
            raise Refused(422, f"There is no school {asked.school!r} here. The schools are: {', '.join(schools)}.")
        unknown = [kind for kind in asked.kinds if kind not in kinds]
        if unknown:
            raise Refused(422, f"There is no kind of document {unknown[0]!r} here. The kinds are: {', '.join(kinds)}.")
        if not asked.documents:
            return
        held = self._library()[1].documents.values()
        named = {name for item in held for name in (item.id, item.source)}
        missing = [name for name in asked.documents if name not in named]
        if missing:
            raise Refused(422, f"There is no document {missing[0]!r} here. Their ids stand in the list of documents.")

    def _library(self) -> tuple[str, Library]:
        try:
            return self._assistant.library()
        except AssistantError as error:
            raise Refused(503, str(error)) from error

    def _kept(self, build: str) -> Library:
        try:
            library = self._assistant.kept_library(build)
        except AssistantError as error:
            raise Refused(503, str(error)) from error
        if library is None:
            raise Refused(404, NO_BUILD)
        return library


def _newest(versions: Sequence[Document]) -> Document | None:
    today = date.today()
    return max(versions, key=lambda item: (item.governs(today), item.effective_from or date.min), default=None)


def _place(passage: Passage) -> dict[str, Any]:
    return {
        "passage": passage.id,
        "number": passage.number,
        "heading_path": list(passage.heading_path),
        "pages": list(passage.pages),
        "start": passage.start,
        "end": passage.end,
    }


def _facts(document: Document, on: date) -> shapes.Facts:
    said = {name: getattr(document, name) for name in shapes.Facts.model_fields if hasattr(document, name)}
    said |= {"standing": document.standing(on), "in_force": document.governs(on)}
    said |= {"applies_to": list(document.applies_to), "warnings": list(document.warnings)}
    return shapes.Facts(**said)
