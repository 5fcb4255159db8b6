"""Alembic's environment: one connection, handed in by `dispatch.store.migrations.upgrade`."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table="schema_revision")
with context.begin_transaction():
    context.run_migrations()
