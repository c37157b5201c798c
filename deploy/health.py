"""Asks the site of this container whether it is alive; the container's health check. Standard library only."""

import http.client
import os
import sys

host = os.environ.get("REGISTRY_ALLOWED_HOSTS", "localhost").split(",")[0].strip()
port = int(os.environ.get("PORT", "8000"))
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
try:
    connection.request("GET", "/health/live", headers={"Host": host})
    sys.exit(connection.getresponse().status != http.client.OK)
except OSError:
    sys.exit(1)
finally:
    connection.close()
