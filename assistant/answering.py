"""The story of a question: screened, made to stand alone, searched for, drafted, checked, and answered."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import (
    abstention,
    amounts,
    beside,
    concluding,
    conversation,
    leaning,
    precedence,
    retrieval,
    screening,
    state,
    verification,
)
from assistant.concluding import Asked
from assistant.conversation import Known, Leans
from assistant.errors import AssistantError
from assistant.generation import Generator
from assistant.generation.bearing import Bearing
from assistant.generation.extractive import Extractive
from assistant.index import Index
from assistant.published import Published
from assistant.retrieval import Depths, Models, Scope
from assistant.settings import PACKAGED_COMPANION, PACKAGED_MODEL, Settings
from assistant.values import Answer, Asker, Outcome, Retrieval, Statement, Turn
from assistant.wording import content_words

SURE_AGAINST_SCREENING = 0.7  # an answer as likely as this is given although the question looked out of scope
COVER_AGAINST_SCREENING = 0.9  # and one from a passage that names this share of what is asked
FAILED = "Something went wrong while looking this up, and it has been noted. Please ask again."


@dataclass(frozen=True, slots=True)
class Stage:
    """What is being done at this moment, in words for the person who waits."""

    words: str


class Assistant(Published):
    """Answers questions from the published index. Safe to use from several threads at once."""

    def __init__(self, settings: Settings, generator: Generator | None = None, *, build: str = "") -> None:
        """Nothing is loaded yet: call `load`, or `load_in_background` to have the page up first.

        With `build`, answers come from that build, published or not, for as long as this assistant lives.
        """
        super().__init__(settings, build)
        self._generator = generator or Extractive(Bearing(self._embed, self._rarity, self._compared))
        self._depths = Depths(settings.candidates, settings.weighed, settings.reranked, settings.hits)

    def screened(self, words: str) -> screening.Screened | None:
        """How screening would end these words, where someone writes something that is no question; None: it would not.

        Most of what is learned from examples is asked only once the model is loaded.
        """
        found = screening.screen(words, self._settings.question_characters, follows=True)
        if found is not None:
            return found
        if self.ready() and self._settings.model == PACKAGED_MODEL:
            return self._screened_further(words, self.known_words())
        return screening.screen_early(words)

    def _screened_further(self, words: str, known: frozenset[str]) -> screening.Screened | None:
        second = self._companion if self._settings.companion == PACKAGED_COMPANION else None
        return screening.screen_further(words, self._embed, known, second=second)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        asker: Asker = Asker(),  # noqa: B008 - a frozen value
        asked_on: date | None = None,
        documents: Sequence[str] = (),
    ) -> Answer:
        """Answer a question. Never raises: trouble becomes an answer with the outcome FAILED and a sentence.

        `documents` restrict the search to files, document ids or kinds of document; empty is all.
        """
        *_, answer = self.stages(question, history=history, asker=asker, asked_on=asked_on, documents=documents)
        assert isinstance(answer, Answer)
        return answer

    def stages(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        asker: Asker = Asker(),  # noqa: B008 - a frozen value
        asked_on: date | None = None,
        documents: Sequence[str] = (),
    ) -> Iterator[Stage | Answer]:
        """The same, saying on the way what is being done; the last item is the answer."""
        began = time.monotonic()
        answer: Answer | None = None
        try:
            scope = Scope(asker, asked_on or date.today(), frozenset(documents))
            for step in self._steps(question, history, scope):
                if isinstance(step, Answer):
                    answer = step
                else:
                    yield step
        except AssistantError as error:
            answer = Answer(question, question, Outcome.FAILED, str(error))
        except Exception as error:
            answer = Answer(question, question, Outcome.FAILED, FAILED, notices=(type(error).__name__,))
        assert answer is not None
        yield replace(answer, seconds=time.monotonic() - began)

    def _steps(self, question: str, history: Sequence[Turn], scope: Scope) -> Iterator[Stage | Answer]:
        screened = screening.screen(question, self._settings.question_characters, follows=bool(history))
        if screened is not None and not screened.go_on:
            yield Answer(question, question, screened.outcome, screened.message, notices=screened.notices)
            return
        if screened is None and not (self._loaded.is_set() and self._settings.model == PACKAGED_MODEL):
            screened = screening.screen_early(question)
        if screened is not None and screened.danger is not None:
            yield Stage(screened.message)  # what to do is said at once, before anything is loaded or searched
        if not self._loaded.is_set():
            yield Stage("Getting ready: the model is loading")
            self._loaded.wait()
        yield Stage("Searching")
        opened = self._current()
        library = opened.library
        if screened is None and self._settings.model == PACKAGED_MODEL:
            screened = self._screened_further(question, library.known_words)
        asked_as = (
            screened.search if screened is not None and screened.search else self._understood(question, history, opened)
        )
        if screened is None or screened.unless_sure:
            stated = state.answer(Asked(question, asked_as, scope), self._means(opened))
            if stated is not None and (screened is None or stated.statements or stated.as_of is None):
                yield stated
                return
        told = beside.known(asked_as, opened, scope)
        if told and (screened is None or screened.unless_sure):
            asked = Asked(question, asked_as, scope)
            found = Retrieval(asked_as, beside.hits_of(told), index=opened.name)
            statements = verification.check(told.statements, found)
            answer = concluding.answered(asked, statements, found, opened.name, ())
            yield beside.completed(answer, asked, opened, told)
            return
        found = self._found(asked_as, opened, scope)
        documents = {hit.passage.document.key for hit in found.hits}
        yield Stage(f"Reading {_counted(len(found.hits), 'passage')} in {_counted(len(documents), 'document')}")
        weighed = abstention.weigh(asked_as, found.hits, library.rarity)
        answers = weighed.sure >= SURE_AGAINST_SCREENING or weighed.cover >= COVER_AGAINST_SCREENING
        if screened is not None and screened.unless_sure and answers:
            screened = None
        if screened is not None and not screened.go_on:
            yield Answer(
                question, question, screened.outcome, screened.message, (), found, screened.notices, opened.name
            )
            return
        asked = Asked(question, asked_as, scope, 1.0 if screened is not None else weighed.sure)
        answer = self._answered(asked, found, opened)
        yield Stage("Checking")
        if screened is not None:
            answer = replace(
                answer,
                outcome=screened.outcome,
                contacts=screened.contacts(opened.manifest.contacts, scope.asker.school),
                message=screened.message,
                notices=(*screened.notices, *answer.notices),
            )
        yield replace(answer, notices=(*([opened.notice] if opened.notice else []), *answer.notices))

    def _understood(self, question: str, history: Sequence[Turn], opened: Index) -> str:
        known = known_of(opened)
        packaged = self._settings.model == PACKAGED_MODEL  # from its vectors was learned what leans on what
        return understood(
            question, history, known, leaning.reader(known, self._embed, opened.library) if packaged else None
        )

    def _found(self, asked_as: str, opened: Index, scope: Scope) -> Retrieval:
        models = Models(self._embed, self._interaction, self._rerank)
        return retrieval.retrieve_each(asked_as, opened, models, scope, self._depths)

    def _means(self, opened: Index) -> state.Means:
        def look(asked_as: str, scope: Scope) -> tuple[Retrieval, float]:
            found = self._found(asked_as, opened, scope)
            return found, abstention.sure(asked_as, found.hits, opened.library.rarity)

        def draft(asked_as: str, found: Retrieval) -> tuple[Statement, ...]:
            return verification.check(self._generator.draft(asked_as, found), found)

        return state.Means(opened, look, draft, self._settings.answer_from)

    def _answered(self, asked: Asked, found: Retrieval, opened: Index) -> Answer:
        if asked.sure < self._settings.answer_from:
            return concluding.not_found(asked, found, opened.name, empty=not opened.library.documents)
        drafted = self._generator.draft(asked.asked_as, found)
        drafted, found = beside.with_meaning(drafted, asked, found, opened)
        statements = verification.check(drafted, found)
        if not statements:
            return concluding.not_found(asked, found, opened.name, empty=not opened.library.documents)
        settled = precedence.settle(statements, found, opened, asked.scope)
        answer = concluding.answered(
            asked, settled.statements, settled.retrieval, opened.name, opened.manifest.schools, settled.notices
        )
        return beside.completed(answer, asked, opened)


def understood(
    question: str, history: Sequence[Turn], known: Known = conversation.NOTHING, leans: Leans | None = None
) -> str:
    """The question as it is searched for: cleaned, made to stand alone, amounts of money as documents write them."""
    clean = screening.to_answer(screening.clean(question))
    return amounts.plainly(conversation.standalone(clean, history, known, leans))


def known_of(opened: Index) -> Known:
    """What of a build helps to understand a follow-up: its schools and the stems of its documents' titles."""
    titles = {stem for document in opened.library.documents.values() for stem in content_words(document.title)}
    return Known(opened.manifest.schools, frozenset(titles))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
