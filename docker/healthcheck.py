"""Healthy while the server can take a call: `/api/health` answers, and its database is there."""

import json
import os
import sys
import urllib.request

ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT', '8119')}/api/health"

try:
    with urllib.request.urlopen(ADDRESS, timeout=4) as answer:
        sys.exit(json.load(answer)["status"] != "ok")
except (OSError, ValueError, KeyError) as error:
    sys.exit(str(error))
