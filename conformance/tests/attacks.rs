//! All hostile expressions, in this process: each on a thread with the stack that the engine promises to be content with, its
//! time and memory measured. A first argument that is no option selects by a part of the name.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use hognose_conformance::attacks::{Attack, Observed, Verdict, judge, load, run};
use hognose_conformance::data_dir;
use hognose_conformance::ratchet::Outcome;
use hognose_conformance::suite::{conclude, is_listing};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What an evaluation may take: in optimised builds as promised, in others what their code needs more.
const STACK: usize = if cfg!(debug_assertions) { 2 << 20 } else { 512 << 10 };
const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 1 });
const BYTES: usize = 64 << 20;
/// After this nothing is expected to end any more.
const HANG: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    if is_listing("attacks") {
        return ExitCode::SUCCESS;
    }
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let folder = data_dir().join("attacks");
    let world = std::fs::read_to_string(folder.join("context.json")).map_err(|error| error.to_string());
    let world = world.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()));
    let (attacks, world) = match (load(&folder.join("cases")), world) {
        (Ok(attacks), Ok(world)) => (attacks, Arc::new(world)),
        (Err(error), _) => return refused(&error.to_string()),
        (_, Err(error)) => return refused(&error),
    };
    let chosen = attacks.into_iter().filter(|attack| attack.path.to_string_lossy().contains(&wanted));
    let mut rows = Vec::new();
    for attack in chosen.map(Arc::new) {
        let Some(observed) = observe(&attack, &world) else {
            println!("{} does not end", attack.path.display());
            return ExitCode::FAILURE;
        };
        let verdict = judge(&attack, &observed);
        if let Verdict::Fail(hole) = &verdict {
            println!("{} {}: {hole}: {}", attack.id, attack.title, brief(&observed));
        }
        rows.push((attack, verdict));
    }
    print_table(&rows);
    let outcomes: Vec<Outcome<'_>> = rows
        .iter()
        .map(|(attack, verdict)| {
            let failure = match verdict {
                Verdict::Fail(hole) => Some(hole.as_str()),
                _ => None,
            };
            Outcome { id: &attack.id, area: &attack.class, failure }
        })
        .collect();
    conclude(&folder.join("known-holes.toml"), &outcomes)
}

fn refused(error: &str) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}

/// Runs an attack on a thread of its own; nothing when it does not end.
fn observe(attack: &Arc<Attack>, world: &Arc<serde_json::Value>) -> Option<Observed> {
    let (sender, receiver) = mpsc::channel();
    let (attack, world) = (Arc::clone(attack), Arc::clone(world));
    let worker = move || {
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        let start = Instant::now();
        let mut observed = run(&attack, &world);
        observed.too_slow = start.elapsed() > TIME;
        observed.too_big = MEMORY.peak_usage().saturating_sub(before) > BYTES;
        // Nobody listens any more when it took too long.
        let _ = sender.send(observed);
    };
    thread::Builder::new().stack_size(STACK).spawn(worker).ok()?;
    receiver.recv_timeout(HANG).ok()
}

fn brief(observed: &Observed) -> String {
    format!("{:?} {}", observed.ending, observed.message).chars().take(200).collect()
}

fn print_table(rows: &[(Arc<Attack>, Verdict)]) {
    let name = |verdict: &Verdict| match verdict {
        Verdict::Pass => "pass",
        Verdict::Alternative => "alternative",
        Verdict::Soft(_) => "soft",
        Verdict::Unsupported(_) => "unsupported",
        Verdict::Fail(_) => "fail",
    };
    const COLUMNS: [&str; 5] = ["pass", "alternative", "soft", "unsupported", "fail"];
    let mut classes: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (attack, verdict) in rows {
        for class in [attack.class.as_str(), "~ all"] {
            let count = classes.entry(class).or_default().entry(name(verdict)).or_default();
            *count = count.saturating_add(1);
        }
    }
    println!("{:<28}{}", "class", COLUMNS.map(|column| format!("{column:>13}")).concat());
    for (class, counts) in classes {
        let cells = COLUMNS.map(|column| format!("{:>13}", counts.get(column).copied().unwrap_or(0)));
        println!("{:<28}{}", class.trim_start_matches("~ "), cells.concat());
    }
    println!();
}
