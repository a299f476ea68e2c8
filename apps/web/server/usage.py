"""How much work each client made lately: an account, or all visitors of one address.

Work is the time of the processor, which does not grow when the machine has other things to do, and that of PostgreSQL
(work.py).
"""

from collections.abc import Mapping
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from mmap import mmap
from secrets import token_bytes
from struct import Struct

ACCOUNT = "ditcards.account"  # where the environ of a request that was answered names its account; 0: a visitor's
SHARE_SECONDS = 0.5  # that a client may use at once before it counts as busy
SHARE_A_SECOND = 0.1  # and in the long run
SLOTS, SLOT = 65_536, Struct("dd")  # in which clients are noted by a hash: the seconds, and when that was
SESSION_SLOT = Struct("QQ")  # in which sessions are noted by a hash: the hash, and the account
IPV6_NETWORK = 64  # bits of an address that one customer's addresses share
KEY = token_bytes(16)  # of the hashes, so that nobody can choose another's slot; forked processes share it


class Usage:
    """The seconds that clients used and that their share does not cover yet, in memory that forked processes share.

    `now` is a monotonic time, which all processes of a machine have in common. Two that write at once may lose one
    note, and one in 65,536 pairs of clients has a slot together: both make no difference worth a lock.
    """

    def __init__(self) -> None:
        self._memory = mmap(-1, SLOTS * SLOT.size)

    def add(self, client: str, seconds: float, now: float) -> None:
        """Note that a request of the client was so much work."""
        SLOT.pack_into(self._memory, _place_of(client), self.of(client, now) + seconds, now)

    def of(self, client: str, now: float) -> float:
        """Return the seconds that the client has used."""
        used, at = SLOT.unpack_from(self._memory, _place_of(client))
        return max(0.0, float(used - (now - at) * SHARE_A_SECOND))

    def is_busy(self, client: str, now: float) -> bool:
        """Whether the client has used more than its share."""
        return self.of(client, now) > SHARE_SECONDS


class Sessions:
    """The accounts of sessions that were seen lately, in memory that forked processes share."""

    def __init__(self) -> None:
        self._memory = mmap(-1, SLOTS * SESSION_SLOT.size)

    def learn(self, session: str, account: int) -> None:
        """Note whose session it is, in place of one with the same slot."""
        digest = _digest_of(session)
        SESSION_SLOT.pack_into(self._memory, digest % SLOTS * SESSION_SLOT.size, digest, account)

    def account_of(self, session: str) -> int | None:
        """Return whose session it is, if it was noted."""
        digest = _digest_of(session)
        noted, account = SESSION_SLOT.unpack_from(self._memory, digest % SLOTS * SESSION_SLOT.size)
        return account if noted == digest else None


class Clients:
    """Tells whose a request is: an account's, if its session was seen before, or else the address's."""

    def __init__(self, session_cookie: str, trusted_proxies: int, sessions: Sessions) -> None:
        self._session_cookie = session_cookie
        self._trusted_proxies = trusted_proxies
        self._sessions = sessions

    def client_of(self, headers: Mapping[str, str], address: str) -> str:
        """Return the client of a request; a session that anybody may have made up is none."""
        account = self._sessions.account_of(self._session_of(headers))
        return f"account {account}" if account else f"address {self._address_of(headers, address)}"

    def learn(self, headers: Mapping[str, str], account: int) -> None:
        """Remember whose session this is: 0 ends what is known of it, and is no reason to forget another one."""
        session = self._session_of(headers)
        if session and (account or self._sessions.account_of(session)):
            self._sessions.learn(session, account)

    def _session_of(self, headers: Mapping[str, str]) -> str:
        """Return the session that the site reads, or nothing if it is written as no browser writes it.

        The last one counts, as for Django.
        """
        parts = [each.partition("=") for each in headers.get("COOKIE", "").split(";")]
        found = [value.strip() for name, _equals, value in parts if name.strip() == self._session_cookie]
        return found[-1] if found and found[-1].isalnum() else ""

    def _address_of(self, headers: Mapping[str, str], address: str) -> str:
        """Return the visitor's address, as the last proxy of those that are trusted saw it."""
        forwarded = [each.strip() for each in headers.get("X_FORWARDED_FOR", "").split(",") if each.strip()]
        is_trusted = 0 < self._trusted_proxies <= len(forwarded)
        return _customer(forwarded[-self._trusted_proxies] if is_trusted else address)


def _customer(address: str) -> str:
    """Return what the addresses have in common that somebody has for the price of one."""
    try:
        ip = ip_address(address)
    except ValueError:  # what a proxy forwards for a socket, for example
        return address
    return str(ip_network((ip, IPV6_NETWORK), strict=False)) if isinstance(ip, IPv6Address) else address


def _place_of(client: str) -> int:
    return _digest_of(client) % SLOTS * SLOT.size


def _digest_of(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8, key=KEY).digest())
