"""A lifecycle as one table: step → (from where, to where)."""

from collections.abc import Mapping


class Workflow:
    """The steps of a lifecycle; asks nobody, changes nothing."""

    def __init__(self, steps: Mapping[str, tuple[set[str], str]]) -> None:
        self.steps = dict(steps)

    def allows(self, step: str, status: str) -> bool:
        return status in self.steps[step][0]

    def after(self, step: str) -> str:
        return self.steps[step][1]

    def open_steps(self, status: str) -> list[str]:
        """The steps that lead on from here, in the order of the table."""
        return [step for step in self.steps if self.allows(step, status)]

    def diagram(self) -> str:
        """The lifecycle as a Mermaid state diagram, for docs/states."""
        lines = ["stateDiagram-v2"]
        for step, (origins, target) in self.steps.items():
            lines += [f"    {origin} --> {target}: {step}" for origin in sorted(origins)]
        return "\n".join(lines) + "\n"
