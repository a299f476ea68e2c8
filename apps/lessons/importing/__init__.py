"""Practice pages into lessons: where pages come from, which lesson each becomes, and what it would change there."""
