"""Names under which learners are known in a course: of a quality, an animal and a number; nothing of the person."""

import secrets

MAX_PSEUDONYM_LENGTH = 40
MAX_NUMBER = 99
QUALITIES = (
    *(
        "Amber",
        "Bold",
        "Brave",
        "Bright",
        "Calm",
        "Clever",
        "Cosmic",
        "Crimson",
        "Curious",
        "Eager",
        "Gentle",
        "Golden",
    ),
    *("Happy", "Honest", "Jolly", "Keen", "Kind", "Lively", "Lucky", "Mellow", "Merry", "Mighty", "Nimble", "Noble"),
    *("Patient", "Polite", "Proud", "Quick", "Quiet", "Rapid", "Ruby", "Silver", "Steady", "Sunny", "Swift", "Tidy"),
    *("Tranquil", "Violet", "Warm", "Witty"),
)
ANIMALS = (
    *("Badger", "Beaver", "Bison", "Crane", "Curlew", "Deer", "Dolphin", "Falcon", "Finch", "Fox", "Gecko", "Hare"),
    *("Hedgehog", "Heron", "Ibex", "Jackdaw", "Kestrel", "Koala", "Lark", "Lynx", "Marmot", "Marten", "Mole", "Moose"),
    *("Newt", "Osprey", "Otter", "Owl", "Panda", "Pelican", "Penguin", "Plover", "Puffin", "Raven", "Robin", "Salmon"),
    *("Seal", "Sparrow", "Squirrel", "Starling", "Stork", "Swan", "Tern", "Thrush", "Tortoise", "Trout", "Turtle"),
    *("Vole", "Weasel", "Whale", "Wren", "Zebra"),
)


def new_pseudonym() -> str:
    """Return one of some two hundred thousand names."""
    return f"{secrets.choice(QUALITIES)} {secrets.choice(ANIMALS)} {1 + secrets.randbelow(MAX_NUMBER)}"
