"""The one door: every byte from the network comes through here, guarded, paced and archived.

``Door.ask`` refuses or asks, archives what came (every try), and hands it on as a ``Capture``. It does
not follow redirects: where to go next is for readers to say, and the next question is guarded again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from crawlers.network.asking import Answer, Ask, Failure, Purpose
from crawlers.network.credentials import NoCredential
from crawlers.network.guard import Refused, Target, check_url
from crawlers.network.options import Clock, DoorOptions
from crawlers.network.pace import Breaker, Pacer, TooLong, read_pause
from crawlers.network.recorder import Archive, FindOriginal, Recorder, Subject
from crawlers.network.redact import Redactor
from crawlers.network.request_head import build_request
from crawlers.network.resolver import Resolver
from crawlers.network.robots import LARGEST, Robots, Unasked
from crawlers.network.web_socket import plan_talk
from crawlers.network.wire import Exchange, Limits, Wire
from crawlers.platform import Pace
from crawlers.sessions import list_renewed
from storage.http_head import parse_head
from storage.items import Capture, ProblemKind
from storage.warc import Draft, Provenance

__all__ = ["Answer", "Ask", "Clock", "Door", "DoorOptions", "Failure", "Limits", "Purpose"]

MEDIA_PACE = Pace(seconds=0.25, concurrency=4)
COURTESY = Pace()
TRIED_AGAIN = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(slots=True)
class _Question:
    """An ask that may go out."""

    ask: Ask
    target: Target
    request: bytes
    credential: str
    subject: Subject


class Door:
    """Made and closed inside a running loop; one per process, as is the archive's writer."""

    def __init__(
        self, archive: Archive, options: DoorOptions, find_original: FindOriginal | None = None
    ) -> None:
        self.options = options
        self.redactor = Redactor(options.redaction_key, options.credentials.tokens.values())
        self._recorder = Recorder(archive, self.redactor, find_original)
        self._wire = Wire(Resolver(options.look_up, options.connect_to), options.ca_file)
        factor = options.pace_factor if options.connect_to else 1.0
        self._pacer = Pacer(options.clock, factor, options.longest_wait_s, options.pauses)
        self._breaker = Breaker(options.breaker)
        self._robots = Robots(options.user_agent)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections. The archive stays its owner's."""
        await self._wire.close()

    async def ask(self, ask: Ask) -> Answer:
        """Ask, archive, answer. Raises ``storage.errors.ArchiveFault`` when nothing can be archived."""
        subject = Subject(ask.url, ask.method, ask.purpose, ask.provenance)
        journal: list[Capture] = []
        try:
            question = self._prepare(ask)
            if ask.purpose in self.options.robots_for and not await self._is_allowed(question, journal):
                raise Refused("robots.txt does not allow it")
        except Refused as refusal:
            return self._decline(subject, Failure(kind="refused_by_guard", reason=str(refusal)), journal)
        except NoCredential as lack:
            return self._decline(subject, Failure(kind="unauthorised", reason=str(lack)), journal)
        except Unasked as silence:
            return self._decline(subject, silence.failure, journal)
        if ask.purpose == "browser":
            answer = await self._try(question, True, journal)
            assert answer is not None
            return answer
        return await self._ask_in_turn(question, journal)

    def note(self, url: str, kind: ProblemKind, reason: str, provenance: Provenance) -> Capture:
        """Archive a finding of the crawl itself, so that it is evidence and outlives the index."""
        subject = Subject(url, "", "platform", provenance)
        return self._recorder.record_failure(subject, Failure(kind=kind, reason=reason), None)[-1]

    def keep(self, drafts: Sequence[Draft]) -> tuple[Capture, ...]:
        """Archive what was made of a page (picture, text, description) as one group."""
        return self._recorder.record_made(drafts)

    def _prepare(self, ask: Ask) -> _Question:
        url, name, headers = ask.url, "", ask.headers
        if ask.credential and ask.purpose == "platform":
            presented = self.options.credentials.present(ask.credential, ask.url)
            url, name, headers = presented.url, presented.name, (*headers, *presented.headers)
        target = check_url(url, self.options.ports, sockets=ask.purpose == "platform")
        if name and not target.is_secure:
            raise Refused(f"the credential {name!r} does not go over plain http")
        if target.is_socket:
            plan_talk(ask.body, ask.until)  # refused now, not under way
        spoken = replace(ask, body=b"", method="GET") if target.is_socket else ask
        request = build_request(spoken, target, headers, self.options.user_agent)
        return _Question(
            ask, target, request, name, Subject(target.url, ask.method, ask.purpose, ask.provenance)
        )

    async def _ask_in_turn(self, question: _Question, journal: list[Capture]) -> Answer:
        host, ask = question.target.host, question.ask
        pace = ask.pace or (MEDIA_PACE if ask.purpose == "media" else COURTESY)
        attempt = 1
        while True:
            if self._breaker.is_open(host):
                return self._leave_alone(question, journal)
            try:
                async with self._pacer.turn(host, question.credential, pace):
                    if self._breaker.is_open(host):  # others failed while this one waited
                        return self._leave_alone(question, journal)
                    answer = await self._try(question, attempt >= self.options.tries, journal)
            except TooLong as wait:
                failure = Failure(kind="rate_limited", reason=str(wait), retry_at=wait.retry_at)
                return self._decline(question.subject, failure, journal)
            if answer is not None:
                failed = answer.failure is not None and answer.failure.kind == "unreachable"
                self._breaker.note(host, failed=failed)
                return answer
            await self._pacer.back_off(attempt)
            attempt += 1

    async def _try(self, question: _Question, last: bool, journal: list[Capture]) -> Answer | None:
        """One try. ``None`` if there is to be another; its record is in ``journal`` then."""
        exchange = await self._exchange(question, journal)
        self._learn_renewed(question.ask, exchange)
        failure = self._judge(question, exchange)
        again = not last and failure is not None and self._is_passing(exchange, failure)
        if exchange.frames:
            captures = self._recorder.record_talk(question.subject, exchange, retried=again)
        elif exchange.status:
            captures = self._recorder.record_answer(question.subject, exchange, retried=again)
        else:
            assert failure is not None
            captures = self._recorder.record_failure(question.subject, failure, exchange, retried=again)
        if again:
            journal += captures
            return None
        if failure:
            failure = self._clean_failure(failure)
        return Answer(
            capture=captures[-1],
            raw_head_headers=parse_head(exchange.head).headers if question.ask.purpose == "browser" else (),
            raw_body=exchange.body,
            failure=failure,
            earlier=(*journal, *captures[:-1]),
        )

    def _learn_renewed(self, ask: Ask, exchange: Exchange) -> None:
        """Know a user's renewed session before the answer that brings it, and may repeat it, is archived."""
        session = self.options.sessions.get(ask.provenance.platform) if ask.purpose == "browser" else None
        if session is not None:
            for secret in list_renewed(session, exchange.head):
                self.redactor.learn(secret)

    async def _exchange(self, question: _Question, journal: list[Capture]) -> Exchange:
        """Ask; at once again where a connection kept from before turns out to be closed."""
        limits = self.options.limits
        if question.ask.purpose == "robots":
            limits = replace(limits, body_bytes=min(limits.body_bytes, LARGEST))
        while True:
            exchange = await self._converse(question, limits)
            fault = exchange.fault
            if fault is None or not fault.reused or question.ask.method not in ("GET", "HEAD"):
                return exchange
            failure = Failure(kind="unreachable", reason=fault.reason)
            journal += self._recorder.record_failure(question.subject, failure, exchange, retried=True)

    async def _converse(self, question: _Question, limits: Limits) -> Exchange:
        """One exchange; on a WebSocket with a handshake of its own."""
        if not question.target.is_socket:
            return await self._wire.exchange(question.target, question.request, limits)
        talk = plan_talk(question.ask.body, question.ask.until)
        return await self._wire.exchange(question.target, talk.upgrade(question.request), limits, talk)

    def _judge(self, question: _Question, exchange: Exchange) -> Failure | None:
        """What is wrong with an exchange; also takes note of how long the host wants to be left alone."""
        if exchange.fault:
            kind: ProblemKind = "refused_by_guard" if exchange.fault.kind == "refused" else "unreachable"
            return Failure(kind="truncated" if exchange.status else kind, reason=exchange.fault.reason)
        until = None
        if exchange.status in (429, 503) or b"ratelimit-remaining" in exchange.head.lower():
            until = read_pause(parse_head(exchange.head), self.options.clock.now())
        if until and question.ask.purpose != "browser":
            self._pacer.pause(question.target.host, question.credential, until)
        if exchange.status == 429:
            return Failure(kind="rate_limited", reason="status 429", retry_at=until)
        if exchange.status == 408 or exchange.status >= 500:
            return Failure(kind="unreachable", reason=f"status {exchange.status}", retry_at=until)
        return None

    def _decline(self, subject: Subject, failure: Failure, journal: list[Capture]) -> Answer:
        """The answer to a question that was not asked; the record says why."""
        captures = self._recorder.record_failure(subject, failure, None)
        return Answer(capture=captures[-1], failure=self._clean_failure(failure), earlier=tuple(journal))

    def _leave_alone(self, question: _Question, journal: list[Capture]) -> Answer:
        limit = self._breaker.limit
        reason = f"{question.target.host} is left alone in this crawl after {limit} failures in a row"
        return self._decline(question.subject, Failure(kind="unreachable", reason=reason), journal)

    def _clean_failure(self, failure: Failure) -> Failure:
        """The reason may repeat what a server sent."""
        return replace(failure, reason=self.redactor.clean_text(failure.reason))

    async def _is_allowed(self, question: _Question, journal: list[Capture]) -> bool:
        ask = question.ask
        provenance = replace(ask.provenance, reader="", context={})

        async def fetch(url: str) -> Answer:
            return await self.ask(Ask(url=url, purpose="robots", provenance=provenance, pace=ask.pace))

        return await self._robots.allows(question.target, fetch, journal)

    def _is_passing(self, exchange: Exchange, failure: Failure) -> bool:
        """Whether the same question may have a better answer within the patience we have."""
        if failure.retry_at:
            wait = (failure.retry_at - self.options.clock.now()).total_seconds()
            if wait > self.options.longest_wait_s:
                return False
        if exchange.fault:
            cut = exchange.fault.kind == "disconnect"
            return cut if exchange.status else cut or exchange.fault.kind in ("name", "connect", "time")
        return exchange.status in TRIED_AGAIN
