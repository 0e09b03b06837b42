//! Whether a policy that was saved and loaded does what it did before.

use crate::answer::{Answerer, StoppedClock};
use hognose::{Options, Policy, Request};

impl Answerer {
    /// How what a policy does differs when it was saved and loaded before; none when it does the same, or does not compile.
    #[must_use]
    pub fn saved_difference(&self, source: &str) -> Option<String> {
        let policy = self.engine.compile("case", &self.surface, source).ok()?;
        match self.loaded(&policy) {
            Ok(loaded) => {
                let (before, after) = (outcome(&policy), outcome(&loaded));
                (before != after).then(|| format!("{after} instead of {before}"))
            }
            Err(reason) => Some(reason),
        }
    }

    fn loaded(&self, policy: &Policy) -> Result<Policy, String> {
        let bytes = policy.to_bytes().map_err(|error| error.to_string())?;
        let loaded = Policy::from_bytes(&self.engine, &bytes).map_err(|error| error.to_string())?;
        let again = loaded.to_bytes().map_err(|error| error.to_string())?;
        if again == bytes { Ok(loaded) } else { Err("other bytes when saved again".to_owned()) }
    }
}

/// All that an evaluation leaves, as text.
fn outcome(policy: &Policy) -> String {
    let request = Request::custom::<&str, bool>([]);
    let options = Options { reads: true, ..Options::default() };
    let (decision, repr) = policy.evaluate_repr(&request, &StoppedClock, options);
    format!("{repr:?} {decision:?}")
}
