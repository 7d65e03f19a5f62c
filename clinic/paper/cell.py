"""Shut this process in: no network, no file but those named, bounded memory and time (Linux).

Each bar is put up where the kernel has it; which ones stand is answered, for the record.
"""

import contextlib
import ctypes
import errno
import math
import os
import platform
import resource
import struct
from collections.abc import Iterable
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # <sched.h>
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # <linux/prctl.h>, <linux/seccomp.h>
# <linux/landlock.h>, on every architecture alike
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION, _BENEATH = 1, 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# every right over files that a version of Landlock knows: 13 at first, then refer, truncate, ioctl
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_TCP_SINCE, _TCP_RIGHTS = 4, 0b11  # bind, connect
# <linux/audit.h>, and the number of `socket` there; the other one is alike everywhere
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_IO_URING = 425  # opens sockets too
# <linux/filter.h>, <linux/seccomp.h>: a program of steps (code, jumps if true and false, value)
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _ANSWER = 0x20, 0x15, 0x35, 0x06
_CALL_AT, _MACHINE_AT = 0, 4
_FOREIGN = 0x40000000  # calls of another table, which would pass by other numbers
_LET_PASS, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_NONE = (0, 0)
_MOST_OPEN = 64  # files and pipes; fonts are held open


def leave_network() -> bool:
    """Step into an empty network, and open no socket from now on; False where neither works."""
    with contextlib.suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None, use_errno=True).unshare
        is_empty = unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0
        return refuse_sockets() or is_empty
    return False


def refuse_sockets() -> bool:
    """Open no socket from now on, of any kind; False where the kernel cannot."""
    known = _MACHINES.get(platform.machine())
    return known is not None and refuse_calls(known[1], _IO_URING)


def refuse_calls(*numbers: int) -> bool:
    """Have the kernel answer these system calls with EACCES; False where it cannot."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        return False
    checks = len(numbers)
    steps = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 0, checks + 3, known[0]),
        (_LOAD, 0, 0, _CALL_AT),
        (_IF_AT_LEAST, checks + 1, 0, _FOREIGN),
        *((_IF_EQUAL, checks - done, 0, number) for done, number in enumerate(numbers)),
        (_ANSWER, 0, 0, _LET_PASS),
        (_ANSWER, 0, 0, _REFUSE),
    ]
    told = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(told)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    no_more = prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
    return bool(no_more and prctl(_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0) == 0)


def leave_files(readable: Iterable[Path]) -> bool:
    """Open no file from now on but to read below `readable`; False where the kernel cannot.

    What is open already stays open.
    """
    with contextlib.suppress(OSError, AttributeError):
        return _landlock(readable)
    return False


def _landlock(readable: Iterable[Path]) -> bool:
    kernel = ctypes.CDLL(None, use_errno=True)
    version = kernel.syscall(_CREATE, None, 0, _ASK_VERSION)
    if version < 1:
        return False
    rights = (1 << _FILE_RIGHTS[min(version, max(_FILE_RIGHTS))]) - 1
    handled = struct.pack("<Q", rights)
    if version >= _TCP_SINCE:
        handled += struct.pack("<Q", _TCP_RIGHTS)
    rules = kernel.syscall(_CREATE, handled, len(handled), 0)
    if rules < 0:
        return False
    for folder in readable:
        handle = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("<Qi", _READ_FILE | _READ_FOLDER, handle)
        added = kernel.syscall(_ADD, rules, _BENEATH, rule, 0)
        os.close(handle)
        if added:
            return False
    refused = kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or kernel.syscall(_RESTRICT, rules, 0)
    os.close(rules)
    return not refused


def bound_memory(megabytes: int) -> None:
    """Bound memory, open files and what may be written (nothing)."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, _NONE)  # a core file would hold a patient's page
    resource.setrlimit(resource.RLIMIT_FSIZE, _NONE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_OPEN, _MOST_OPEN))


def bound_time(seconds: int) -> None:
    """Give the next job its own share of processor time; the kernel ends the process beyond it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = math.ceil(used.ru_utime + used.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))
