"""The dispatch core: event log, live stream and the features of the call centre."""
