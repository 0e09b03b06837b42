//! Ending evaluations from outside.

use hognose_eval::Fatal;
use hognose_eval::context::Watch;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that ends evaluations from another thread; its clones are the same flag.
///
/// ```
/// use hognose::{Cancel, Engine, Fatal, FailureKind, NoHost, Options, Request, Scratch, Surface};
///
/// let policy = Engine::new().compile("p", &Surface::custom(&[]), "while True: pass")?;
/// let cancel = Cancel::new();
/// let handle = cancel.clone();
/// let other = std::thread::spawn(move || handle.cancel());
/// # other.join().unwrap();
/// let options = Options { watch: Some(&cancel), ..Options::default() };
/// let decision = policy.evaluate_in(&mut Scratch::new(), &Request::custom([("", "")]), &NoHost, options);
/// assert_eq!(decision.failure.expect("it was cancelled").kind, FailureKind::Fatal(Fatal::Cancelled));
/// # Ok::<(), hognose::CompileError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancel {
    flag: Arc<AtomicBool>,
}

impl Cancel {
    /// A flag that is not set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// End the evaluations that are given this flag, now and later ones: each with [`Fatal::Cancelled`] at its next look.
    pub fn cancel(&self) {
        self.flag.store(true, Ordering::Relaxed);
    }

    /// Whether the flag is set.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
    }
}

impl Watch for Cancel {
    fn interrupted(&self) -> Option<Fatal> {
        self.is_cancelled().then_some(Fatal::Cancelled)
    }
}
