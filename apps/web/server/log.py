"""The server's own lines, in the format of the site's."""

from gunicorn.config import Config
from gunicorn.glogging import Logger


class SiteLogger(Logger):
    """gunicorn's logger, which leaves its lines to the site's handler, unless it was given a file."""

    def setup(self, cfg: Config) -> None:
        """Set up gunicorn's logs."""
        super().setup(cfg)
        if cfg.errorlog == "-":
            self.error_log.handlers.clear()
            self.error_log.propagate = True
