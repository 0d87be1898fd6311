"""pgbench's two INSERTs: how fast the database itself takes what the floor writes, without any Django."""

import re
import shutil
import subprocess
from pathlib import Path

from huiyin.bench.load import CONNECTIONS
from huiyin.scratch.cluster import server_programs

SCRIPT = """
\\set id random(1, 1000000000000000000)
BEGIN;
INSERT INTO bench_floor (id, title, body, at) VALUES (:id::text, '路灯不亮', '柳巷路口路灯不亮', now());
INSERT INTO bench_floor_audit (id, floor_id, what, at) VALUES (:id::text, :id::text, 'create', now());
COMMIT;
"""
_TPS = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


def pgbench_rate(address: str, folder: Path, seconds: float) -> float | None:
    """Return transactions a second, or None where there is no pgbench or it fails."""
    program = _program()
    if program is None:
        return None
    script = folder / "floor.sql"
    script.write_text(SCRIPT)
    how = ["-n", "-c", str(CONNECTIONS), "-j", "2", "-T", str(max(round(seconds), 1)), "-f", str(script)]
    ran = subprocess.run([program, *how, address], capture_output=True, text=True, check=False)
    found = _TPS.search(ran.stdout)
    return float(found[1]) if found else None


def _program() -> str | None:
    beside = server_programs()
    if beside and (beside / "pgbench").exists():
        return str(beside / "pgbench")
    return shutil.which("pgbench")
