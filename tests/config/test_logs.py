"""A log entry is one JSON line in UTC with the request's id."""

import json
import logging
import sys

from config.logs import JsonFormatter, RequestIdFilter
from tracker import request_ids


def entry(message="Saved", **extra):
    record = logging.makeLogRecord({"name": "tracker", "levelname": "INFO", "msg": message, "created": 0.0, **extra})
    RequestIdFilter().filter(record)
    return JsonFormatter().format(record)


def test_an_entry_is_one_line_whatever_it_says():
    line = entry("one\ntwo\x1b[31m")

    assert "\n" not in line
    assert json.loads(line)["message"] == "one\ntwo\x1b[31m"


def test_the_time_is_utc():
    assert json.loads(entry())["at"] == "1970-01-01T00:00:00.000+00:00"


def test_an_entry_carries_what_it_was_given():
    assert json.loads(entry(status=404))["status"] == 404


def test_an_entry_carries_the_request_id():
    request_id = request_ids.begin_request()

    line = entry()
    request_ids.end_request()

    assert json.loads(line)["request_id"] == request_id
    assert json.loads(entry())["request_id"] == "-"


def test_an_exception_is_part_of_its_entry():
    try:
        raise ValueError("no such body")
    except ValueError:
        line = entry(exc_info=sys.exc_info())

    assert "no such body" in json.loads(line)["exception"]
