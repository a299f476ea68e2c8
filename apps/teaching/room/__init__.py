"""Ask the room: a lesson's exercises on a screen, answered on phones without an account."""
