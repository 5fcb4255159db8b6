"""Pure domain: states, transitions, events and the one projector."""
