//! Running cases in this process.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;

use super::{Case, Verdict, judge};
use crate::answer::{Answer, Answerer};

/// The stack of a thread that runs cases: debug builds take more of it.
const STACK: usize = 8 << 20;

/// Runs cases on all processors, each by an engine that all cases of a thread share. What comes back has the order of the
/// cases; there is no answer where the engine panicked.
///
/// ```
/// use hognose_conformance::cases::{Case, Expected, Verdict, run};
/// let case = Case {
///     id: "x".into(),
///     area: "core/x".into(),
///     source: "return 1".into(),
///     expected: Expected::Value { repr: "1".into() },
/// };
/// let results = run(&[case]);
/// assert!(matches!(results.as_slice(), [(Verdict::Pass, Some(_))]));
/// ```
pub fn run(cases: &[Case]) -> Vec<(Verdict, Option<Answer>)> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let work = Mutex::new(cases.iter().enumerate());
    let done = Mutex::new(Vec::with_capacity(cases.len()));
    thread::scope(|scope| {
        for _ in 0..threads {
            let worker = || {
                let answerer = Answerer::new();
                while let Some((at, case)) = next(&work) {
                    let answer = catch_unwind(AssertUnwindSafe(|| answerer.answer(&case.source))).ok();
                    let verdict = answer.as_ref().map_or(Verdict::Crash, |answer| judge(case, answer));
                    if let Ok(mut done) = done.lock() {
                        done.push((at, verdict, answer));
                    }
                }
            };
            // Without a thread the others do its share.
            let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker);
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, ..)| *at);
    done.into_iter().map(|(_, verdict, answer)| (verdict, answer)).collect()
}

fn next<'c>(work: &Mutex<impl Iterator<Item = (usize, &'c Case)>>) -> Option<(usize, &'c Case)> {
    work.lock().ok().and_then(|mut work| work.next())
}
