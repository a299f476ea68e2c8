"""Codes that are read from paper or a screen and typed: short, hard to misread, and with a check character."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31, a prime: no 0 O, 1 I L, which look alike
LENGTH = 8  # with the check character


def new() -> str:
    """Return a code that nobody can guess."""
    characters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return characters + _check_character(characters)


def formatted(code: str) -> str:
    """Return a code as it is printed: in two halves."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def normalized(typed: str) -> str:
    """Return the code that somebody typed in any case, with any gaps."""
    return "".join(character for character in typed.upper() if character.isascii() and character.isalnum())


def is_valid(code: str) -> bool:
    """Return whether it can be a code; one wrong character, or two that changed places, make it invalid."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET) and code[-1] == _check_character(code[:-1])


def _check_character(characters: str) -> str:
    total = sum(position * ALPHABET.index(character) for position, character in enumerate(characters, start=1))
    return ALPHABET[total % len(ALPHABET)]
