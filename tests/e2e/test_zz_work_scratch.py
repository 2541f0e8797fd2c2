from tests.e2e.places import WORK
from tests.e2e.test_accessibility import visit


def test_work(open_as):
    page = open_as("officer")
    bad = {}
    for path in WORK:
        seen = visit(page, path)
        if seen.status != 200 or seen.axe or seen.sideways or seen.markup or seen.said:
            bad[path] = seen
        if path.endswith(("interpreting/", "tasks/", "costs/", "releases/new/", "releases/1/")):
            page.set_viewport_size({"width": 1440, "height": 1000})
            page.screenshot(path=f"/tmp/hd-work-{path.strip('/').replace('/', '-')}.png", full_page=True)
    for path, seen in bad.items():
        print(path, seen)
    assert not bad
