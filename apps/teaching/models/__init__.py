"""What is stored of running a course, one module a subject."""

from apps.teaching.models.reports import CardReport, CardReportQuerySet

__all__ = ["CardReport", "CardReportQuerySet"]
