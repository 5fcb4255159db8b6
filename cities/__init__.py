"""One folder a city, and the schema that validates it."""
