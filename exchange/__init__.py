"""Protocols in the forms that others work with: spreadsheets for clinicians, FHIR and XLSForm for other programs.

Bytes and values in, bytes and values out: it knows `triage` and nothing of dispatch. Each room loads its library only
when it is called, so that importing this package costs nothing.
"""
