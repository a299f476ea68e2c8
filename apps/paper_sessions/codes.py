"""The codes of paper sessions: read from paper and typed, so short, hard to misread, and with a check. Pure."""

import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31, a prime: no 0 O, 1 I L, which look alike
LENGTH = 8  # the last sign is the check


def new() -> str:
    """Return a code that nobody can guess."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return signs + _check(signs)


def shown(code: str) -> str:
    """Return a code as it is printed: in two halves."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read(typed: str) -> str:
    """Return the code that somebody typed in any case, with any gaps."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def is_right(code: str) -> bool:
    """Say whether it can be a code; one wrong sign, or two that changed places, make it none."""
    return len(code) == LENGTH and set(code) <= set(SIGNS) and code[-1] == _check(code[:-1])


def _check(signs: str) -> str:
    return SIGNS[sum(place * SIGNS.index(sign) for place, sign in enumerate(signs, start=1)) % len(SIGNS)]
