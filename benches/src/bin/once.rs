//! Evaluates a workload a number of times and nothing else, for those who count instructions: `hognose-bench-once WORKLOAD TIMES`.

use hognose_benches::{Bench, workloads};
use std::hint::black_box;

fn main() -> Result<(), String> {
    let mut words = std::env::args().skip(1);
    let (Some(name), Some(times)) = (words.next(), words.next()) else {
        return Err("give: workload times".to_owned());
    };
    let times: u32 = times.parse().map_err(|_| format!("not a number: {times}"))?;
    let workloads = workloads()?;
    let workload =
        workloads.iter().find(|workload| workload.name == name).ok_or(format!("no workload {name}"))?;
    let mut bench = Bench::new(workload)?;
    for _ in 0..times {
        black_box(&bench.bound());
    }
    Ok(())
}
