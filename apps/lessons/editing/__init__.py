"""What both editors of a lesson share: the one of the admin and the one of the teaching pages."""
