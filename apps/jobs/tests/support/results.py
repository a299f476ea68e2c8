"""The state and the files of jobs, as a test finds them."""

from apps.jobs.files import open_result
from apps.web.storage import job_files, names_below


def state(job):
    """Read the job again; return its state."""
    job.refresh_from_db()
    return job.state


def result_of(job):
    """The bytes that a job has made."""
    with open_result(job) as file:
        return file.read()


def stored_files():
    """The names of the files of all jobs, without their jobs' folders."""
    return sorted(name.partition("/")[2] for name in names_below(job_files(), ""))
