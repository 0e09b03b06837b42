//! A warm evaluation of a small policy takes nothing from the heap.
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose_benches::{Bench, workloads};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Alone in its process: other tests would allocate meanwhile.
#[test]
fn warm_evaluations_allocate_nothing() {
    let workloads = workloads().unwrap();
    assert_eq!(workloads.len(), 14);
    // All that leave neither messages nor a value behind.
    for name in ["w01_pending_user", "w02_email_domain", "w03_groups", "w08_mfa_devices"] {
        let workload = workloads.iter().find(|workload| workload.name == name).unwrap();
        let mut bench = Bench::new(workload).unwrap();
        for _ in 0..5 {
            bench.bound();
        }
        let region = Region::new(ALLOCATOR);
        for _ in 0..100 {
            bench.bound();
        }
        let change = region.change();
        assert_eq!((change.allocations, change.reallocations), (0, 0), "{name}: {change:?}");
        // The counter counts.
        drop(bench.host().journal.clone());
        drop(bench.compile().unwrap());
        assert!(region.change().allocations > 0);
    }
}
