"""What the process that reads files may not do: take all memory or time, write large files, reach the network."""

import ctypes
import sys
from contextlib import suppress
from types import ModuleType

LARGEST_WRITTEN = 64 * 1024 * 1024
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER and CLONE_NEWNET of Linux's unshare(2)
CALLS_OUT = frozenset(
    ("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg")
)


def confine(megabytes: int) -> None:
    """Give up what reading a file does not need, as far as the system can; `megabytes` is the most memory to take.

    The parent process watches time and memory as well. Call it before any thread is started.
    """
    _no_network()
    limits = _limits()
    if limits is None:
        return
    size = megabytes * 1024 * 1024
    for kind, most in ((limits.RLIMIT_DATA, size), (limits.RLIMIT_FSIZE, LARGEST_WRITTEN), (limits.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            limits.setrlimit(kind, (most, most))


def allow_processor_seconds(seconds: float) -> None:
    """End this process once it has computed for so many more seconds, where the system can."""
    limits = _limits()
    if limits is None:
        return
    used = limits.getrusage(limits.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + 1
    with suppress(ValueError, OSError):
        limits.setrlimit(limits.RLIMIT_CPU, (until, limits.getrlimit(limits.RLIMIT_CPU)[1]))


def _no_network() -> None:
    """Refuse Python's calls out, and on Linux leave the machine's network for an empty one, libraries in C included."""
    sys.addaudithook(_refuse_calls_out)
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None, use_errno=True).unshare
        if unshare(NEW_NETWORK):
            unshare(NEW_USER | NEW_NETWORK)


def _refuse_calls_out(event: str, _arguments: tuple[object, ...]) -> None:
    if event in CALLS_OUT:
        raise PermissionError("A file that is read may not reach the network.")


def _limits() -> ModuleType | None:
    try:
        import resource
    except ImportError:
        return None
    return resource
