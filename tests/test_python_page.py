"""The code of docs/python.md runs as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_page_runs(tmp_path):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 2
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for number, block in enumerate(blocks):
        body = "\n".join(f"    {line}" for line in block.splitlines())
        checks = "    assert len(by_technology) > 5 and len(one_origin) > 0" if number == 0 else "    assert findings"
        script = tmp_path / f"block{number}.py"
        script.write_text(f"if __name__ == '__main__':\n{body}\n{checks}\n", "utf-8")
        done = subprocess.run(
            [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, env={**os.environ}, check=False
        )
        assert done.returncode == 0, done.stderr
