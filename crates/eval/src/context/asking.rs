//! Asking the host.

use super::{Context, Watch};
use crate::data::Data;
use crate::host::{HostCall, Reply};
use crate::quota::{self, Quota, Spent};
use crate::stop::{Fatal, R};
use core::time::Duration;

impl<'h> Context<'h> {
    /// Ask the host: the reply is in the journal. What the host raises is raised here; a refusal or a reply
    /// that is not there yet ends the evaluation.
    ///
    /// # Errors
    /// The exception the host answers with, and the ends that no handler sees.
    pub fn host_call(&self, call: HostCall) -> R<'h, Data> {
        let operation = call.operation;
        let Ok(mut tape) = self.ledger.tape.try_borrow_mut() else {
            return Err(self.internal("host call inside a host call"));
        };
        if tape.calls() >= u64::from(self.limits.host_calls) {
            return Err(self.heap.fatal(Fatal::HostCalls { limit: u64::from(self.limits.host_calls) }));
        }
        let quota = self.limits.quotas.find(operation);
        let asked = match quota {
            Some((number, capability, quota)) => {
                let spent = tape.meter().of(number);
                self.within_quota(capability, quota, spent, &call)?
            }
            None => 0,
        };
        self.burn(16)?;
        let (reply, took) = match tape.next(&call) {
            Ok(Some(replayed)) => replayed,
            Ok(None) => {
                let asked = self.elapsed();
                let reply = self.host.call(&call);
                (reply, self.elapsed().saturating_sub(asked))
            }
            Err(()) => return Err(self.heap.fatal(Fatal::JournalDiverged)),
        };
        tape.record(call, &reply, took);
        let spent = quota.map(|(number, _, quota)| {
            let bytes = asked.saturating_add(quota::answered(&reply, quota.bytes));
            tape.meter().add(number, bytes, took)
        });
        drop(tape);
        // The answer may have taken its time.
        self.look()?;
        if let (Some((_, capability, Quota { bytes, milliseconds, .. })), Some(spent)) = (quota, spent) {
            if spent.bytes > bytes {
                return Err(self.heap.fatal(Fatal::Quota { capability, what: "bytes", limit: bytes }));
            }
            if spent.time > Duration::from_millis(milliseconds) {
                let what = "milliseconds";
                return Err(self.heap.fatal(Fatal::Quota { capability, what, limit: milliseconds }));
            }
        }
        match reply {
            Reply::Value(data) => Ok(data),
            Reply::Raise { kind, message } => {
                let class = self.table.exception(&kind).unwrap_or(&crate::class::EXCEPTION);
                Err(self.raise(class, message))
            }
            Reply::NotYet => Err(self.heap.fatal(Fatal::Pending)),
            Reply::Unavailable => Err(self.heap.fatal(Fatal::HostUnavailable(operation))),
            Reply::Denied => Err(self.heap.fatal(Fatal::Denied(operation))),
        }
    }

    /// Whether a capability may ask once more, and this much: the bytes of the question.
    fn within_quota(
        &self,
        capability: &'static str,
        quota: Quota,
        spent: Spent,
        call: &HostCall,
    ) -> R<'h, u64> {
        let asked = quota::asked(&call.arguments, quota.bytes);
        let (what, limit) = if spent.calls >= u64::from(quota.calls) {
            ("host calls", u64::from(quota.calls))
        } else if spent.bytes.saturating_add(asked) > quota.bytes {
            ("bytes", quota.bytes)
        } else {
            return Ok(asked);
        };
        Err(self.heap.fatal(Fatal::Quota { capability, what, limit }))
    }

    /// The host's clock.
    fn elapsed(&self) -> Duration {
        self.watch.and_then(Watch::elapsed).unwrap_or_default()
    }
}
