"""How Alembic reaches the database: over the connection that `survey.database.migrate` hands it."""

from alembic import context

from survey.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
