"""A copy of a layer in the making, told in the status bar."""

from __future__ import annotations

from collections.abc import Mapping

from mapapp.qt.parts.job_progress import JobProgress, Stage


class KeepProgress(JobProgress):
    """Follows a copy."""

    def texts(self) -> Mapping[Stage, str]:
        """What is said of each stage, in the language of the window."""
        return {
            "going on": self.tr("Copying {0} …").format(self.name),
            "done": self.tr("The workspace has a copy of {0}").format(self.name),
            "cancelled": self.tr("Copying was cancelled; the layer is as it was."),
        }
