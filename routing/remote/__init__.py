"""Travel times from an OSRM or Valhalla server, for a province or a country, behind the questions of `travel`."""
