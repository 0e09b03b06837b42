//! Ten thousand policies in one engine: how long they take to compile and to load, and how many evaluations a CPU second gives, on one
//! thread and on several at once. One line of JSON for each number of threads.
//!
//! `hognose-bench-scale [POLICIES] [MILLISECONDS] [THREADS]`

use cpu_time::ThreadTime;
use hognose::{Engine, Options, Outcome, Policy, Request, Scratch, Surface};
use hognose_benches::{Clock, NAMES, Workload, engine, workloads};
use serde_json::json;
use std::process::ExitCode;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

/// The workloads that are small, as most policies are.
const SMALL: usize = 10;

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
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<usize>());
    let mut argument =
        |default: usize| arguments.next().unwrap_or(Ok(default)).map_err(|error| error.to_string());
    let (count, milliseconds, threads) = (argument(10_000)?, argument(500)?, argument(2)?);
    let workloads = workloads()?;
    let small = workloads.get(..SMALL).ok_or("too few workloads")?;
    let engine = engine();

    let start = ThreadTime::now();
    let policies = many(count, small, |number, workload| compile(&engine, workload, number))?;
    let compile_seconds = start.elapsed().as_secs_f64();
    let mut saved = Vec::with_capacity(policies.len());
    for (policy, request) in &policies {
        saved.push((policy.to_bytes().map_err(|error| error.to_string())?, *request));
    }
    let start = ThreadTime::now();
    let mut loaded = Vec::with_capacity(saved.len());
    for (bytes, request) in &saved {
        loaded.push((Policy::from_bytes(&engine, bytes).map_err(|error| error.to_string())?, *request));
    }
    let load_seconds = start.elapsed().as_secs_f64();
    drop(policies);

    let budget = Duration::from_millis(u64::try_from(milliseconds).unwrap_or(500));
    for threads in 1..=threads {
        let (evaluations, cpu, wall) = throughput(&loaded, threads, budget)?;
        let line = json!({
            "policies": count,
            "threads": threads,
            "compile_seconds": compile_seconds,
            "load_seconds": load_seconds,
            "saved_bytes": saved.iter().map(|(bytes, _)| bytes.len()).sum::<usize>(),
            "evaluations": evaluations,
            "per_cpu_second": evaluations / cpu,
            "per_second": evaluations / wall,
        });
        println!("{line}");
    }
    Ok(())
}

type WithRequest<'w> = (Policy, &'w Request);

fn many<'w>(
    count: usize,
    small: &'w [Workload],
    make: impl Fn(usize, &Workload) -> Result<Policy, String>,
) -> Result<Vec<WithRequest<'w>>, String> {
    let sources = small.iter().cycle().take(count).enumerate();
    sources.map(|(number, workload)| Ok((make(number, workload)?, &workload.request))).collect()
}

/// Each its own text and its own name.
fn compile(engine: &Engine, workload: &Workload, number: usize) -> Result<Policy, String> {
    let source = format!("{}\n# policy {number}", workload.source);
    let name = format!("{}-{number}", workload.name);
    engine.compile(&name, &Surface::custom(&NAMES), &source).map_err(|error| error.to_string())
}

/// Evaluations, CPU seconds of all threads, and seconds by the clock. Every thread goes through all policies, again and again.
fn throughput(
    policies: &[WithRequest<'_>],
    threads: usize,
    budget: Duration,
) -> Result<(f64, f64, f64), String> {
    let barrier = Barrier::new(threads);
    let results: Result<Vec<_>, String> = thread::scope(|scope| {
        let workers: Vec<_> =
            (0..threads).map(|_| scope.spawn(|| rounds(policies, &barrier, budget))).collect();
        workers.into_iter().map(|worker| worker.join().map_err(|_| "a thread panicked".to_owned())?).collect()
    });
    let (mut evaluations, mut cpu, mut wall) = (0.0, 0.0, 0.0_f64);
    for (count, thread_cpu, thread_wall) in results? {
        evaluations += count;
        cpu += thread_cpu;
        wall = wall.max(thread_wall);
    }
    Ok((evaluations, cpu, wall))
}

fn rounds(
    policies: &[WithRequest<'_>],
    barrier: &Barrier,
    budget: Duration,
) -> Result<(f64, f64, f64), String> {
    let mut scratch = Scratch::new();
    let options = Options { discard_value: true, ..Options::default() };
    barrier.wait();
    let (start, wall) = (ThreadTime::now(), Instant::now());
    let mut rounds = 0_u32;
    while start.elapsed() < budget {
        for (policy, request) in policies {
            let decision = policy.evaluate_in(&mut scratch, request, &Clock::default(), options);
            if decision.outcome == Outcome::Error {
                return Err(format!("{}: {:?}", policy.name(), decision.failure));
            }
        }
        rounds = rounds.saturating_add(1);
    }
    let count = f64::from(rounds) * policies.len() as f64;
    Ok((count, start.elapsed().as_secs_f64(), wall.elapsed().as_secs_f64()))
}
