"""A data folder made today and one brought along from an earlier edition have the same tables."""

from importlib.resources import files
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from survey.database import migrate, open_database, reading
from survey.tables import metadata


def test_there_is_one_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(files("survey") / "migrations"))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_the_migrated_schema_is_the_one_the_code_speaks_of(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "minxin.db")
    with reading(engine) as db:
        differences = compare_metadata(MigrationContext.configure(db, opts={"compare_type": True}), metadata)
    assert differences == []


def test_constraints_that_comparison_does_not_see_are_there_too(tmp_path: Path) -> None:
    seen = inspect(open_database(tmp_path / "minxin.db"))
    for table in metadata.sorted_tables:
        wanted = {str(check.name) for check in table.constraints if check.__visit_name__.endswith("check_constraint")}
        assert {str(check["name"]) for check in seen.get_check_constraints(table.name)} == wanted, table.name


def test_bringing_a_newest_schema_up_again_changes_nothing(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "minxin.db")
    before = inspect(engine).get_table_names()
    migrate(engine)
    assert inspect(engine).get_table_names() == before
