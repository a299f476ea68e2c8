"""Runs the guide of deploying, as it stands, on fresh machines: `make test-deploy`."""
