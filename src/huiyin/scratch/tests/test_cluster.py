"""A cluster is there within the block and gone after it, with everything it wrote."""

import psycopg
import pytest

from huiyin.scratch.cluster import postgresql_cluster, server_programs

pytestmark = pytest.mark.skipif(server_programs() is None, reason="PostgreSQL server programs are not installed")


def test_a_cluster_takes_rows_copies_databases_and_leaves_nothing_behind():
    with postgresql_cluster() as cluster:
        with psycopg.connect(cluster.create("first")) as connection:
            connection.execute("CREATE TABLE word (text text)")
            connection.execute("INSERT INTO word VALUES ('回音')")
        with psycopg.connect(cluster.create("second", template="first")) as connection:
            assert connection.execute("SELECT text FROM word").fetchall() == [("回音",)]
        url = cluster.url("second")
    assert cluster.process.poll() is not None
    assert not cluster.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_a_cluster_ends_when_the_block_fails_while_a_connection_is_open():
    with pytest.raises(ZeroDivisionError), postgresql_cluster() as cluster:
        psycopg.connect(cluster.url("postgres"))
        1 / 0  # noqa: B018
    assert cluster.process.poll() is not None


def test_measurements_can_ask_for_commits_that_reach_the_disk():
    with postgresql_cluster({"fsync": "on"}) as cluster, psycopg.connect(cluster.url("postgres")) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
