//! hognose itself, timed as in the other benches.

use crate::peer::{Peer, Prepared, Readied, Result, Task};
use hognose_benches::{Bench, Workload, json};
use serde_json::Value;
use std::hint::black_box;

pub(crate) struct Hognose;

impl Peer for Hognose {
    fn name(&self) -> &'static str {
        "hognose"
    }

    fn kind(&self) -> &'static str {
        "Python, tree walker, no unsafe code"
    }

    fn package(&self) -> &'static str {
        "hognose"
    }

    fn speaks(&self) -> bool {
        // Messages are part of its decision, which `Bench::new` has checked.
        false
    }

    fn prepare<'t>(&self, task: &'t Task) -> Readied<'t> {
        let workload: &Workload = &task.workload;
        Ok(Box::new(Ready(Bench::new(workload)?)))
    }
}

struct Ready<'t>(Bench<'t>);

impl Prepared for Ready<'_> {
    fn compile(&mut self) -> Result<()> {
        self.0.compile().map(|policy| drop(black_box(policy)))
    }

    fn cold(&mut self) -> Result<Value> {
        Ok(json(&self.0.cold()?.value))
    }

    fn bound(&mut self, out: bool) -> Result<Value> {
        if out {
            return Ok(json(&self.0.host().value));
        }
        black_box(self.0.bound());
        Ok(Value::Null)
    }

    fn json(&mut self) -> Result<Value> {
        Ok(json(&self.0.json()?.value))
    }
}
