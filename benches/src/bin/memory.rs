//! What policies and evaluations take of the heap, as one line of JSON for each workload: bytes kept by a compiled policy and by a loaded
//! one, bytes of the saved form, allocations and bytes of one warm evaluation, bytes of its region.

use hognose::{Engine, Policy, Surface};
use hognose_benches::{Bench, NAMES, Workload, engine, workloads};
use serde_json::json;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, Stats, StatsAlloc};
use std::alloc::System;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Policies of one measurement: what happens once is spread over them.
const POLICIES: usize = 200;

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
    let engine = engine();
    // One surface for all policies, as hosts have it.
    let surface = Surface::custom(&NAMES);
    for workload in &workloads()? {
        let mut bench = Bench::new(workload)?;
        // Warm: the second run reuses what the first one took.
        for _ in 0..3 {
            bench.bound();
        }
        let region = Region::new(ALLOCATOR);
        let decision = bench.bound();
        let one = region.change();
        let line = json!({
            "workload": workload.name,
            "policy_bytes": kept(|number| compile(&engine, &surface, workload, number))?,
            "loaded_bytes": kept(|_| load(&engine, bench.bytes()))?,
            "source_bytes": workload.source.len(),
            "saved_bytes": bench.bytes().len(),
            "evaluation_allocations": one.allocations,
            "evaluation_allocated_bytes": one.bytes_allocated,
            "region_bytes": decision.usage.memory,
        });
        println!("{line}");
    }
    Ok(())
}

fn compile(engine: &Engine, surface: &Surface, workload: &Workload, number: usize) -> Result<Policy, String> {
    // Each with its own text, as a host's policies have.
    let source = format!("{}# {number:04}", workload.source);
    engine.compile(&workload.name, surface, &source).map_err(|error| error.to_string())
}

fn load(engine: &Engine, bytes: &[u8]) -> Result<Policy, String> {
    Policy::from_bytes(engine, bytes).map_err(|error| error.to_string())
}

/// Bytes that each of many policies keeps.
fn kept(mut make: impl FnMut(usize) -> Result<Policy, String>) -> Result<usize, String> {
    let mut policies = Vec::with_capacity(POLICIES);
    let region = Region::new(ALLOCATOR);
    for number in 0..POLICIES {
        policies.push(make(number)?);
    }
    let change = region.change();
    let bytes = held(&change).checked_div(policies.len()).unwrap_or(0);
    drop(policies);
    Ok(bytes)
}

/// What grew counts as allocated there, what shrank as freed.
fn held(change: &Stats) -> usize {
    change.bytes_allocated.saturating_sub(change.bytes_deallocated)
}
