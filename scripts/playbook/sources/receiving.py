"""Ask a publisher: politely, with an end to every wait, and a limit to what is taken.

An answer is streamed to disk and hashed on the way, so that its size is no matter for the memory.
What passes (a reset, a time-out, a busy server) is tried again; what does not is told at once.
"""

from __future__ import annotations

import hashlib
import os
import random
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import requests
import tenacity
import urllib3

import playbook
from playbook.catalogue.feed import Feed
from playbook.errors import PlaybookError
from playbook.sources.answers import Answer, Kind

PIECE = 1 << 16
MOST_REDIRECTIONS = 5
BUSY = {429, 500, 502, 503, 504}
_PASSING = (requests.RequestException, urllib3.exceptions.HTTPError, OSError)


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds, and how often to try."""

    tries: int = 4
    connect: float = 10
    silence: float = 30
    """Without a byte."""
    whole: float = 300
    """For one answer, so that a drip of bytes ends too."""
    longest: float = 120
    """The longest pause that a publisher may ask for."""
    first: float = 1
    """Before the second try; doubled each time."""


class _AgainError(Exception):
    """The try failed, and another may not."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Receiver:
    """Receives the answers of one feed.

    Parameters
    ----------
    feed
        Whom to ask, and the limits.
    store
        Folder for the bodies, each under its hash.
    known
        The last answer on record by address, for conditional requests.
    via
        Address of a mirror that answers for every publisher: the host becomes the first part of
        the path. Tests use one on the loopback address.
    contact
        Address for the publisher to write to.
    patience
        Waits and tries.
    """

    def __init__(
        self,
        feed: Feed,
        store: Path,
        known: Mapping[str, Answer] | None = None,
        *,
        via: str = "",
        contact: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.feed, self.store, self.known = feed, store, known or {}
        self.patience = patience or Patience()
        self._via = via.rstrip("/")
        self._last = 0.0
        self._http = requests.Session()
        # A password in the home folder of whoever runs this is no business of a publisher.
        self._http.auth = lambda request: request
        named = f"mission-playbook/{playbook.__version__} (playbook refresh"
        agent = f"{named}; {contact})" if contact else f"{named})"
        self._http.headers.update({"User-Agent": agent, "Accept-Encoding": "gzip"})

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

    def get(
        self,
        address: str,
        kind: Kind,
        asks: Mapping[str, str] | None = None,
        *,
        label: str = "",
        conditional: bool = True,
    ) -> Answer:
        """Ask for something.

        Parameters
        ----------
        address
            The publisher's own address.
        kind
            What it has to be.
        asks
            Parameters of the request.
        label
            What it is asked for.
        conditional
            Say what we have, so that the publisher need not send it again.

        Raises
        ------
        PlaybookError
            There is no answer, or it is no file that may be taken.
        """
        asked = f"{address}?{urlencode(asks)}" if asks else address
        wait = tenacity.wait_exponential(self.patience.first, max=self.patience.longest)
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_AgainError),
            stop=tenacity.stop_after_attempt(self.patience.tries),
            wait=lambda state: _pause(state, wait),
            reraise=True,
        )
        try:
            answer = retrying(self._once, asked, kind, conditional)
        except _AgainError as last:
            raise PlaybookError(
                f"{last} ({self.patience.tries} tries). Nothing was changed: try again later.",
                file=asked,
            ) from None
        return replace(answer, label=label)

    def whole(self, answer: Answer) -> Answer:
        """Fetch the body of an answer that did not change and that we no longer have."""
        if answer.path is not None:
            return answer
        again = self.get(answer.address, answer.kind, label=answer.label, conditional=False)
        return replace(again, fresh=again.sha256 != answer.sha256)

    def _once(self, asked: str, kind: Kind, conditional: bool) -> Answer:
        known = self.known.get(asked) if conditional else None
        headers = {}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        until = time.monotonic() + self.patience.whole
        try:
            with closing(self._followed(asked, headers)) as response:
                if response.status_code == HTTPStatus.NOT_MODIFIED and known:
                    kept = self.store / known.sha256
                    path = kept if kept.is_file() else None
                    return replace(known, kind=kind, path=path, fresh=False)
                self._refuse(asked, response)
                path, digest, size = self._save(asked, response, until)
        except _PASSING as fault:
            raise _AgainError(_said(fault, self.patience)) from fault
        return Answer(
            address=asked,
            kind=kind,
            path=path,
            sha256=digest,
            size=size,
            fresh=known is None or known.sha256 != digest,
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
        )

    def _followed(self, asked: str, headers: dict[str, str]) -> requests.Response:
        """Ask, and follow redirections to hosts that the record allows."""
        address = asked
        for _ in range(MOST_REDIRECTIONS + 1):
            host = self._host(asked, address)
            pause = self._last + self.feed.pause - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            waits = (self.patience.connect, self.patience.silence)
            # Redirections are followed here: each of them has to be to a host that is allowed.
            response = self._http.get(
                self._sent_to(host, address),
                headers=headers,
                timeout=waits,
                stream=True,
                allow_redirects=False,
            )
            self._last = time.monotonic()
            if not response.is_redirect:
                return response
            response.close()
            address = urljoin(address, self._publishers(response.headers["Location"]))
        raise PlaybookError("redirects for ever. Mend the address in data/feeds.yml.", file=asked)

    def _host(self, asked: str, address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme != "https" or parts.netloc not in self.feed.allowed:
            raise PlaybookError(
                f"leads to {address}, and only {', '.join(sorted(self.feed.allowed))} may be "
                "asked, by https. If the publisher moved, add the host in data/feeds.yml.",
                file=asked,
                field="hosts",
            )
        return parts.netloc

    def _sent_to(self, host: str, address: str) -> str:
        rest = address.split(host, 1)[1]
        return f"{self._via}/{host}{rest}" if self._via else address

    def _publishers(self, location: str) -> str:
        """Turn an address of the mirror into the publisher's."""
        if self._via and location.startswith(self._via + "/"):
            return "https://" + location.removeprefix(self._via + "/")
        return location

    def _refuse(self, asked: str, response: requests.Response) -> None:
        status = response.status_code
        if status == HTTPStatus.OK:
            return
        said = f"the publisher answered {status} {response.reason or ''}".rstrip()
        if status in BUSY:
            after = _retry_after(response.headers.get("Retry-After"))
            if after is not None and after > self.patience.longest:
                message = f"{said} and asks to wait {after:,.0f} s. Try again later."
                raise PlaybookError(message, file=asked)
            raise _AgainError(said, after)
        raise PlaybookError(
            f"{said}. If the publisher moved it, mend the address in data/feeds.yml.", file=asked
        )

    def _save(self, asked: str, response: requests.Response, until: float) -> tuple[Path, str, int]:
        most = self.feed.megabytes * 1_000_000
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) > most:
            raise self._too_large(asked, int(announced))
        self.store.mkdir(parents=True, exist_ok=True)
        partial = self.store / f".{os.getpid()}.partial"
        digest, size = hashlib.sha256(), 0
        try:
            with partial.open("wb") as file:
                # What has arrived is given at once: a drip is seen, and a packed answer counted
                # as it unpacks.
                while piece := response.raw.read1(PIECE, decode_content=True):
                    size += len(piece)
                    if size > most:
                        raise self._too_large(asked, size)
                    if time.monotonic() > until:
                        raise _AgainError(f"was not whole after {self.patience.whole:g} s")
                    digest.update(piece)
                    file.write(piece)
            path = self.store / digest.hexdigest()
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        return path, digest.hexdigest(), size

    def _too_large(self, asked: str, size: int) -> PlaybookError:
        return PlaybookError(
            f"is of {size / 1e6:,.0f} MB or more, and at most {self.feed.megabytes} are taken. If "
            "that is meant, raise `megabytes` in data/feeds.yml.",
            file=asked,
            field="megabytes",
        )


def _pause(state: tenacity.RetryCallState, else_: Callable[..., float]) -> float:
    failed = state.outcome.exception() if state.outcome else None
    after = getattr(failed, "after", None)
    # Many who wait for the same second would meet again.
    return after if after is not None else else_(state) * random.uniform(0.8, 1.2)  # noqa: S311


def _retry_after(text: str | None) -> float | None:
    """Seconds to wait, from a number or a date; None when it says neither."""
    if text is None:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        day = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    day = day if day.tzinfo else day.replace(tzinfo=UTC)
    return max(0.0, (day - datetime.now(UTC)).total_seconds())


def _said(fault: Exception, patience: Patience) -> str:
    if isinstance(fault, requests.exceptions.ConnectTimeout):
        return f"did not answer within {patience.connect:g} s"
    if isinstance(fault, requests.exceptions.ReadTimeout | urllib3.exceptions.ReadTimeoutError):
        return f"was silent for {patience.silence:g} s"
    if isinstance(fault, requests.exceptions.SSLError):
        return "has a certificate that does not hold"
    if isinstance(fault, urllib3.exceptions.ProtocolError):
        return "broke off before the answer was whole"
    if isinstance(fault, urllib3.exceptions.DecodeError):
        return "sent a packed answer that does not unpack"
    if isinstance(fault, requests.ConnectionError):
        return "could not be reached"
    return f"failed ({type(fault).__name__})"
