//! Policies that others call by name.

use crate::policy::Policy;
use hognose_authentik::surroundings::{self, Callee};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The policies that `ak_call_policy` finds, by their names. Cheap to clone.
///
/// ```
/// use hognose::{Capability, Engine, NoHost, Options, Outcome, Policies, Request, Scratch, Surface};
///
/// let engine = Engine::builder().grant(Capability("policy.call")).build();
/// let surface = Surface::by_name("policy").expect("a surface of authentik");
/// let policies: Policies = [engine.compile("staff-only", &surface, "return context['level'] > 2")?].into_iter().collect();
/// let policy = engine.compile("p", &surface, "return ak_call_policy('staff-only', level=3).passing")?;
/// let request = Request::from_json(&surface, "{}")?;
/// let options = Options { policies: Some(&policies), ..Options::default() };
/// assert_eq!(policy.evaluate_in(&mut Scratch::new(), &request, &NoHost, options).outcome, Outcome::Pass);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Policies {
    shared: Arc<Named>,
}

#[derive(Debug)]
struct Named(BTreeMap<Box<str>, Policy>);

impl Policies {
    /// The policy of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Policy> {
        self.shared.0.get(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Policy> {
        self.shared.0.values()
    }

    pub(crate) fn shared(&self) -> Arc<dyn surroundings::Policies> {
        Arc::<Named>::clone(&self.shared)
    }
}

impl FromIterator<Policy> for Policies {
    /// Of several with one name the last counts.
    fn from_iter<I: IntoIterator<Item = Policy>>(policies: I) -> Self {
        let named = policies.into_iter().map(|policy| (policy.name().into(), policy)).collect();
        Self { shared: Arc::new(Named(named)) }
    }
}

impl surroundings::Policies for Named {
    fn find(&self, name: &str) -> Option<Callee> {
        self.0.get(name)?.callee()
    }
}
