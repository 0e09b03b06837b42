//! Every example of `examples/examples.toml`, as the README of that folder shows it.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Examples {
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    policy: String,
    request: String,
    #[serde(default)]
    args: Vec<String>,
    outcome: String,
    #[serde(default)]
    messages: Vec<String>,
    #[serde(default)]
    effects: Vec<String>,
}

/// What is different from what the example promises.
fn difference(root: &Path, example: &Example) -> Option<String> {
    let name = format!("{} for {}", example.policy, example.request);
    let output = Command::new(env!("CARGO_BIN_EXE_hognose"))
        .current_dir(root)
        .args(["eval", &format!("examples/policies/{}", example.policy)])
        .args(["--request", &format!("examples/requests/{}", example.request)])
        .args(&example.args)
        .args(["--format", "json"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let Ok(decision) = serde_json::from_str::<Value>(&text) else {
        return Some(format!("{name}: {text}{}", String::from_utf8_lossy(&output.stderr)));
    };
    let list = |key: &str, field: Option<&str>| -> Vec<String> {
        let items = decision.get(key).and_then(Value::as_array).into_iter().flatten();
        items
            .filter_map(|item| field.map_or(Some(item), |field| item.get(field)))
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .collect()
    };
    let found = (
        decision.get("outcome").and_then(Value::as_str).unwrap_or_default().to_owned(),
        list("messages", None),
        list("effects", Some("kind")),
    );
    let wanted = (example.outcome.clone(), example.messages.clone(), example.effects.clone());
    (found != wanted).then(|| format!("{name}: {found:?} instead of {wanted:?}\n{text}"))
}

#[test]
fn examples_come_to_what_they_promise() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join("examples/examples.toml")).unwrap();
    let examples: Examples = toml::from_str(&text).unwrap();
    assert!(examples.example.len() >= 20);
    let differences: Vec<String> =
        examples.example.iter().filter_map(|example| difference(&root, example)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_policy_and_request_is_an_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let text = std::fs::read_to_string(root.join("examples.toml")).unwrap();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    for folder in ["policies", "requests"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(text.contains(&format!("\"{name}\"")), "{name} is no example");
            assert!(readme.contains(&name), "{name} is not in the README");
        }
    }
}
