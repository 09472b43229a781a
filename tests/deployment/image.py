"""The image without an engine: read the Dockerfile, and take the steps of its first stage in an empty folder.

Root and the network of the machine stay as they are: absolute paths of the file become paths below the folder.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = re.compile(r"(?<![\w./])/(opt|data|tmp)\b")
FROM_OUTSIDE = re.compile(r"^(PIP_\w+|SSL_CERT_\w+|REQUESTS_CA_BUNDLE|(https?|no)_proxy)$", re.IGNORECASE)


def stages(text):
    """Return the stages of a Dockerfile: each a list of (instruction, argument), FROM first."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    found = []
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        name, _, argument = line.strip().partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append((name, " ".join(argument.split())))
    return found


def settings_of(instructions):
    """Return what the ENV instructions set, as {name: value}."""
    pairs = [pair for name, argument in instructions if name == "ENV" for pair in shlex.split(argument)]
    return dict(pair.split("=", 1) for pair in pairs)


def let_in(path):
    """True when .dockerignore lets this path, relative to the checkout, into the build."""
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    inside = False
    for rule in rules:
        pattern = rule.removeprefix("!")
        named = pattern == "*" or path == pattern or path.startswith(f"{pattern}/")
        anywhere = pattern.startswith("**/") and any(Path(part).match(pattern[3:]) for part in Path(path).parts)
        if named or anywhere:
            inside = rule.startswith("!")
    return inside


class Replay:
    """A folder that becomes what the image has in /opt. `run` raises CalledProcessError with the output."""

    def __init__(self, folder):
        self.folder = folder
        self.home = folder / "home"
        self.base, self.build, self.final = stages((ROOT / "Dockerfile").read_text())
        shims = folder / "usr/local/bin"
        for made in (self.home, folder / "tmp", folder / "data", shims):
            made.mkdir(parents=True)
        interpreter = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
        _program(shims / "python", interpreter)
        _program(shims / "pip", sys.executable, "-m", "pip")
        self.environment = {
            **{name: value for name, value in os.environ.items() if FROM_OUTSIDE.match(name)},
            "HOME": str(self.home),
            "TMPDIR": str(folder / "tmp"),
            # of whoever runs the tests, in place of the build's: a download is not made twice
            "PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR") or str(Path("~/.cache/pip").expanduser()),
            "PATH": f"{shims}:{os.defpath}",
        }
        for name, value in {**settings_of(self.base), **settings_of(self.final)}.items():
            self.environment[name] = self.inside(value).replace("$PATH", self.environment["PATH"])
        self.workdir = Path(self.inside(next(value for name, value in self.base if name == "WORKDIR")))
        self.workdir.mkdir(parents=True)

    def inside(self, text):
        """Return this text with the image's places moved below the folder."""
        return PLACES.sub(lambda match: str(self.folder / match[1]), text)

    def make(self):
        """Take the steps of the build."""
        for name, argument in self.build:
            if name == "RUN":
                self.run(["/bin/sh", "-ec", self.inside(re.sub(r"--mount=\S+ ", "", argument))])
            elif name == "COPY":
                *sources, target = argument.split()
                for source in sources:
                    self.copy(source, self.workdir / target)

    def copy(self, source, target):
        assert let_in(source), f".dockerignore keeps {source} out, which the Dockerfile copies"
        found = ROOT / source
        target.mkdir(parents=True, exist_ok=True)
        if found.is_dir():
            hidden = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(found, target, ignore=hidden, dirs_exist_ok=True)
        else:
            shutil.copy2(found, target)

    def run(self, command, **settings):
        """Run to the end and return what it printed."""
        done = subprocess.run(
            command, cwd=self.workdir, env={**self.environment, **settings}, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def start(self, command, **settings):
        """Start a server and return the process."""
        output = (self.folder / "tmp/output").open("wb")
        with output:
            return subprocess.Popen(
                command, cwd=self.workdir, env={**self.environment, **settings}, stdout=output, stderr=output
            )

    def contents(self):
        """Return {path: (size, time of change)} of all that must not change while the wiki runs."""
        places = [self.folder / "opt", self.home]
        files = [path for place in places for path in place.rglob("*") if not path.is_dir()]
        return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in files}


def _program(path, *command):
    path.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, command))} "$@"\n')
    path.chmod(0o755)
