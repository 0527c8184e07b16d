"""The screens of this room, a file for each of its subjects."""
