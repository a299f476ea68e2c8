"""The releases that the guide installs: this checkout, and one that adds a column to what every grade writes."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = Path("apps/reviews/models/schedules.py")
BEFORE = "    version = models."
FIELD = "    added_by_the_update = models.IntegerField(null=True)\n"
MIGRATIONS = Path("apps/reviews/migrations")
MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "{last}")]
    operations = [migrations.AddField("schedule", "added_by_the_update", models.IntegerField(null=True))]
"""
AUTHOR = ("-c", "user.name=Release", "-c", "user.email=release@localhost")


def publish(source: Path) -> None:
    """Publish this checkout's commit as a repository, where git finds it as the guide's source."""
    _git("clone", "--quiet", "--bare", str(ROOT), str(source))


def publish_next(source: Path, work: Path) -> None:
    """Publish a release that needs a migration."""
    _git("clone", "--quiet", str(source), str(work))
    last = sorted(path.stem for path in (work / MIGRATIONS).glob("[0-9]*.py"))[-1]
    (work / MIGRATIONS / "9999_added_by_the_update.py").write_text(MIGRATION.format(last=last))
    text = (work / MODEL).read_text()
    assert BEFORE in text
    (work / MODEL).write_text(text.replace(BEFORE, FIELD + BEFORE, 1))
    _git("-C", str(work), "add", "--all")
    _git("-C", str(work), *AUTHOR, "commit", "--quiet", "--message", "Add a column")
    _git("-C", str(work), "push", "--quiet")


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True)
