//! Names of attributes and methods: kept once an engine where the table has them, once a policy where it has not.

use crate::class::{self, Class};
use crate::row::{Member, NativeFn, Row};
use crate::table::{self, Candidate};
use std::fmt;
use std::sync::Arc;

/// An attribute's name, with the rows that bear it.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    text: Arc<str>,
    /// None when no row bears the name.
    bearers: Option<Arc<Bearers>>,
}

#[derive(Debug)]
struct Bearers {
    candidates: Box<[Candidate]>,
    methods: Methods,
}

/// The methods of the commonest types that bear a name.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Methods {
    pub(crate) str: Option<Method>,
    pub(crate) dict: Option<Method>,
    pub(crate) list: Option<Method>,
}

static NO_METHODS: Methods = Methods { str: None, dict: None, list: None };

/// A method with its function.
#[derive(Clone, Copy)]
pub(crate) struct Method {
    pub(crate) row: &'static Row,
    pub(crate) function: NativeFn,
}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row.name)
    }
}

impl Name {
    /// A name that these rows bear.
    pub(crate) fn new(text: &str, candidates: Vec<Candidate>) -> Self {
        let bearers = if candidates.is_empty() {
            None
        } else {
            let method = |class: &'static Class| match table::member(&candidates, class)? {
                row @ Row { member: Member::Method(function), .. } => {
                    Some(Method { row, function: *function })
                }
                _ => None,
            };
            let (str, dict, list) = (method(&class::STR), method(&class::DICT), method(&class::LIST));
            let methods = Methods { str, dict, list };
            Some(Arc::new(Bearers { candidates: candidates.into_boxed_slice(), methods }))
        };
        Self { text: text.into(), bearers }
    }

    /// The name itself.
    #[inline]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The rows that bear it, whoever they belong to.
    #[inline]
    pub(crate) fn candidates(&self) -> &[Candidate] {
        self.bearers.as_ref().map_or(&[], |bearers| &bearers.candidates)
    }

    /// The methods of the commonest types that bear it.
    #[inline]
    pub(crate) fn methods(&self) -> &Methods {
        self.bearers.as_ref().map_or(&NO_METHODS, |bearers| &bearers.methods)
    }
}
