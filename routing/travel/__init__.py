"""Times, routes, reach and closures of one city: what the rest of the program asks."""
