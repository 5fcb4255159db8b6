"""Cards and triaged patients as FHIR R4B for other programs."""
