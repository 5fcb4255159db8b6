"""The supporting services' place: they will follow the event log; the core never imports them. Nothing is here yet."""
