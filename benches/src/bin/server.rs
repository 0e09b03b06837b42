//! Times one metric of one workload on request, so that another program can interleave its own timings.
//!
//! One line in, `workload metric milliseconds`; one line out, nanoseconds of thread CPU time an operation, or `error: …`.

use cpu_time::ThreadTime;
use hognose_benches::{Bench, Workload, workloads};
use std::hint::black_box;
use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let workloads = match workloads() {
        Ok(workloads) => workloads,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(65);
        }
    };
    let (stdin, mut stdout) = (std::io::stdin(), std::io::stdout());
    for line in stdin.lock().lines() {
        let Ok(line) = line else { return ExitCode::from(65) };
        let reply = match answer(&line, &workloads) {
            Ok(nanoseconds) => format!("{nanoseconds:.1}"),
            Err(error) => format!("error: {error}"),
        };
        if writeln!(stdout, "{reply}").and_then(|()| stdout.flush()).is_err() {
            return ExitCode::from(74);
        }
    }
    ExitCode::SUCCESS
}

fn answer(line: &str, workloads: &[Workload]) -> Result<f64, String> {
    let mut words = line.split_whitespace();
    let (Some(name), Some(metric), Some(budget)) = (words.next(), words.next(), words.next()) else {
        return Err("give: workload metric milliseconds".to_owned());
    };
    let workload =
        workloads.iter().find(|workload| workload.name == name).ok_or(format!("no workload {name}"))?;
    let budget = Duration::from_millis(budget.parse().map_err(|_| format!("not a number: {budget}"))?);
    let mut bench = Bench::new(workload)?;
    let mut run: Box<dyn FnMut()> = match metric {
        "parse" => Box::new(|| drop(black_box(bench.parse()))),
        "grammar" => {
            let given = bench.grammar()?;
            return Ok(time(
                &mut || {
                    black_box(given.grammar());
                },
                budget,
            ));
        }
        "compile" => Box::new(|| drop(black_box(bench.compile()))),
        "cold" => Box::new(|| drop(black_box(bench.cold()))),
        "first" => Box::new(|| drop(black_box(bench.first()))),
        "load" => Box::new(|| drop(black_box(bench.load()))),
        "load-bind" => Box::new(|| drop(black_box(bench.load_and_bind()))),
        "bound" => Box::new(|| {
            black_box(&bench.bound());
        }),
        "json" => Box::new(|| drop(black_box(bench.json()))),
        _ => return Err(format!("no metric {metric}")),
    };
    Ok(time(&mut run, budget))
}

/// Nanoseconds an operation, over about `budget` of thread CPU time.
fn time(run: &mut dyn FnMut(), budget: Duration) -> f64 {
    let mut count = 1_u32;
    loop {
        let start = ThreadTime::now();
        for _ in 0..count {
            run();
        }
        let elapsed = start.elapsed();
        if elapsed >= budget || count >= 1 << 26 {
            return elapsed.as_secs_f64() * 1e9 / f64::from(count);
        }
        let grow = if elapsed.saturating_mul(16) < budget { 8 } else { 2 };
        count = count.saturating_mul(grow);
    }
}
