"""Our modules as `ast` trees, with what each imports."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    name: str  # dotted
    path: Path
    tree: ast.Module
    lines: int

    def imports(self):
        """Yield (line, dotted name) for each module or name imported, also inside functions."""
        package = self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node.lineno, alias.name
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    above = package.split(".")[: len(package.split(".")) - node.level + 1]
                    base = ".".join([*above, *([node.module] if node.module else [])])
                for alias in node.names:
                    yield node.lineno, f"{base}.{alias.name}"

    def where(self, line):
        return f"{self.path.relative_to(ROOT)}:{line}"


@cache
def modules():
    """Return every module of wiki and accounts, migrations too."""
    found = []
    for package in ("accounts", "wiki"):
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text()
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name, path, ast.parse(text), text.count("\n")))
    return found


def within(name, package):
    """True when this dotted name is the package or stands in it."""
    return name == package or name.startswith(f"{package}.")


def longest(name, packages):
    """Return the most exact of these packages that holds the name, or None."""
    return max((package for package in packages if within(name, package)), key=len, default=None)
