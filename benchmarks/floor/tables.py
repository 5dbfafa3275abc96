"""Tables of the floor and its hand-written SQL: a list of 50 recommendations with their 150 actions, by an index.

The tables are named floor_* and kept for the next run. They are made anew when the number of recommendations is not
the one asked for. A million take about half a minute and 0.6 GB.
"""

from collections.abc import Iterable
from typing import Any

import psycopg

ACTIONS_EACH = 3
REGION = 3

# Values come from hashes of the number, so that they are the same in every database and in no order.
SCHEMA = (
    "DROP TABLE IF EXISTS floor_action",
    "DROP TABLE IF EXISTS floor_recommendation",
    """CREATE TABLE floor_recommendation (
        id bigint PRIMARY KEY, ref text NOT NULL, title text NOT NULL, summary text NOT NULL,
        region_id int NOT NULL, pdu_id int NOT NULL, owner_id int NOT NULL,
        status text NOT NULL, priority smallint NOT NULL, due_date date NOT NULL,
        issued_on date NOT NULL, updated_at timestamptz NOT NULL DEFAULT now())""",
    """INSERT INTO floor_recommendation
       SELECT n, 'REC-' || lpad(n::text, 8, '0'), 'Strengthen the follow-up of audit results, part ' || n,
         repeat('The office should agree, fund and report on the steps named below. ', 6),
         (hashint8(n) & 2147483647) % 12, (hashint8(n + 7) & 2147483647) % 108, (hashint8(n + 13) & 2147483647) % 2000,
         (array['not_yet_started', 'in_progress', 'blocked', 'completed', 'withdrawn', 'lapsed'])
           [1 + (hashint8(n + 29) & 2147483647) % 6],
         1 + (hashint8(n + 31) & 2147483647) % 4,
         date '2024-01-01' + ((hashint8(n + 37) & 2147483647) % 1500),
         date '2023-01-01' + ((hashint8(n + 41) & 2147483647) % 1000)
       FROM generate_series(1, {count}) n""",
    """CREATE TABLE floor_action (
        id bigint PRIMARY KEY, recommendation_id bigint NOT NULL, title text NOT NULL,
        owner_id int NOT NULL, status text NOT NULL, due_date date NOT NULL)""",
    """INSERT INTO floor_action
       SELECT n, 1 + (n - 1) / {each}, 'Action ' || n || ': agree the plan and the budget',
         (hashint8(n + 3) & 2147483647) % 2000,
         (array['not_yet_started', 'in_progress', 'blocked', 'completed', 'withdrawn', 'lapsed'])
           [1 + (hashint8(n + 5) & 2147483647) % 6],
         date '2024-01-01' + ((hashint8(n + 11) & 2147483647) % 1500)
       FROM generate_series(1, {each} * {count}) n""",
    """CREATE INDEX ON floor_recommendation (region_id, due_date, id)
       WHERE status IN ('not_yet_started', 'in_progress', 'blocked')""",
    "CREATE INDEX ON floor_action (recommendation_id)",
    "VACUUM ANALYZE floor_recommendation",
    "VACUUM ANALYZE floor_action",
)
LIST = """SELECT id, ref, title, region_id, owner_id, status, priority, due_date FROM floor_recommendation
WHERE region_id = %s AND status IN ('not_yet_started', 'in_progress', 'blocked')
ORDER BY due_date, id LIMIT 50"""
ACTIONS = """SELECT id, recommendation_id, title, owner_id, status, due_date FROM floor_action
WHERE recommendation_id = ANY(%s) ORDER BY recommendation_id, id"""

Row = tuple[Any, ...]


def settle(database_url: str) -> None:
    """Clear up and count every table, as PostgreSQL does by itself minutes after many rows were written.

    On a database that was made a moment ago statements are planned without knowledge of the tables that stayed empty.
    """
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def make_tables(database_url: str, count: int) -> None:
    """Make the tables for so many recommendations, at least one, unless they are there."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        if _count(connection) == count:
            return
        for statement in SCHEMA:
            connection.execute(statement.format(count=count, each=ACTIONS_EACH).encode())


def _count(connection: psycopg.Connection) -> int:
    # The last to be made is asked: a run that was ended early leaves the first without the second.
    is_there = connection.execute("SELECT to_regclass('floor_action_recommendation_id_idx') IS NOT NULL").fetchone()
    if is_there != (True,):
        return 0
    [count] = connection.execute("SELECT count(*) FROM floor_recommendation").fetchone() or (0,)
    return int(count)


def fetch_page(cursor: psycopg.Cursor) -> tuple[list[Row], dict[int, list[Row]]]:
    """Return the first page of a region's open recommendations and their actions by recommendation; 2 statements."""
    rows = cursor.execute(LIST, [REGION]).fetchall()
    actions: Iterable[Row] = cursor.execute(ACTIONS, [[row[0] for row in rows]])
    by_recommendation: dict[int, list[Row]] = {}
    for action in actions:
        by_recommendation.setdefault(action[1], []).append(action)
    return rows, by_recommendation
