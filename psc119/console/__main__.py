"""`python -m psc119.console` is `psc119`."""

from psc119.console import main

main()
