//! The workloads through criterion: `cargo bench -p hognose-benches`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hognose_benches::{Bench, workloads};
use std::hint::black_box;

/// Requests of one call of `evaluate_many`.
const MANY: usize = 100;

fn all(criterion: &mut Criterion) {
    let workloads = match workloads() {
        Ok(workloads) => workloads,
        Err(error) => {
            eprintln!("{error}");
            return;
        }
    };
    for workload in &workloads {
        let mut bench = match Bench::new(workload) {
            Ok(bench) => bench,
            Err(error) => {
                eprintln!("{error}");
                continue;
            }
        };
        let mut group = criterion.benchmark_group(&workload.name);
        group.bench_function("compile", |b| b.iter(|| black_box(bench.compile())));
        group.bench_function("cold", |b| b.iter(|| black_box(bench.cold())));
        group.bench_function("load", |b| b.iter(|| black_box(bench.load())));
        group.bench_function("bound", |b| b.iter(|| black_box(bench.bound())));
        group.bench_function("json", |b| b.iter(|| black_box(bench.json())));
        group.bench_function("host", |b| b.iter(|| black_box(bench.host())));
        group.throughput(Throughput::Elements(MANY as u64));
        group.bench_function("many", |b| b.iter(|| black_box(bench.many(MANY))));
        group.finish();
    }
}

criterion_group!(benches, all);
criterion_main!(benches);
