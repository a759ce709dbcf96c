"""The last run's figures for Prometheus, as a file for node_exporter's textfile collector."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from newsportal.pages.site import Site
from newsportal.runs.run import Run

logger = logging.getLogger(__name__)


def registry(run: Run, finished_at: datetime) -> CollectorRegistry:
    """Return the metrics of a run that ended."""
    metrics = CollectorRegistry()

    def gauge(name: str, meaning: str, value: float) -> None:
        labelled = Gauge(f"newsportal_{name}", meaning, ["portal"], registry=metrics)
        labelled.labels(run.portal).set(value)

    stats = run.stats
    gauge("run_finished_timestamp_seconds", "When the last run ended", finished_at.timestamp())
    gauge("run_exit_status", "Exit status of the last run; 0 is well", run.exit_status)
    gauge("run_seconds", "How long it took", (finished_at - run.started_at).total_seconds())
    gauge("run_requests", "Requests it made", stats.get("downloader/request_count", 0))
    gauge("run_received_bytes", "Bytes it received", stats.get("downloader/response_bytes", 0))
    gauge("run_new_posts", "Posts it archived for the first time", run.new.count)
    gauge("run_changed_posts", "Posts of which it archived a new revision", run.revisions.count)
    gauge("run_removed_posts", "Posts that it marked as removed", run.tombstones.count)
    gauge("run_duplicate_posts", "Exact duplicates that it left out", run.duplicates.count)
    gauge("run_failed_pages", "Pages that it could not read", len(run.failed))
    gauge("run_rejected_pages", "Post pages without title or body", run.rejected.count)
    gauge("run_alerts", "Figures of it that look odd", len(run.alerts))
    gauge("posts", "Posts in the archive", run.known)
    return metrics


def write(path: str, run: Run) -> None:
    """Write the file, whole or not at all; a failure is logged.

    In a folder each portal has a file of its own.
    """
    if run.finished_at is None:
        return
    target = Path(path)
    if target.is_dir():
        target /= f"newsportal-{Site.of(run.portal).folder}.prom"
    try:
        write_to_textfile(str(target), registry(run, run.finished_at))
    except OSError as error:
        logger.error("NEWSPORTAL_METRICS_FILE cannot be written: %s", error)
