"""Travel times between all places of a city at every hour of the week, computed once for the simulator."""
