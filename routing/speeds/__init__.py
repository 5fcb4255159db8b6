"""How fast who goes where."""
