"""The charts of the statistics: numbers become marks and sentences."""
