//! Evaluates each workload a few times, warm and with its inputs at hand, and nothing else inside of [`measured`]: what
//! `benches/instructions.py` has callgrind count the instructions of. Prints, a line each, the workload and how often it was evaluated.

use hognose_benches::{Bench, workloads};
use std::hint::black_box;
use std::process::ExitCode;

/// Evaluations of a small workload; of a large one, one is enough.
const TIMES: u32 = 5;
/// Fuel from which on a workload is large.
const LARGE: u64 = 10_000;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(65)
        }
    }
}

fn run() -> Result<(), String> {
    for workload in &workloads()? {
        let mut bench = Bench::new(workload)?.stopped();
        // Warm, and seen how large it is.
        let times = if bench.bound().usage.fuel > LARGE { 1 } else { TIMES };
        measured(&mut bench, times);
        counted(&workload.name, times);
    }
    Ok(())
}

#[inline(never)]
fn measured(bench: &mut Bench<'_>, times: u32) {
    for _ in 0..times {
        black_box(&bench.bound());
    }
}

/// Where callgrind writes down what it counted so far.
#[inline(never)]
fn counted(name: &str, times: u32) {
    println!("{name} {times}");
}
