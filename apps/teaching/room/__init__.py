"""Ask the room: a lesson's questions on a screen, answered on phones without an account."""
