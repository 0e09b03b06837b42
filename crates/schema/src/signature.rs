//! Signatures: which arguments a function takes, and in which words CPython complains about others.

/// The arguments of a function.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    /// The parameters, without the receiver of a method.
    pub parameters: &'static [Parameter],
    /// How complaints are worded.
    pub style: Style,
    /// Whether every parameter takes one positional argument: such a call needs no binding.
    pub plain: bool,
    /// Parameters that must be given, when all are plain: the first ones.
    pub least: u8,
    /// Complaints count a receiver that callers do not see: CPython has a bound method here.
    pub bound: bool,
}

/// How CPython words complaints about arguments, which depends on how the function is written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `METH_NOARGS`: "str.upper() takes no arguments (1 given)".
    NoArguments,
    /// `METH_O`: "str.join() takes exactly one argument (0 given)".
    One,
    /// Positional only: "pop expected at most 1 argument, got 2"; keywords: "str.pop() takes no keyword arguments".
    Positional,
    /// By name too: "split() takes at most 2 arguments (3 given)",
    /// "split() got an unexpected keyword argument 'x'", "split() missing required argument 'sep' (pos 1)".
    Keywords,
    /// Written in Python: "dumps() missing 1 required positional argument: 'obj'".
    Python,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// How arguments reach it.
    pub kind: Kind,
    /// Whether it must be given.
    pub required: bool,
}

/// How arguments reach a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By position only.
    PositionalOnly,
    /// By position or name.
    Positional,
    /// All further positional arguments, as a tuple.
    Rest,
    /// By name only.
    KeywordOnly,
    /// All further keyword arguments, as a dict.
    Keywords,
}

const fn parameter(name: &'static str, kind: Kind, required: bool) -> Parameter {
    Parameter { name, kind, required }
}

/// A parameter that must be given, by position or name.
#[must_use]
pub const fn required(name: &'static str) -> Parameter {
    parameter(name, Kind::Positional, true)
}

/// A parameter that may be left out, by position or name.
#[must_use]
pub const fn optional(name: &'static str) -> Parameter {
    parameter(name, Kind::Positional, false)
}

/// A parameter that must be given, by position.
#[must_use]
pub const fn p_only(name: &'static str) -> Parameter {
    parameter(name, Kind::PositionalOnly, true)
}

/// A parameter that may be left out, by position.
#[must_use]
pub const fn p_only_optional(name: &'static str) -> Parameter {
    parameter(name, Kind::PositionalOnly, false)
}

/// A parameter that may be left out, by name only.
#[must_use]
pub const fn keyword_only(name: &'static str) -> Parameter {
    parameter(name, Kind::KeywordOnly, false)
}

/// A parameter that must be given, by name only.
#[must_use]
pub const fn required_keyword_only(name: &'static str) -> Parameter {
    parameter(name, Kind::KeywordOnly, true)
}

/// All further positional arguments.
#[must_use]
pub const fn rest(name: &'static str) -> Parameter {
    parameter(name, Kind::Rest, false)
}

/// All further keyword arguments.
#[must_use]
pub const fn keywords(name: &'static str) -> Parameter {
    parameter(name, Kind::Keywords, false)
}

impl Signature {
    /// No arguments.
    pub const NONE: Signature = Signature::new(&[], Style::NoArguments);

    /// Exactly one argument, by position.
    #[must_use]
    pub const fn one(parameters: &'static [Parameter; 1]) -> Signature {
        Signature::new(parameters, Style::One)
    }

    /// Arguments by position.
    #[must_use]
    pub const fn positional(parameters: &'static [Parameter]) -> Signature {
        Signature::new(parameters, Style::Positional)
    }

    /// Arguments by position and name.
    #[must_use]
    pub const fn keywords(parameters: &'static [Parameter]) -> Signature {
        Signature::new(parameters, Style::Keywords)
    }

    /// Arguments of a function that CPython has in Python.
    #[must_use]
    pub const fn python(parameters: &'static [Parameter]) -> Signature {
        Signature::new(parameters, Style::Python)
    }

    /// Arguments of a bound method that CPython has in Python and that is called by a name of its own.
    #[must_use]
    pub const fn bound(parameters: &'static [Parameter]) -> Signature {
        let mut signature = Signature::new(parameters, Style::Python);
        signature.bound = true;
        signature
    }

    /// Parameters with a wording.
    #[must_use]
    pub const fn new(parameters: &'static [Parameter], style: Style) -> Signature {
        let mut rest: &[Parameter] = parameters;
        let mut plain = true;
        let mut least = 0_u8;
        while let [first, tail @ ..] = rest {
            plain &= matches!(first.kind, Kind::PositionalOnly | Kind::Positional);
            if first.required {
                least = least.saturating_add(1);
            }
            rest = tail;
        }
        Signature { parameters, style, plain, least, bound: false }
    }

    /// Whether a call with this many positional arguments and nothing else needs no binding.
    #[must_use]
    #[inline]
    pub const fn takes(&self, given: usize) -> bool {
        self.plain && given <= self.parameters.len() && given >= self.least as usize
    }
}
