"""Make the scripts of this folder from their published packages: `make vendor` runs it.

Fetches the pinned packages with `npm pack`, checks their SHA-256, bundles what the map needs, and writes
SHA256SUMS. Same packages give the same bytes. The bundler runs on node, which comes with npm.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# package -> (version, SHA-256 of its tarball)
PACKAGES = {
    "d3-force": ("3.0.0", "deacfa7ecb466f88717fe1863347dd65e5a5422d9f8c893d771cb2a7f987fa15"),
    "d3-quadtree": ("3.0.1", "d4145e9cecca8a6077e1099de96375ec9923b0de0df4004bd98aafa17c2d557f"),
    "d3-dispatch": ("3.0.1", "3d1a0b5c003e0e9608ad57f6ca21a0c8368031fcbe5f5317fe4e50b3f797ea23"),
    "d3-timer": ("3.0.1", "05cdf901e1876a7f24f4c365a879252752e22e3cc52b131ca616639f07e8ed05"),
}
BUNDLER = {"esbuild-wasm": ("0.25.12", "e0712c0e7a9bcfb53c648f63222b07d6ef052897da093498441b8ac5fcfc5342")}
EXPORTS = "forceSimulation, forceLink, forceManyBody, forceX, forceY, forceCollide"
OPTIONS = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--legal-comments=none")


def fetch(package, version, digest, modules):
    """Unpack a package into the folder of modules; raises SystemExit when the tarball is not the pinned one."""
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{version}"], cwd=modules, check=True, capture_output=True, text=True
    )
    path = modules / done.stdout.strip().splitlines()[-1]
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        raise SystemExit(f"{package} {version} is not the package that was checked: sha256 {found}")
    with tarfile.open(path) as tar:
        for member in tar:
            if member.isfile() and ".." not in member.name:
                target = modules / package / member.name.removeprefix("package/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(tar.extractfile(member).read())


def build():
    """All files of the folder: {name: bytes}."""
    with tempfile.TemporaryDirectory() as folder:
        modules = Path(folder) / "node_modules"
        modules.mkdir()
        for package, (version, digest) in {**PACKAGES, **BUNDLER}.items():
            fetch(package, version, digest, modules)
        (Path(folder) / "entry.js").write_text(f'export {{ {EXPORTS} }} from "d3-force";\n')
        command = ["node", str(modules / "esbuild-wasm/bin/esbuild"), "entry.js", *OPTIONS]
        bundle = subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout
        licence = (modules / "d3-force/LICENSE").read_bytes()
        others = {(modules / package / "LICENSE").read_bytes() for package in PACKAGES} - {licence}
    said = " ".join(f"{package} {version}" for package, (version, _) in PACKAGES.items())
    head = f"/*! {said} | Copyright 2010-2021 Mike Bostock | ISC licence: LICENSE-d3.txt */\n".encode()
    return {"d3-force.js": head + bundle, "LICENSE-d3.txt": b"\n".join([licence, *sorted(others)])}


def main():
    """Write the files and their checksums; say what changed."""
    files = build()
    for name, data in files.items():
        (HERE / name).write_bytes(data)
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())]
    (HERE / "SHA256SUMS").write_text("".join(lines))
    for name, data in sorted(files.items()):
        print(f"{len(data):>7} {name}")


if __name__ == "__main__":
    sys.exit(main())
