"""What keeps a machine from serving, each with a sentence that names the variable or the command."""

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from apps.operations.node import refusals
from apps.operations.node.server import refuse_used_address
from apps.operations.node.services.site_identity import identify_site
from apps.web.assets import freshness
from apps.web.management.node_command import NODE, SERVER, NodeCommand
from apps.web.tests.support.storages import storages_in


def only(refusal):
    (sentence,) = refusal()
    return sentence


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    tmp_path.chmod(0o700)
    return tmp_path


class TestTheFolder:
    def test_our_own_is_accepted(self, data):
        assert [*refusals.open_folder()] == []

    @pytest.mark.parametrize("mode", [0o755, 0o750, 0o1777, 0o701])
    def test_one_that_others_can_read_is_refused(self, data, mode):
        data.chmod(mode)
        assert only(refusals.open_folder).startswith(f"DITCARDS_DATA is '{data}', which other accounts can read.")


@pytest.mark.django_db
class TestMigrations:
    def test_a_database_of_this_version_is_accepted(self):
        assert [*refusals.other_migrations()] == []

    def test_a_missing_one_is_refused(self):
        [(_, newest)] = MigrationLoader(None).graph.leaf_nodes("operations")
        MigrationRecorder(connection).record_unapplied("operations", newest)
        assert only(refusals.other_migrations) == (
            f"The database lacks 1 migration, the first is operations.{newest}. Run manage.py migrate."
        )

    def test_a_newer_database_is_refused(self):
        MigrationRecorder(connection).record_applied("cards", "9999_of_next_year")
        assert "cards.9999_of_next_year is unknown here." in only(refusals.other_migrations)

    def test_a_newer_database_is_accepted_by_whoever_goes_back(self, settings):
        settings.ALLOW_NEWER_TABLES = True
        MigrationRecorder(connection).record_applied("cards", "9999_of_next_year")
        assert [*refusals.other_migrations()] == []

    def test_what_an_app_left_that_is_gone_is_no_newer_version(self):
        MigrationRecorder(connection).record_applied("an_old_app", "0001_initial")
        assert [*refusals.other_migrations()] == []


class TestTheBackup:
    @pytest.mark.parametrize(("target", "is_refused"), [("", False), ("{data}/backups/", False), ("{data}/", True)])
    def test_among_the_files_of_the_site_is_no_place_for_it(self, settings, data, target, is_refused):
        settings.STORAGES = settings.STORAGES | storages_in(data)
        settings.BACKUP_TO = target.format(data=data)
        sentence = f"BACKUP_TO is '{data}/': {data}/ is among the site's own files. Name another folder or file."
        assert [*refusals.no_place_for_backups()] == [sentence] * is_refused


class TestTheServer:
    def test_development_is_refused(self, settings):
        settings.DEBUG = True
        assert only(refusals.debugging).startswith("DEBUG is on, as it is without a SECRET_KEY.")

    @pytest.mark.parametrize(("length", "is_refused"), [(31, True), (32, False)])
    def test_a_secret_that_can_be_guessed_is_refused(self, settings, length, is_refused):
        settings.SECRET_KEY = "k" * length
        assert [each[:17] for each in refusals.short_secret()] == ["SECRET_KEY has 31"] * is_refused

    def test_a_site_without_a_url_is_refused(self, settings):
        settings.HAS_SITE_URL = False
        assert only(refusals.no_site_url).startswith("SITE_URL is empty.")

    def test_static_files_of_another_version_are_refused(self, monkeypatch):
        monkeypatch.setattr(freshness, "is_fresh", lambda: False)
        assert only(refusals.static_files_of_another_version).endswith("Run manage.py build_static.")

    @pytest.mark.django_db
    def test_a_cache_without_its_table_is_refused(self, settings):
        backend = "django.core.cache.backends.db.DatabaseCache"
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "nowhere"}}
        assert only(refusals.no_cache).endswith("manage.py createcachetable.")

    @pytest.mark.parametrize("bind", ["nonsense:x", "127.0.0.1:0", "127.0.0.1:65536"])
    def test_an_address_that_is_none_is_refused(self, bind):
        with pytest.raises(CommandError, match="--bind is "):
            refuse_used_address(bind)


class TestTheSentence:
    """It is Django's check: the commands that run the site raise the first, `check --deploy --database` lists it."""

    @pytest.fixture(autouse=True)
    def site(self, db, data):
        identify_site()

    def test_a_node_of_the_site_is_not_refused(self):
        NodeCommand().check()

    def test_the_first_reason_is_raised(self, settings, data):
        data.chmod(0o755)
        settings.SECRET_KEY = "another one"
        with pytest.raises(CommandError, match="DITCARDS_DATA is"):
            NodeCommand().check()

    def test_backups_among_the_files_of_the_site_are_refused(self, settings, storage_folder):
        settings.BACKUP_TO = f"{storage_folder}/"
        with pytest.raises(CommandError, match="BACKUP_TO is"):
            NodeCommand().check()

    def test_development_is_no_node(self, settings):
        settings.DEBUG, settings.SECRET_KEY = True, "another one"
        NodeCommand().check()

    def test_workers_refuse_as_well(self, settings):
        settings.SECRET_KEY = "another one"
        with pytest.raises(CommandError, match="SECRET_KEY is not the site's"):
            call_command("work", skip_checks=False)

    @pytest.mark.parametrize("tag", [NODE, SERVER])
    def test_they_are_no_part_of_a_check_without_a_database(self, settings, tag):
        settings.SECRET_KEY = "another one"
        ids = {each.id for each in checks.run_checks(include_deployment_checks=True)}
        assert not ids & {"operations.E001", "operations.E002"}
