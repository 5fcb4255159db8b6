"""What the launcher says when it cannot go on."""


class EmbeddedServerError(RuntimeError):
    """The embedded server cannot start, stop or be reached: what happened, where, and what to do.

    It ends on the terminal of whoever runs the program, so it speaks Indonesian first and English after it.
    """

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(f"{indonesian}\n{english}")
        self.indonesian = indonesian
        self.english = english
