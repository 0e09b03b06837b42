#!/usr/bin/env python3
"""Measure how long the facade takes to build from nothing, and how large a program for WebAssembly with all of it is.

    python3 benches/size.py [--print]

Writes the figures into docs/src/performance.md. Builds the facade for this machine, and a small program over it for `wasm32-unknown-unknown`
(`rustup target add` it; left out where it is missing), in folders of their own. The machine should be idle.
"""
import argparse
import datetime
import gzip
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from report import PAGE, ROOT, output, processor

BEGIN, END = "<!-- size: written by benches/size.py -->", "<!-- end of size -->"
TARGET = "wasm32-unknown-unknown"
MANIFEST = """[package]
name = "size"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
hognose = {{ path = "{facade}" }}
[profile.wasm]
inherits = "release"
lto = "fat"
codegen-units = 1
strip = true
opt-level = "z"
panic = "abort"
"""
# What a binding for browsers does: a policy and a request as texts in, a decision as text out.
PROGRAM = """use hognose::{Engine, NoHost, Request, Surface};
fn main() {
    let text = |name: &str| std::hint::black_box(String::from(name));
    let surface = Surface::by_name(&text("policy")).expect("a surface");
    let policy = Engine::new().compile("p", &surface, &text("return True")).expect("a policy");
    let request = Request::from_json(&surface, &text("{}")).expect("a request");
    let decision = policy.evaluate(&request, &NoHost);
    std::process::exit(decision.to_json().expect("a decision").len() as i32);
}
"""


def build(folder, target, *options):
    """Seconds that a build takes."""
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    start = time.monotonic()
    subprocess.run(["cargo", "build", "--quiet", "--offline", *options], cwd=folder, env=environment, check=True)
    return time.monotonic() - start


def has_wasm():
    folder = pathlib.Path(output("rustc", "--print", "target-libdir", "--target", TARGET).strip())
    return any(folder.glob("libstd-*"))


def figures():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "src").mkdir()
        (folder / "Cargo.toml").write_text(MANIFEST.format(facade=ROOT.parent / "crates/hognose"))
        (folder / "src/main.rs").write_text(PROGRAM)
        shutil.copy(ROOT.parent / "Cargo.lock", folder)
        seconds = build(ROOT.parent, folder / "facade", "--release", "-p", "hognose")
        rows = [("facade, release build from nothing", f"{seconds:.0f} s", "60 s")]
        if has_wasm():
            build(folder, folder / "target", "--profile", "wasm", "--target", TARGET)
            bytes = (folder / f"target/{TARGET}/wasm/size.wasm").read_bytes()
            small = len(gzip.compress(bytes, 9))
            rows.append(("WebAssembly with all of the facade", f"{len(bytes) / 1e6:.2f} MB, {small / 1e6:.2f} MB gzipped", "1.2 MB gzipped"))
    now = datetime.date.today()
    commit = output("git", "rev-parse", "--short=10", "HEAD", cwd=ROOT.parent).strip()
    rustc = output("rustc", "--version").split("(")[0].strip()
    yield BEGIN
    yield ""
    yield (f"Made on {now.day} {now:%B %Y} at commit {commit} by `python3 benches/size.py`: {rustc}, {processor()}, {os.cpu_count()} processors, "
           f"load {os.getloadavg()[0]:.1f} at the end.")
    yield ""
    yield "| | is | to reach |"
    yield "|---|---|---|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""
    yield END


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--print", action="store_true")
    options = parser.parse_args()
    text = "\n".join(figures())
    if options.print:
        print(text)
        return
    page = PAGE.read_text()
    before, rest = page.split(BEGIN, 1)
    PAGE.write_text(before + text + rest.split(END, 1)[1])
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
