"""Supporting services that listen to the event log; the core never imports them."""
