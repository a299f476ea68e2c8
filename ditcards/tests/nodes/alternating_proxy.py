"""A proxy on this machine that gives each request to the next of several nodes, as an unlucky load balancer would."""

import http.client
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OWN_HEADERS = {"connection", "transfer-encoding", "keep-alive"}
SECONDS = 60


class AlternatingProxy(ThreadingHTTPServer):
    """Knows the ports of the nodes, and whose turn it is."""

    daemon_threads = True

    def __init__(self, ports):
        super().__init__(("127.0.0.1", 0), Handler)
        self.ports, self.turn, self.lock = list(ports), 0, threading.Lock()

    def turns(self):
        """Return the ports in the order in which this request tries them."""
        with self.lock:
            self.turn += 1
            first = self.turn % len(self.ports)
        return self.ports[first:] + self.ports[:first]


class Handler(BaseHTTPRequestHandler):
    """Sends one request on; HTTP/1.0 ends the connection after it, so that the next one goes elsewhere."""

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        for port in self.server.turns():
            with suppress(ConnectionRefusedError):  # this node has not got the request: another may have it
                self._send_on(port, body)
                return
        self.send_error(502)

    do_POST = do_HEAD = do_GET  # noqa: N815 - http.server's names

    def _send_on(self, port, body):
        node = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        try:
            node.request(self.command, self.path, body, dict(self.headers))
            response = node.getresponse()
            content = response.read()
        except (http.client.HTTPException, ConnectionResetError):
            self.send_error(502)
            return
        finally:
            node.close()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in OWN_HEADERS:
                self.send_header(name, value)
        with suppress(ConnectionError):  # a browser that waits no longer
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *arguments):
        """Print nothing."""


@contextmanager
def alternating(ports):
    """Give the URL of a proxy before the nodes."""
    proxy = AlternatingProxy(ports)
    thread = threading.Thread(target=proxy.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{proxy.server_port}"
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()
