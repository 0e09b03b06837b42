//! The engine: what is granted, what is bounded, and the compiler.

use crate::cache::{Cache, CacheSize};
use crate::error::CompileError;
use crate::policy::{Parts, Policy};
use crate::surface::Surface;
use hognose_eval::Limits;
use hognose_eval::link::link;
use hognose_eval::table::{self, Table};
use hognose_schema::Capability;
use hognose_schema::binding::Release;
use hognose_syntax::tree::Tree;
use hognose_syntax::{Diagnostic, Limits as SourceLimits};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

/// Built-ins that consume a generator expression at once.
const EAGER_CONSUMERS: &[&str] =
    &["any", "all", "sum", "list", "tuple", "set", "frozenset", "sorted", "min", "max", "dict"];

/// Compiles policies. Immutable and cheap to clone.
///
/// ```
/// use hognose::{Engine, Limits};
///
/// let engine = Engine::builder().limits(Limits { fuel: 10_000, ..Limits::default() }).build();
/// assert_eq!(engine.limits().fuel, 10_000);
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    shared: Arc<Shared>,
    /// Not in what policies share: they would keep one another alive.
    cache: Option<Arc<Cache>>,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) table: Arc<Table>,
    pub(crate) limits: Limits,
    pub(crate) source_limits: SourceLimits,
    pub(crate) release: Release,
    /// Sorted, each once.
    pub(crate) granted: Box<[Capability]>,
}

/// Sets an [`Engine`] up.
#[derive(Debug, Default)]
pub struct Builder {
    limits: Limits,
    source_limits: SourceLimits,
    granted: Vec<Capability>,
    release: Option<Release>,
    seed: Option<(u64, u64)>,
    cache: Option<CacheSize>,
}

impl Builder {
    /// Bounds on evaluations. All have defaults.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Bounds on source texts. All have defaults.
    #[must_use]
    pub fn source_limits(mut self, limits: SourceLimits) -> Self {
        self.source_limits = limits;
        self
    }

    /// Grant a capability, such as `directory.read`. Nothing but pure functions, messages and logs is granted by default.
    #[must_use]
    pub fn grant(mut self, capability: Capability) -> Self {
        self.granted.push(capability);
        self
    }

    /// Follow a release of authentik; by default the newest one that is out.
    ///
    /// ```
    /// use hognose::{Engine, Surface};
    /// let surface = Surface::by_name("policy").expect("a surface of authentik");
    /// let older = Engine::builder().release(hognose::release("2025.2").expect("a known release")).build();
    /// let policy = older.compile("p", &surface, "return ak_send_email('a@example.org', 's', 'b')")?;
    /// let decision = policy.evaluate(&hognose::Request::from_json(&surface, "{}")?, &hognose::NoHost);
    /// assert_eq!(decision.failure.expect("it raises").message, "name 'ak_send_email' is not defined");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn release(mut self, release: Release) -> Self {
        self.release = Some(release);
        self
    }

    /// Seed the inner hashes; by default each engine draws its own seed. No decision ever depends on it.
    #[must_use]
    pub fn hash_seed(mut self, seed: (u64, u64)) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Keep what is compiled: the same source under the same name for the same surface is compiled once, as long as it is
    /// asked for more often than others. Clones of the engine share what is kept, from any thread. Nothing is kept by default.
    ///
    /// ```
    /// use hognose::{CacheSize, Engine, Surface};
    /// let engine = Engine::builder().cache(CacheSize { policies: 100, ..CacheSize::default() }).build();
    /// for _ in 0..10 {
    ///     engine.compile("p", &Surface::custom(&[]), "return True")?;
    /// }
    /// assert_eq!(engine.cached(), 1);
    /// # Ok::<(), hognose::CompileError>(())
    /// ```
    #[must_use]
    pub fn cache(mut self, size: CacheSize) -> Self {
        self.cache = Some(size);
        self
    }

    /// The engine.
    #[must_use]
    pub fn build(self) -> Engine {
        let seed = self.seed.unwrap_or_else(|| {
            let state = RandomState::new();
            (state.hash_one(1_u8), state.hash_one(2_u8))
        });
        let mut table = table::Builder::new().seed(seed);
        let release = self.release.unwrap_or_else(hognose_authentik::releases::default);
        table = hognose_authentik::register(hognose_modules::register(table), release);
        let mut granted = self.granted;
        granted.sort_unstable();
        granted.dedup();
        for capability in &granted {
            table = table.grant(*capability);
        }
        Engine {
            shared: Arc::new(Shared {
                table: Arc::new(table.build()),
                limits: self.limits,
                source_limits: self.source_limits,
                release,
                granted: granted.into(),
            }),
            cache: self.cache.map(|size| Arc::new(Cache::new(size))),
        }
    }
}

impl Engine {
    /// An engine with the default limits and nothing granted.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Sets an engine up.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The bounds on evaluations.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// Compile a policy for the place where it runs.
    ///
    /// # Errors
    /// Everything that is wrong with the source, all at once: what CPython refuses, what hognose leaves out, what is not
    /// granted.
    ///
    /// ```
    /// use hognose::{Engine, Surface};
    ///
    /// let error = Engine::new().compile("p", &Surface::custom(&[]), "return eval('1')").unwrap_err();
    /// assert!(error.to_string().starts_with("p:1:8: "));
    ///
    /// let error = Engine::new().compile("p", &Surface::custom(&[]), "import os\nreturn eval('1')").unwrap_err();
    /// assert_eq!(error.diagnostics().len(), 2);
    /// ```
    pub fn compile(&self, name: &str, surface: &Surface, source: &str) -> Result<Policy, CompileError> {
        if let Some(policy) = self.cache.as_ref().and_then(|cache| cache.find(name, surface, source)) {
            return Ok(policy);
        }
        let (tree, found) = self.shared.examine(surface, source);
        let Some(tree) = tree else { return Err(CompileError::new(name, source, found)) };
        let policy = self.link(name, surface, source, tree, found)?;
        if let Some(cache) = &self.cache {
            cache.keep(&policy);
        }
        Ok(policy)
    }

    /// How many policies its cache holds.
    #[must_use]
    pub fn cached(&self) -> usize {
        self.cache.as_ref().map_or(0, |cache| cache.len())
    }

    /// From tree to policy. Whoever made the tree: what it uses is looked for, and what it may not have is refused, here.
    pub(crate) fn link(
        &self,
        name: &str,
        surface: &Surface,
        source: &str,
        tree: Tree,
        mut found: Vec<Diagnostic>,
    ) -> Result<Policy, CompileError> {
        let mut uses = Vec::new();
        if surface.is_authentik() {
            let grants = |capability| self.shared.table.grants(capability);
            let writes = hognose_authentik::writes::writes(&tree, &grants);
            found.extend(writes.refused);
            uses = writes.uses;
        }
        match link(tree, Arc::clone(&self.shared.table), &surface.hidden(self.shared.release)) {
            Ok(program) if found.is_empty() => {
                uses.extend_from_slice(program.capabilities());
                uses.sort_by_key(|(_, span)| span.start);
                let parts = Parts { program, uses, engine: Arc::clone(&self.shared) };
                return Ok(Policy::new(name, surface, source, parts));
            }
            Ok(_) => {}
            Err(more) => found.extend(more),
        }
        found.sort_by_key(|diagnostic| diagnostic.span.start);
        Err(CompileError::new(name, source, found))
    }

    /// The bounds on source texts.
    #[must_use]
    pub fn source_limits(&self) -> &SourceLimits {
        &self.shared.source_limits
    }
}

impl Engine {
    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl Shared {
    /// What reading a source for a surface takes.
    pub(crate) fn options<'o>(
        &self,
        surface: &Surface,
        parameters: &'o [&'o str],
    ) -> hognose_syntax::Options<'o> {
        hognose_syntax::Options {
            parameters,
            top_level_yield: surface.takes_several_values(),
            eager_consumers: EAGER_CONSUMERS,
            limits: self.source_limits,
        }
    }

    /// A source's tree, and what is wrong with it.
    pub(crate) fn examine(&self, surface: &Surface, source: &str) -> (Option<Tree>, Vec<Diagnostic>) {
        let parameters = surface.parameters();
        hognose_syntax::examine(source, &self.options(surface, &parameters))
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}
