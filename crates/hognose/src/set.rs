//! Policy sets: what is bound to a flow, stage or application, and what comes out of all of it.

use crate::decision::{Decision, FailureKind, Outcome, PolicyResult};
use crate::engine::Engine;
use crate::error::CompileError;
use crate::policy::{Options, Policy, Scratch};
use crate::request::Request;
use crate::surface::Surface;
use core::time::Duration;
use hognose_eval::Fatal;
use hognose_eval::context::Watch;
use hognose_eval::data::Data;
use hognose_eval::host::Host;
use hognose_eval::output::Effect;

/// How long a policy may take by the host's clock, unless its binding says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Whether one binding must pass, or all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// One is enough.
    #[default]
    Any,
    /// All must pass.
    All,
}

/// One binding: a policy, a group or a user, with how its answer is taken.
#[derive(Clone, Debug)]
pub struct Binding {
    target: Target,
    order: i32,
    negate: bool,
    enabled: bool,
    failure_result: bool,
    timeout: Duration,
}

#[derive(Clone, Debug)]
enum Target {
    Policy(Policy),
    /// Members of a group, or one user: as a policy of the engine's own.
    Static(Policy),
}

impl Binding {
    fn new(target: Target) -> Self {
        Self { target, order: 0, negate: false, enabled: true, failure_result: false, timeout: TIMEOUT }
    }

    /// A policy.
    #[must_use]
    pub fn policy(policy: Policy) -> Self {
        Self::new(Target::Policy(policy))
    }

    /// The members of a group and of the groups below it. The groups of which a request gives only the names are looked up where
    /// the engine grants `directory.read`.
    ///
    /// # Errors
    /// None for a name of ordinary length.
    pub fn group(engine: &Engine, name: &str) -> Result<Self, CompileError> {
        let name = crate::repr(&Data::from(name)).to_string();
        Self::fixed(engine, &format!("any(group.name == {name} for group in request.user.all_groups())"))
    }

    /// One user, by name.
    ///
    /// # Errors
    /// None for a name of ordinary length.
    pub fn user(engine: &Engine, username: &str) -> Result<Self, CompileError> {
        let name = crate::repr(&Data::from(username)).to_string();
        Self::fixed(engine, &format!("request.user.username == {name}"))
    }

    /// Users that are not in the database never match.
    fn fixed(engine: &Engine, condition: &str) -> Result<Self, CompileError> {
        let source = format!("return request.user.pk is not None and {condition}");
        let Some(surface) = Surface::by_name("policy") else {
            return Err(CompileError::new("binding", &source, Vec::new()));
        };
        engine.compile("binding", &surface, &source).map(|policy| Self::new(Target::Static(policy)))
    }

    /// Where it stands; 0 by default. Of equal numbers the first given comes first.
    #[must_use]
    pub fn order(mut self, order: i32) -> Self {
        self.order = order;
        self
    }

    /// Turn its answer round. The result of an exception is not turned round.
    #[must_use]
    pub fn negate(mut self, negate: bool) -> Self {
        self.negate = negate;
        self
    }

    /// Whether it counts at all.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// What an exception comes to; false by default.
    #[must_use]
    pub fn failure_result(mut self, failure_result: bool) -> Self {
        self.failure_result = failure_result;
        self
    }

    /// How long its policy may take by the host's clock, [`Watch::elapsed`]; 30 s by default, as in authentik. One that takes longer
    /// ends with [`Fatal::Deadline`], and the set with [`Outcome::Error`]: neither the failure result nor negation makes an answer of
    /// it. Without a clock there is no timeout, and groups and users have none.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    fn is_static(&self) -> bool {
        matches!(self.target, Target::Static(_))
    }

    fn target(&self) -> &Policy {
        match &self.target {
            Target::Policy(policy) | Target::Static(policy) => policy,
        }
    }
}

/// What the host gave to watch an evaluation, and the timeout of the binding.
struct Timed<'a> {
    watch: &'a dyn Watch,
    end: Option<Duration>,
}

impl<'a> Timed<'a> {
    /// From now on.
    fn new(watch: &'a dyn Watch, timeout: Duration) -> Self {
        Self { watch, end: watch.elapsed().and_then(|now| now.checked_add(timeout)) }
    }
}

impl Watch for Timed<'_> {
    fn interrupted(&self) -> Option<Fatal> {
        let is_late = || self.end.is_some_and(|end| self.watch.elapsed().is_some_and(|now| now > end));
        self.watch.interrupted().or_else(|| is_late().then_some(Fatal::Deadline))
    }

    fn elapsed(&self) -> Option<Duration> {
        self.watch.elapsed()
    }
}

/// Bindings with authentik's rules for putting their answers together. This is where exceptions become answers: use it only
/// where authentik would.
///
/// ```
/// use hognose::{Binding, Engine, Mode, NoHost, Options, Outcome, PolicySet, Request, Surface};
///
/// let engine = Engine::new();
/// let surface = Surface::by_name("application-access").expect("a surface of authentik");
/// let broken = engine.compile("broken", &surface, "return request.context['no such key']")?;
/// let set = PolicySet::new(Mode::All)
///     .with(Binding::policy(broken).failure_result(true))
///     .with(Binding::group(&engine, "staff")?.order(1));
/// let request = Request::from_json(&surface, r#"{"user": {"pk": 7, "username": "marie", "groups": ["staff"]}}"#)?;
/// let decision = set.evaluate(&request, &NoHost, Options::default());
/// assert_eq!(decision.outcome, Outcome::Pass);
/// assert_eq!(decision.messages.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PolicySet {
    mode: Mode,
    empty_result: bool,
    bindings: Vec<Binding>,
}

/// What a policy set came to.
#[derive(Clone, Debug)]
pub struct SetDecision {
    /// [`Outcome::Pass`] or [`Outcome::Fail`]; [`Outcome::Error`] when a limit or a refusal ended a binding, and
    /// [`Outcome::Pending`] when a host reply is not there yet.
    pub outcome: Outcome,
    /// Messages of all bindings, passing ones too.
    pub messages: Vec<Data>,
    /// The bindings' results in the order of the messages. Groups and users are one result, the last.
    pub results: Vec<BindingResult>,
    /// Effects of all bindings in order. They may be applied when the outcome is Pass or Fail.
    pub effects: Vec<Effect>,
    /// Decisions about groups and users, in order.
    pub fixed: Vec<Decision>,
}

/// What one binding came to.
#[derive(Clone, Debug)]
pub struct BindingResult {
    /// What counts.
    pub result: PolicyResult,
    /// The policy's own decision; none for groups and users together.
    pub decision: Option<Decision>,
}

impl PolicySet {
    /// No bindings: what an empty set comes to is Pass.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        Self { mode, empty_result: true, bindings: Vec::new() }
    }

    /// What the set comes to without any enabled binding; true by default, false for notification rules.
    #[must_use]
    pub fn empty_result(mut self, empty_result: bool) -> Self {
        self.empty_result = empty_result;
        self
    }

    /// The set with one more binding.
    #[must_use]
    pub fn with(mut self, binding: Binding) -> Self {
        self.bindings.push(binding);
        self
    }

    /// Evaluate all bindings, whatever the first ones come to. What a policy writes into the request is there for the next ones.
    /// A journal in the options is not used: each policy has its own, on its decision.
    #[must_use]
    pub fn evaluate(&self, request: &Request, host: &dyn Host, options: Options<'_>) -> SetDecision {
        self.evaluate_again(request, host, options, None)
    }

    /// The same, with the replies that are in the journals of an earlier decision about the same request.
    #[must_use]
    pub fn evaluate_again(
        &self,
        request: &Request,
        host: &dyn Host,
        options: Options<'_>,
        before: Option<&SetDecision>,
    ) -> SetDecision {
        let recorded = |index: usize, is_static: bool| {
            let decision = before.and_then(|before| {
                if is_static { before.fixed.get(index) } else { before.results.get(index)?.decision.as_ref() }
            });
            Options { journal: decision.map_or(&[], |decision| &decision.journal), ..options }
        };
        let mut bindings: Vec<&Binding> = self.bindings.iter().filter(|binding| binding.enabled).collect();
        bindings.sort_by_key(|binding| binding.order);
        let mut scratch = Scratch::new();
        let mut request = request.clone();
        let mut set = SetDecision {
            outcome: Outcome::Pass,
            messages: Vec::new(),
            results: Vec::new(),
            effects: Vec::new(),
            fixed: Vec::new(),
        };
        let mut ended: Option<Outcome> = None;
        for (index, binding) in bindings.iter().filter(|binding| !binding.is_static()).enumerate() {
            let timed = options.watch.map(|watch| Timed::new(watch, binding.timeout));
            let watch = timed.as_ref().map(|timed| timed as &dyn Watch);
            let options = Options { watch, ..recorded(index, false) };
            let decision = binding.target().evaluate_in(&mut scratch, &request, host, options);
            ended = worse(ended, &decision);
            if decision.effects_apply() {
                request.apply(&decision.effects);
            }
            set.effects.extend(decision.effects.iter().cloned());
            let result = taken(binding, &decision);
            set.results.push(BindingResult { result, decision: Some(decision) });
        }
        let mut fixed = Vec::new();
        for (index, binding) in bindings.iter().filter(|binding| binding.is_static()).enumerate() {
            let options = recorded(index, true);
            let decision = binding.target().evaluate_in(&mut scratch, &request, host, options);
            ended = worse(ended, &decision);
            fixed.push((decision.outcome == Outcome::Pass) != binding.negate);
            set.fixed.push(decision);
        }
        if !fixed.is_empty() {
            let result = PolicyResult { passing: self.together(fixed), messages: Vec::new() };
            set.results.push(BindingResult { result, decision: None });
        }
        set.messages = set.results.iter().flat_map(|one| one.result.messages.iter().cloned()).collect();
        let passes = if set.results.is_empty() {
            self.empty_result
        } else {
            self.together(set.results.iter().map(|one| one.result.passing))
        };
        set.outcome = ended.unwrap_or(if passes { Outcome::Pass } else { Outcome::Fail });
        set
    }

    fn together(&self, passing: impl IntoIterator<Item = bool>) -> bool {
        let mut passing = passing.into_iter();
        match self.mode {
            Mode::Any => passing.any(|passes| passes),
            Mode::All => passing.all(|passes| passes),
        }
    }
}

/// What a binding makes of a decision: an exception gives the failure result, which is not turned round.
fn taken(binding: &Binding, decision: &Decision) -> PolicyResult {
    let mut result = decision.as_authentik(binding.failure_result);
    if decision.failure.is_none() {
        result.passing = result.passing != binding.negate;
    }
    result
}

/// How the whole set ends when one decision is neither an answer nor an exception. Pending comes before errors: what is
/// missing may be all there is to it.
fn worse(before: Option<Outcome>, decision: &Decision) -> Option<Outcome> {
    match decision.failure.as_deref().map(|failure| &failure.kind) {
        Some(FailureKind::Fatal(_)) if decision.outcome == Outcome::Pending => Some(Outcome::Pending),
        Some(FailureKind::Fatal(_)) => before.or(Some(Outcome::Error)),
        _ => before,
    }
}
