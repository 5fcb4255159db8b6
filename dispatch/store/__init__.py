"""PostgreSQL: embedded server, migrations, append, keys, deadlines and outbox."""
