"""Road and boat network, travel times, routes and closures; knows nothing of dispatch."""
