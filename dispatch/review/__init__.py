"""Quality review: cases drawn, scored by their supervisors, and what follows of it over weeks."""
