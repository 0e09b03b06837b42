//! Runs the command with the files and arguments of each case in `cases/`, and compares what it says with a snapshot.
//!
//! `INSTA_UPDATE=always cargo test -p hognose-cli --test cases` writes the snapshots anew.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What is run, one after another, in the same folder.
    #[serde(rename = "run")]
    runs: Vec<Run>,
    /// What the folder holds.
    #[serde(default)]
    files: BTreeMap<String, String>,
    /// Files whose bytes are no text, as hexadecimal digits.
    #[serde(default)]
    bytes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    /// What is changed in a file first.
    edit: Option<Edit>,
    args: Vec<String>,
    #[serde(default)]
    stdin: String,
    /// A file to show afterwards.
    show: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: String,
    from: String,
    to: String,
}

#[test]
fn cases_say_what_their_snapshots_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 10);
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let case: Case = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let shown = without_figures(&case.run(&name));
        settings.bind(|| insta::assert_snapshot!(name, shown));
    }
}

/// Without what changes with the engine: names of modules and codes, which grow, and what evaluations use.
fn without_figures(text: &str) -> String {
    let words = |char: char| char.is_alphanumeric() || ",. _".contains(char);
    let digits = |char: char| char.is_ascii_digit();
    let parts: [(&str, &dyn Fn(char) -> bool); 5] = [
        ("a policy may import ", &words),
        ("[possible values: E0001, ", &words),
        ("\nfuel     ", &digits),
        ("\"usage\":{\"fuel\":", &digits),
        (",\"memory\":", &digits),
    ];
    let mut out = String::new();
    let mut rest = text;
    let next = |rest: &str| {
        let found = parts
            .iter()
            .filter_map(|(start, inside)| Some((rest.find(start)?.checked_add(start.len())?, inside)));
        found.min_by_key(|(end, _)| *end)
    };
    while let Some((end, inside)) = next(rest) {
        let (before, behind) = rest.split_at(end);
        out.push_str(before);
        out.push('…');
        rest = behind.trim_start_matches(inside);
    }
    out + rest
}

impl Case {
    fn run(&self, name: &str) -> String {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in &self.files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        for (name, digits) in &self.bytes {
            let digits: Vec<char> = digits.chars().collect();
            let byte = |pair: &[char]| u8::from_str_radix(&String::from_iter(pair), 16).unwrap();
            std::fs::write(folder.join(name), digits.chunks(2).map(byte).collect::<Vec<_>>()).unwrap();
        }
        self.runs.iter().map(|run| run.shown(&folder)).collect()
    }
}

impl Run {
    fn shown(&self, folder: &Path) -> String {
        if let Some(edit) = &self.edit {
            let text = std::fs::read_to_string(folder.join(&edit.file)).unwrap();
            assert!(text.contains(&edit.from), "{text}");
            std::fs::write(folder.join(&edit.file), text.replace(&edit.from, &edit.to)).unwrap();
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_hognose"))
            .args(&self.args)
            .current_dir(folder)
            .env("COLUMNS", "100")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The command need not read it.
        let _ = child.stdin.take().unwrap().write_all(self.stdin.as_bytes());
        let output = child.wait_with_output().unwrap();
        let mut shown = format!("$ hognose {}\n", self.args.join(" "));
        shown.push_str(&String::from_utf8(output.stdout).unwrap());
        let errors = String::from_utf8(output.stderr).unwrap();
        if !errors.is_empty() {
            write!(shown, "--- errors\n{errors}").unwrap();
        }
        writeln!(shown, "--- exit {}", output.status.code().unwrap()).unwrap();
        if let Some(name) = &self.show {
            let text = std::fs::read_to_string(folder.join(name)).unwrap();
            // Hashes and versions change with what they are of.
            let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
            for part in ["engine", "policy", "request"] {
                value["header"][part] = "…".into();
            }
            write!(shown, "--- {name}\n{}\n", serde_json::to_string_pretty(&value).unwrap()).unwrap();
        }
        shown.push('\n');
        shown
    }
}

#[test]
fn large_sources_are_refused_in_few_words() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large");
    std::fs::create_dir_all(&folder).unwrap();
    let sources = [
        "x = 1;".repeat(200_000),
        "return ".to_owned() + &"(".repeat(60_000),
        "return ".to_owned() + &"not ".repeat(16_000) + "x",
        "return x".to_owned() + &"\u{1b}[31m".repeat(10_000),
        "é".repeat(30_000) + " ===",
    ];
    for (number, source) in sources.iter().enumerate() {
        let path = folder.join(format!("{number}.py"));
        std::fs::write(&path, source).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_hognose")).arg("check").arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{number}");
        assert!(output.stderr.len() < 3_000, "{number}: {}", output.stderr.len());
        assert!(!output.stderr.contains(&0x1b), "{number}");
    }
}
