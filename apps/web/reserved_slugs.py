"""Words that pages of the site have in their URLs where those of a course, a lesson or a deck have its slug."""

OF_COURSES = frozenset({"new"})  # below /teach/
OF_LESSONS = frozenset({"goals", "insight", "lessons", "new", "paper", "people", "reports", "room", "settings"})
OF_DECKS = frozenset({"new", "shared"})  # below /decks/
