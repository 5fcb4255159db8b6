"""Pure policy: who goes. The same functions run live and in the simulator."""
