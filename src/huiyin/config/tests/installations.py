"""Installations of their own for tests: a folder, a database, keys, and commands run in processes of their own."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from huiyin.config.fixtures.nursery import Child, born


@dataclass
class Installation:
    """One installation; `more` changes its environment."""

    var: Path
    url: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        own = {"HUIYIN_VAR": str(self.var), "HUIYIN_DATABASE_URL": self.url, "HUIYIN_CITY": "kaifeng"}
        return {**os.environ, "DJANGO_SETTINGS_MODULE": "huiyin.config.testing", **own, **self.more}

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the installation."""
        process = born("huiyin.config.manage", *command, env=self.environment)
        said, errors = process.communicate(timeout=600)
        return subprocess.CompletedProcess(command, process.wait(), said, errors)

    def does(self, *command: str) -> dict[str, Any]:
        """Run a command that must succeed, and return its JSON."""
        ran = self.run(*command, "--json")
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return json.loads(ran.stdout)

    def refuses(self, *command: str) -> str:
        """Run a command that must be refused, and return its words."""
        ran = self.run(*command)
        assert ran.returncode == 1, ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr, ran.stderr
        return ran.stderr

    def starts(self, target: str, *arguments: Any) -> Child:
        """Call a function in a process."""
        return born("huiyin.config.call", target, json.dumps(arguments), env=self.environment)

    def calls(self, target: str, *arguments: Any) -> Any:
        """Return the value of a function that was called in a process."""
        process = self.starts(target, *arguments)
        output, errors = process.communicate(timeout=600)
        assert process.returncode == 0, errors
        return json.loads(output.splitlines()[-1])
