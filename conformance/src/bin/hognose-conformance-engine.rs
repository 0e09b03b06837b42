//! Answers conformance cases and hostile expressions over a plain protocol, so that outside runners can drive hognose.
//!
//! Without arguments: JSON lines, `{"id": …, "src": …}` in, `{"id": …, "repr": …}`, `{"id": …, "exc": …, "msg": …}` or
//! `{"id": …, "unsupported": …}` out. With `attack --context FILE FILES…`: evaluates the files one after the other in one engine
//! and prints one JSON object for the last one.

use hognose_conformance::answer::Answerer;
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        None => serve(),
        Some((mode, rest)) if mode == "attack" => attack(rest),
        Some((mode, _)) => {
            eprintln!(
                "unknown mode `{mode}`: give nothing for the line protocol, or `attack --context FILE FILES…`"
            );
            ExitCode::from(64)
        }
    }
}

fn serve() -> ExitCode {
    let answerer = Answerer::new();
    let (stdin, mut stdout) = (std::io::stdin(), std::io::stdout());
    for line in stdin.lock().lines() {
        let Ok(line) = line else { return ExitCode::from(65) };
        if line.trim().is_empty() {
            continue;
        }
        let Ok(case) = serde_json::from_str::<Value>(&line) else {
            eprintln!("not a JSON object: {line}");
            return ExitCode::from(65);
        };
        let source = case.get("src").and_then(Value::as_str).unwrap_or_default();
        let mut reply = answerer.answer(source).to_json();
        if let (Some(reply), Some(id)) = (reply.as_object_mut(), case.get("id")) {
            reply.insert("id".to_owned(), id.clone());
        }
        if writeln!(stdout, "{reply}").and_then(|()| stdout.flush()).is_err() {
            return ExitCode::from(74);
        }
    }
    ExitCode::SUCCESS
}

fn attack(arguments: &[String]) -> ExitCode {
    let Some((context, files)) = parse_attack(arguments) else {
        eprintln!("usage: hognose-conformance-engine attack --context FILE FILES…");
        return ExitCode::from(64);
    };
    match hognose_conformance::world::run_files(&context, &files) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{}", json!({ "status": "protocol", "message": error }));
            ExitCode::from(65)
        }
    }
}

fn parse_attack(arguments: &[String]) -> Option<(String, Vec<String>)> {
    let at = arguments.iter().position(|argument| argument == "--context")?;
    let context = arguments.get(at.checked_add(1)?)?.clone();
    let files: Vec<String> = arguments
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != at && Some(*index) != at.checked_add(1))
        .map(|(_, argument)| argument.clone())
        .collect();
    if files.is_empty() { None } else { Some((context, files)) }
}
