//! The benches' workloads in other interpreters, in one process.
//!
//! `hognose-peers list` says who takes part, `hognose-peers check` whether their answers are right, `hognose-peers serve` times them on
//! request, so that another program can take turns with it: `benches/peers.py`, which adds CPython.

#![cfg_attr(
    feature = "rustpython",
    expect(dead_code, reason = "what the contenders of the other program need")
)]

mod given;
mod host;
mod peer;
mod peers;

use given::Given;
use hognose_benches::workloads;
use peer::{METRICS, Missing, Prepared, Result, Task};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let done = match command.as_str() {
        "list" => list(),
        "check" => check(),
        "serve" => serve(&std::env::args().skip(2).collect::<Vec<_>>()),
        _ => Err("give one of: list, check, serve".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn tasks() -> Result<Vec<Task>> {
    let task =
        |workload: hognose_benches::Workload| Ok(Task { given: Given::parse(&workload.json)?, workload });
    workloads()?.into_iter().map(task).collect()
}

fn say(value: &Value) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{value}").and_then(|()| out.flush()).map_err(|error| error.to_string())
}

/// A line of JSON a contender.
fn list() -> Result<()> {
    for peer in peers::ALL {
        say(
            &json!({"name": peer.name(), "kind": peer.kind(), "package": peer.package(), "speaks": peer.speaks()}),
        )?;
    }
    Ok(())
}

/// A line a contender and workload. What a language can say must give the right answer.
fn check() -> Result<()> {
    let mut wrong = 0_u32;
    for task in tasks()? {
        for peer in peers::ALL {
            let verdict = match peer::prepare(*peer, &task) {
                Ok(_) => "right".to_owned(),
                Err(Missing::Unsaid(reason)) => format!("cannot: {reason}"),
                Err(Missing::Wrong(error)) => {
                    wrong = wrong.saturating_add(1);
                    format!("WRONG: {error}")
                }
            };
            println!("{:20} {:12} {verdict}", task.workload.name, peer.name());
        }
    }
    if wrong == 0 { Ok(()) } else { Err(format!("{wrong} wrong")) }
}

/// Contenders that are ready for one workload, with how often each metric is run in a batch.
struct Field<'t> {
    name: &'t str,
    ready: Vec<Contender<'t>>,
    missing: Map<String, Value>,
}

struct Contender<'t> {
    name: &'static str,
    prepared: Box<dyn Prepared + 't>,
    counts: HashMap<&'static str, u32>,
}

impl<'t> Field<'t> {
    fn new(task: &'t Task, only: &[String]) -> Self {
        let mut field = Self { name: &task.workload.name, ready: Vec::new(), missing: Map::new() };
        for peer in
            peers::ALL.iter().filter(|peer| only.is_empty() || only.iter().any(|name| name == peer.name()))
        {
            match peer::prepare(*peer, task) {
                Ok(prepared) => {
                    field.ready.push(Contender { name: peer.name(), prepared, counts: HashMap::new() });
                }
                Err(Missing::Unsaid(reason) | Missing::Wrong(reason)) => {
                    field.missing.insert(peer.name().to_owned(), Value::from(reason));
                }
            }
        }
        field
    }

    /// One batch of each contender, in turn.
    fn batch(&mut self, metric: &str, budget: Duration) -> Result<Value> {
        let metric =
            METRICS.into_iter().find(|known| *known == metric).ok_or(format!("no metric {metric}"))?;
        let mut times = Map::new();
        for contender in &mut self.ready {
            let count = contender.counts.entry(metric).or_insert(1);
            let time = peer::time(&mut *contender.prepared, metric, budget, count);
            let time = time.map_err(|error| format!("{}: {error}", contender.name))?;
            times.insert(contender.name.to_owned(), Value::from(time));
        }
        Ok(Value::Object(times))
    }
}

/// A line `workload metric milliseconds` in, nanoseconds by contender out; `workload missing` asks who cannot, and why.
/// With names of contenders, only those.
fn serve(only: &[String]) -> Result<()> {
    let tasks = tasks()?;
    let mut field: Option<Field<'_>> = None;
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let mut words = line.split_whitespace();
        let (Some(name), Some(metric)) = (words.next(), words.next()) else {
            return Err("give: workload metric milliseconds".to_owned());
        };
        let mut current = match field.take() {
            Some(current) if current.name == name => current,
            _ => {
                let task = tasks.iter().find(|task| task.workload.name == name);
                Field::new(task.ok_or(format!("no workload {name}"))?, only)
            }
        };
        if metric == "missing" {
            say(&Value::Object(current.missing.clone()))?;
        } else {
            let budget = words.next().and_then(|word| word.parse().ok()).ok_or("give milliseconds")?;
            say(&current.batch(metric, Duration::from_millis(budget))?)?;
        }
        field = Some(current);
    }
    Ok(())
}
