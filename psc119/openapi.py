"""The API document, from which the interface's types are generated.

python -m psc119.openapi FILE           write it
python -m psc119.openapi --check FILE   fail when FILE is not what the program says
"""

import json
import sys
from pathlib import Path

from psc119.app import make_app


def api_document() -> str:
    """The OpenAPI document as text, the same on every machine."""
    return json.dumps(make_app().openapi(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write or check the document."""
    path = Path(arguments[-1])
    wanted = api_document()
    if "--check" in arguments:
        if path.is_file() and path.read_text(encoding="utf-8") == wanted:
            return 0
        sys.stderr.write(f"{path} is not what the program's API is. Run: make api\n")
        return 1
    path.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
