"""What an account at Twilio is reached with."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    """
    Attributes:
        account_sid: the account's id, `AC…`.
        auth_token: its secret; also what webhooks are signed with.
        from_number: the account's number, E.164, that messages and outbound calls come from.
        base_url: another address of the REST interface, for tests; None for Twilio's own.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    from_number: str
    base_url: str | None = None
