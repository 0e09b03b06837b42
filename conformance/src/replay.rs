//! Whether a decision can be had again: reply by reply, by a policy that was saved and loaded, and from its journal.

use crate::documented::Case;
use hognose::{Decision, Host, HostCall, Journal, NoHost, Options, Reply, Scratch};
use std::cell::Cell;

/// Lets a few calls through; what comes then is not there yet.
struct Slow<'a> {
    host: &'a dyn Host,
    left: Cell<usize>,
}

impl Host for Slow<'_> {
    fn call(&self, call: &HostCall) -> Reply {
        match self.left.get().checked_sub(1) {
            Some(left) => {
                self.left.set(left);
                self.host.call(call)
            }
            None => Reply::NotYet,
        }
    }
}

fn json(decision: &Decision) -> Result<String, String> {
    decision.to_json().map_err(|error| error.to_string())
}

impl Case {
    /// How the decision differs when its replies come one by one, when the policy was saved and loaded, or from its journal; none when it is always the same. Cases
    /// that do not compile have none.
    #[must_use]
    pub fn replay_difference(&self) -> Option<String> {
        self.replay().err()
    }

    fn replay(&self) -> Result<(), String> {
        let Ok(case) = self.prepare()? else { return Ok(()) };
        let mut scratch = Scratch::new();
        let host = self.host(&crate::documented::in_memory, case.policy.release())?;
        let at_once = case.policy.evaluate_in(&mut scratch, &case.request, &host, case.options());
        let wanted = json(&at_once)?;
        let calls = at_once.journal.len();

        // One reply at a time.
        let host = self.host(&crate::documented::in_memory, case.policy.release())?;
        let mut journal = Vec::new();
        for round in 0..=calls {
            let slow = Slow { host: &host, left: Cell::new(usize::from(round > 0)) };
            let options = Options { journal: &journal, ..case.options() };
            let decision = case.policy.evaluate_in(&mut scratch, &case.request, &slow, options);
            if round == calls {
                let is = json(&decision)?;
                if is != wanted {
                    return Err(format!("reply by reply: {is} instead of {wanted}"));
                }
            } else if decision.outcome != hognose::Outcome::Pending {
                return Err(format!("after {round} of {calls} replies: {:?}", decision.outcome));
            }
            journal = decision.journal;
        }

        // Saved and loaded.
        let host = self.host(&crate::documented::in_memory, case.policy.release())?;
        let is = json(&case.loaded.evaluate_in(&mut scratch, &case.request, &host, case.options()))?;
        if is != wanted || case.loaded.capabilities() != case.policy.capabilities() {
            return Err(format!("saved and loaded: {is} instead of {wanted}"));
        }

        // From the journal's text.
        let policies = case.policies.as_ref();
        let text = Journal::of_caller(&case.policy, policies, &case.request, &at_once)
            .and_then(|journal| journal.to_json())
            .map_err(|error| error.to_string())?;
        let journal = Journal::from_json(&text).map_err(|error| format!("{error}: {text}"))?;
        let entries = journal.replay_caller(&case.policy, policies, &case.request);
        let entries = entries.map_err(|error| error.to_string())?;
        let options = Options { journal: entries, ..case.options() };
        let again = json(&case.policy.evaluate_in(&mut scratch, &case.request, &NoHost, options))?;
        if again != wanted {
            return Err(format!("from the journal: {again} instead of {wanted}"));
        }
        Ok(())
    }
}
