"""Answers over time stay few numbers however long a run is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsportal.runs.course import Course

ANSWERS = st.lists(
    st.tuples(st.floats(0, 1e6), st.sampled_from((200, 302, 404, 503)), st.floats(0, 60)),
    max_size=60,
)


@given(ANSWERS)
def test_nothing_is_lost(answers: list[tuple[float, int, float]]) -> None:
    course = Course()
    for number, (elapsed, status, latency) in enumerate(sorted(answers)):
        course.add(elapsed, f"http://news.example/{number}", status, latency)
    assert sum(course.responses) == len(answers)
    assert sum(course.errors) == sum(status >= 400 for _, status, _ in answers)
    assert max(course.longest, default=0) == max((round(s, 3) for *_, s in answers), default=0)
    assert len(course.responses) <= 100
    lengths = {len(series) for series in (course.responses, course.errors, course.waited)}
    assert lengths == {len(course.longest)}


@given(ANSWERS)
def test_slowest_pages_come_first(answers: list[tuple[float, int, float]]) -> None:
    course = Course()
    for elapsed, status, latency in answers:
        course.add(elapsed, "http://news.example/", status, latency)
    slowest = sorted((round(latency, 3) for *_, latency in answers), reverse=True)[:10]
    assert [page["seconds"] for page in course.slowest] == slowest


def test_intervals_double() -> None:
    course = Course()
    for second in range(250):
        course.add(second, "http://news.example/", 200, 0.5)
    assert course.seconds == 4
    assert course.responses == [4] * 62 + [2]
    assert course.waited == [2.0] * 62 + [1.0]
