"""When a dead child is started again."""

from hospitium.operations.supervisor import Child, ending


def test_pause_grows_with_each_failure_up_to_half_a_minute():
    child = Child("web", run=lambda: None, started_at=100.0)

    pauses = [child.pause(101.0) for _failure in range(9)]

    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


def test_pause_is_short_again_after_a_steady_minute():
    child = Child("web", run=lambda: None, started_at=100.0, failures=7)

    assert (child.pause(161.0), child.failures) == (0.5, 0)


def test_ending_is_said_in_words():
    assert [ending(0x0300), ending(9)] == ["exit status 3", "signal SIGKILL"]
