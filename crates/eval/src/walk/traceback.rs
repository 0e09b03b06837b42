//! Where an exception passed.

use crate::context::Context;
use crate::stop::Stop;
use crate::value::exception::{Exception, Trace};
use crate::walk::Frame;
use hognose_syntax::tree::Span;

impl<'h> Context<'h> {
    /// Note that an error passed this place; only the innermost place of a frame is kept.
    #[cold]
    #[inline(never)]
    pub(crate) fn at(&self, stop: Stop<'h>, span: Span, frame: &Frame<'_, 'h>) -> Stop<'h> {
        if let Stop::Raise(exception) = stop {
            let inner = exception.trace.get();
            if inner.is_none_or(|trace| trace.frame != frame.number) {
                let entry = Trace { span, function: &frame.code.name, frame: frame.number, inner };
                exception.trace.set(Some(self.heap().alloc_always(entry)));
            }
            if inner.is_none() {
                self.chain(exception);
            }
        } else if self.fatal_span.get().is_none() {
            self.fatal_span.set(Some(span));
        }
        stop
    }

    /// Note that an exception was thrown into a generator at this place: its context is what the generator itself
    /// handles there, not what is handled outside.
    pub(crate) fn thrown(&self, stop: Stop<'h>, span: Span, frame: &Frame<'_, 'h>) -> Stop<'h> {
        let outside = self.handling_outside.get();
        let handled = self.handling.get();
        let own = handled.is_some_and(|own| !outside.is_some_and(|outside| std::ptr::eq(own, outside)));
        self.thrown_at(stop, span, &frame.code.name, frame.number);
        if let (true, Stop::Raise(exception)) = (own, stop) {
            self.chain(exception);
        }
        stop
    }

    /// Note where an exception was thrown in, so that it is not taken for one that was raised there.
    pub(crate) fn thrown_at(&self, stop: Stop<'h>, span: Span, function: &'h str, frame: u32) {
        if let Stop::Raise(exception) = stop {
            let entry = Trace { span, function, frame, inner: exception.trace.get() };
            exception.trace.set(Some(self.heap().alloc_always(entry)));
        }
    }

    /// Set `__context__` of an exception raised while another is handled.
    pub(crate) fn chain(&self, exception: &'h Exception<'h>) {
        let Some(handled) = self.handling.get() else { return };
        if std::ptr::eq(handled, exception) || exception.context.get().is_some() {
            return;
        }
        // Never make a cycle: the chain behind the handled exception must not hold this one.
        let mut link = handled.context.get();
        let mut steps = 0_u32;
        while let Some(next) = link {
            if std::ptr::eq(next, exception) || steps > 1_000 {
                return;
            }
            steps = steps.saturating_add(1);
            link = next.context.get();
        }
        exception.context.set(Some(handled));
    }

    /// Whether a stop is an exception of this type.
    pub fn is_raise_of(&self, stop: Stop<'h>, class: &'static crate::class::Class) -> bool {
        matches!(stop, Stop::Raise(exception) if exception.class.is_subclass(class))
    }
}
