//! Surfaces: the places where expressions run.

use std::sync::Arc;

/// A place where expressions run: the names in scope, and what becomes of the result.
#[derive(Clone, Debug)]
pub struct Surface {
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Custom(Arc<[Box<str>]>),
}

impl Surface {
    /// A surface of your own: names that the expression sees, given by [`crate::Request::custom`]. A name that a request does
    /// not give is not defined. The result decides: a truthy value passes, anything else fails.
    #[must_use]
    pub fn custom(names: &[&str]) -> Self {
        Self { kind: Kind::Custom(names.iter().map(|name| Box::from(*name)).collect()) }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.kind {
            Kind::Custom(_) => "custom",
        }
    }

    /// The names that the expression's function takes as parameters, in order.
    #[must_use]
    pub fn parameters(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Custom(names) => names.iter().map(|name| &**name).collect(),
        }
    }

    /// Whether an expression may yield several values.
    #[must_use]
    pub fn takes_several_values(&self) -> bool {
        match &self.kind {
            Kind::Custom(_) => false,
        }
    }

    /// Whether the result is a verdict (pass or fail), not a value for a consumer.
    #[must_use]
    pub fn decides(&self) -> bool {
        match &self.kind {
            Kind::Custom(_) => true,
        }
    }
}
