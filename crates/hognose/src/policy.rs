//! Compiled policies and their evaluation.

use crate::decision::{Decision, Failure, Outcome, Usage};
use crate::engine::Shared;
use crate::policies::Policies;
use crate::request::Request;
use crate::surface::{Kind as SurfaceKind, Surface};
use hognose_authentik::evaluation::Evaluation;
use hognose_authentik::helpers::messages::SKIP_OBJECT;
use hognose_authentik::surroundings::{Callee, Surroundings};
use hognose_eval::context::Watch;
use hognose_eval::data::Data;
use hognose_eval::host::Host;
use hognose_eval::journal::Entry;
use hognose_eval::ledger::Ledger;
use hognose_eval::run::{self, End, Finished, Hooks, Setting};
use hognose_eval::{Fatal, Limits, Program, Region};
use hognose_schema::Capability;
use hognose_schema::binding::Release;
use hognose_syntax::tree::Span;
use std::any::Any;
use std::sync::Arc;

/// A compiled policy. `Send + Sync`, cheap to clone.
#[derive(Clone, Debug)]
pub struct Policy {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    name: Arc<str>,
    source: Box<str>,
    surface: Surface,
    /// Positions of the parameters whose values an evaluation is given.
    needed: Box<[u16]>,
    program: Arc<Program>,
    uses: Box<[(Capability, Span)]>,
    engine: Arc<Shared>,
    /// What its evaluations know unless they are given more; none on a surface of the host's own.
    surroundings: Option<Surroundings>,
}

/// What compiling a policy gives.
pub(crate) struct Parts {
    pub(crate) program: Program,
    pub(crate) uses: Vec<(Capability, Span)>,
    pub(crate) engine: Arc<Shared>,
}

/// Memory of evaluations, reused from one to the next: the fast path of [`Policy::evaluate_in`].
#[derive(Debug, Default)]
pub struct Scratch {
    region: Region,
}

impl Scratch {
    /// Empty.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

/// What an evaluation may be given besides request and host.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Host calls with replies recorded by an earlier evaluation, replayed in order.
    pub journal: &'a [Entry],
    /// The host's clock and flag: deadline and cancellation.
    pub watch: Option<&'a dyn Watch>,
    /// The policies that it may call with `ak_call_policy`.
    pub policies: Option<&'a Policies>,
    /// Whether the value is left behind and only its truth taken, which spares copying a large result.
    pub discard_value: bool,
    /// Whether to list the places that were read.
    pub reads: bool,
}

/// A policy that reads more names of its surface than this is bound through the heap.
const FEW: usize = 4;

impl Policy {
    pub(crate) fn new(name: &str, surface: &Surface, source: &str, parts: Parts) -> Self {
        let program = parts.program;
        // A name that the policy never reads needs no value; but the request is what other names are found from.
        let is_needed =
            |index: usize| program.reads_parameter(index) || surface.parameter(index) == Some("request");
        let needed = (0..u16::MAX)
            .take_while(|index| surface.parameter(usize::from(*index)).is_some())
            .filter(|index| is_needed(usize::from(*index)))
            .collect();
        let name: Arc<str> = name.into();
        Self {
            inner: Arc::new(Inner {
                surroundings: surface.decl().map(|surface| Surroundings {
                    name: Arc::clone(&name),
                    surface: Some(surface),
                    release: parts.engine.release,
                    policies: None,
                    depth: 0,
                }),
                name,
                source: source.into(),
                surface: surface.clone(),
                needed,
                program: Arc::new(program),
                uses: parts.uses.into(),
                engine: parts.engine,
            }),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Its source text.
    #[must_use]
    pub fn source_text(&self) -> &str {
        &self.inner.source
    }

    /// The place it was compiled for.
    #[must_use]
    pub fn surface(&self) -> &Surface {
        &self.inner.surface
    }

    /// The capabilities that it is seen to use, with the place of each use, in the order of the source.
    ///
    /// ```
    /// use hognose::{Capability, Engine, Surface};
    /// let surface = Surface::by_name("policy").expect("a surface of authentik");
    /// let engine = Engine::builder().grant(Capability("directory.read")).grant(Capability("flow.write")).build();
    /// let source = "plan = context['flow_plan']\nif ak_user_by(username='a') or ak_user_by(username='b'):\n    plan.redirect('/')";
    /// let policy = engine.compile("p", &surface, source)?;
    /// let uses: Vec<_> = policy.capabilities().iter().map(|(capability, _)| capability.0).collect();
    /// assert_eq!(uses, ["directory.read", "directory.read", "flow.write"]);
    /// # Ok::<(), hognose::CompileError>(())
    /// ```
    #[must_use]
    pub fn capabilities(&self) -> &[(Capability, Span)] {
        &self.inner.uses
    }

    /// The names of its surface that it reads: of a surface of your own, what the others stand for need not be made for it.
    ///
    /// ```
    /// use hognose::{Engine, Surface};
    /// let policy = Engine::new().compile("p", &Surface::custom(&["user", "device"]), "return user == 'marie'")?;
    /// assert_eq!(policy.names_read().collect::<Vec<_>>(), ["user"]);
    /// # Ok::<(), hognose::CompileError>(())
    /// ```
    pub fn names_read(&self) -> impl Iterator<Item = &str> {
        let surface = &self.inner.surface;
        let names = (0..).map_while(|index| Some((index, surface.parameter(index)?)));
        names.filter(|(index, _)| self.inner.program.reads_parameter(*index)).map(|(_, name)| name)
    }

    /// The release of authentik that it was compiled for.
    #[must_use]
    pub fn release(&self) -> Release {
        self.inner.engine.release
    }

    pub(crate) fn engine(&self) -> &Shared {
        &self.inner.engine
    }

    /// As others call it; none on a surface of the host's own.
    pub(crate) fn callee(&self) -> Option<Callee> {
        let surface = self.inner.surface.decl()?;
        let (name, program) = (Arc::clone(&self.inner.name), Arc::clone(&self.inner.program));
        Some(Callee { name, surface, program })
    }

    /// The bounds on its evaluations.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.inner.engine.limits
    }

    /// What its engine grants, in the order of the names.
    #[must_use]
    pub fn grants(&self) -> &[Capability] {
        &self.inner.engine.granted
    }

    /// Evaluate it.
    #[must_use]
    pub fn evaluate(&self, request: &Request, host: &dyn Host) -> Decision {
        self.evaluate_in(&mut Scratch::new(), request, host, Options::default())
    }

    /// Evaluate it in memory that is used again and again: a warm small evaluation allocates nothing.
    #[must_use]
    pub fn evaluate_in(
        &self,
        scratch: &mut Scratch,
        request: &Request,
        host: &dyn Host,
        options: Options<'_>,
    ) -> Decision {
        let ledger = Ledger::new(options.journal);
        let finished = self.with_setting(request, host, options, |setting| {
            run::evaluate(&self.inner.program, &scratch.region, setting, &ledger)
        });
        scratch.region.reset();
        self.decision(finished, ledger)
    }

    /// Evaluate it for many requests, one after the other in the same memory: each decision is made when it is asked for, and is
    /// the one that [`Policy::evaluate`] makes. A journal in the options is replayed for each.
    ///
    /// ```
    /// use hognose::{Engine, NoHost, Options, Outcome, Request, Scratch, Surface};
    ///
    /// let policy = Engine::new().compile("p", &Surface::custom(&["user"]), "return user in ('marie', 'jo')")?;
    /// let requests: Vec<Request> = ["jo", "eve", "marie"].map(|user| Request::custom([("user", user)])).into();
    /// let mut scratch = Scratch::new();
    /// let decisions = policy.evaluate_many(&mut scratch, &requests, &NoHost, Options::default());
    /// let outcomes: Vec<Outcome> = decisions.map(|decision| decision.outcome).collect();
    /// assert_eq!(outcomes, [Outcome::Pass, Outcome::Fail, Outcome::Pass]);
    /// # Ok::<(), hognose::CompileError>(())
    /// ```
    pub fn evaluate_many<'a>(
        &'a self,
        scratch: &'a mut Scratch,
        requests: impl IntoIterator<Item = &'a Request> + 'a,
        host: &'a dyn Host,
        options: Options<'a>,
    ) -> impl Iterator<Item = Decision> + 'a {
        let requests = requests.into_iter();
        requests.map(move |request| self.evaluate_in(scratch, request, host, options))
    }

    /// Evaluate it and give `repr` of its value: for comparing with CPython.
    #[doc(hidden)]
    #[must_use]
    pub fn evaluate_repr(
        &self,
        request: &Request,
        host: &dyn Host,
        options: Options<'_>,
    ) -> (Decision, Option<String>) {
        let scratch = Scratch::new();
        let ledger = Ledger::new(options.journal);
        let (finished, repr) = self.with_setting(request, host, options, |setting| {
            run::evaluate_repr(&self.inner.program, &scratch.region, setting, &ledger)
        });
        (self.decision(finished, ledger), repr)
    }

    #[inline]
    fn with_setting<T>(
        &self,
        request: &Request,
        host: &dyn Host,
        options: Options<'_>,
        run: impl FnOnce(&Setting<'_>) -> T,
    ) -> T {
        static ABSENT: Data = Data::Absent;
        let mut few = [(0, &ABSENT); FEW];
        let many: Vec<(usize, &Data)>;
        let value = |index: u16| {
            let index = usize::from(index);
            let name = self.inner.surface.parameter(index).unwrap_or_default();
            (index, request.value(index, name).unwrap_or(&ABSENT))
        };
        let needed = &self.inner.needed;
        let arguments = match few.get_mut(..needed.len()) {
            Some(few) => {
                for (place, index) in few.iter_mut().zip(needed) {
                    *place = value(*index);
                }
                &*few
            }
            None => {
                many = needed.iter().map(|index| value(*index)).collect();
                &*many
            }
        };
        let evaluation = match self.inner.surface.kind() {
            SurfaceKind::Authentik(surface) => Some(Evaluation::new(surface, &self.inner.program)),
            SurfaceKind::Custom(_) => None,
        };
        let own = self.inner.surroundings.as_ref();
        let with_policies;
        let surroundings = match options.policies {
            None => own,
            Some(policies) => {
                let policies = Some(policies.shared());
                with_policies = own.map(|own| Surroundings { policies, ..own.clone() });
                with_policies.as_ref()
            }
        };
        run(&Setting {
            arguments,
            limits: &self.inner.engine.limits,
            host,
            extension: surroundings.map(|known| known as &dyn Any),
            watch: options.watch,
            reads: options.reads,
            discard_value: options.discard_value,
            hooks: evaluation.as_ref().map(|evaluation| evaluation as &dyn Hooks),
        })
    }

    #[inline]
    fn decision(&self, finished: Finished, ledger: Ledger) -> Decision {
        let decides = self.inner.surface.decides();
        let (outcome, failure) = match finished.end {
            End::Value { .. } if !decides => (Outcome::Value, None),
            End::Value { truth: true } => (Outcome::Pass, None),
            End::Value { truth: false } => (Outcome::Fail, None),
            End::Raised(raised) if raised.kind == SKIP_OBJECT.name && !decides => (Outcome::Skip, None),
            End::Raised(raised) => {
                (Outcome::Error, Some(Box::new(Failure::raised(*raised, self.source_text()))))
            }
            End::Fatal(fatal) => {
                let (fatal, span) = *fatal;
                let outcome = if fatal == Fatal::Pending { Outcome::Pending } else { Outcome::Error };
                (outcome, Some(Box::new(Failure::fatal(fatal, span, self.source_text()))))
            }
        };
        let (value, outputs, journal, reads) = ledger.into_parts();
        let mut decision = Decision {
            outcome,
            value,
            messages: outputs.messages,
            effects: outputs.effects,
            logs: outputs.logs,
            failure,
            reads: self.passed(&reads),
            usage: Usage { fuel: finished.fuel, memory: finished.memory },
            journal,
        };
        if outcome == Outcome::Pending {
            decision.effects.clear();
        }
        decision
    }

    /// The places of the read sites whose bits are set.
    fn passed(&self, bits: &[u64]) -> Vec<Span> {
        let is_set = |index: usize| bits.get(index >> 6).is_some_and(|word| (word >> (index & 63)) & 1 == 1);
        let sites = self.inner.program.sites().iter().enumerate();
        if bits.is_empty() {
            return Vec::new();
        }
        sites.filter(|(index, _)| is_set(*index)).map(|(_, span)| *span).collect()
    }
}
