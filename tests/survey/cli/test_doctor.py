"""`minxin doctor` says what is bad and ends with 1, and with 0 when nothing is."""

import json

from survey.config import Settings
from survey.ports import listen


def test_a_computer_that_is_ready(done, data):
    rows = json.loads(done("doctor", "--format", "json", MINXIN_ADDRESS="http://hall.test", MINXIN_HOST="127.0.0.1"))
    assert {row["standing"] for row in rows} == {"good", "ask"}  # clock and power only a person can see
    assert "http://hall.test" in next(row["says"] for row in rows if row["check"] == "address")
    assert not data.exists()


def test_a_port_in_use_ends_with_1(minxin):
    with listen(Settings(host="127.0.0.1", port=0)) as taken:
        port = str(taken.getsockname()[1])
        ended = minxin("doctor", MINXIN_ADDRESS="http://hall.test", MINXIN_HOST="127.0.0.1", MINXIN_PORT=port)
    assert ended.exit_code == 1
    assert f"Port {port}" in ended.stdout
