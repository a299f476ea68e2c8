"""What Prometheus reads at /metrics: counts of each process of the server, and the queue as the database has it."""
