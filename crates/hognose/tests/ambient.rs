//! Nothing ambient: the crates below the facade, and what they are built of, reach no file, no network, no process, no
//! environment and no clock.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests read files and ask cargo")]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The crates an evaluation runs in.
const CRATES: [&str; 6] = ["syntax", "schema", "eval", "modules", "authentik", "hognose"];

/// What none of their code may name. Of `std::net`, the addresses are only data.
const FORBIDDEN: [&str; 17] = [
    "std::fs",
    "std::process",
    "std::env",
    "std::time",
    "std::io",
    "std::os",
    "std::thread",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "ToSocketAddrs",
    "SystemTime",
    "Instant::",
    "println!(",
    "eprint",
    "dbg!(",
    "extern \"C\"",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !["tests", "oracle"].contains(&name.as_str())
        {
            found.push(path);
        }
    }
}

#[test]
fn the_crates_name_nothing_ambient() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    for name in CRATES {
        sources(&root.join(name).join("src"), &mut files);
    }
    assert!(files.len() > 200, "{} files", files.len());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        // Tests stand at the end of their file.
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in FORBIDDEN {
                assert!(!line.contains(word), "{}: `{word}` in: {line}", file.display());
            }
        }
    }
}

#[test]
fn the_dependencies_are_the_known_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--package", "hognose", "--edges", "normal"])
        .args(["--no-default-features", "--prefix", "none", "--format", "{p}"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).unwrap();
    let real: BTreeSet<&str> = listed.lines().filter_map(|line| line.split(' ').next()).collect();
    let known = fs::read_to_string(folder.join("tests/dependencies.txt")).unwrap();
    let known: BTreeSet<&str> = known.lines().filter(|line| !line.starts_with('#')).collect();
    let new: Vec<_> = real.difference(&known).collect();
    let gone: Vec<_> = known.difference(&real).collect();
    assert!(new.is_empty() && gone.is_empty(), "new: {new:?}; gone: {gone:?}");
}
