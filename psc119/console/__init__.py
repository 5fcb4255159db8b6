"""The console: `psc119 demo | serve | db | user | network | route | triage | events | bench | latihan | city`."""

from psc119.console.main import main

__all__ = ["main"]
