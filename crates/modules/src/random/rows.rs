//! What a policy sees of `random`.

use hognose_eval::class::{Class, Module};
use hognose_eval::row::{Args, Capability, Member, Row, Signature, keyword_only, optional, p_only, required};
use hognose_eval::{Context, R, Value};

use super::{pick, seed, source, spread, whole};

/// What making random numbers needs.
pub const CAPABILITY: Capability = Capability("random");

/// The module.
pub static MODULE: Module = Module { name: "random", rows: &[FUNCTIONS, TYPES] };

/// Its types.
pub static CLASSES: &[&Class] = &[&RANDOM, &SYSTEM_RANDOM];

/// `random.Random`.
pub(super) static RANDOM: Class = Class {
    name: "Random",
    module: "random",
    message_name: "Random",
    rows: &[METHODS, VERSION],
    constructor: Some(&NEW),
    ..Class::EMPTY
};

/// `random.SystemRandom`.
pub(crate) static SYSTEM_RANDOM: Class = Class {
    name: "SystemRandom",
    message_name: "SystemRandom",
    base: Some(&RANDOM),
    rows: &[],
    constructor: Some(&SYSTEM_NEW),
    ..RANDOM
};

static VERSION: &[Row] = &[Row::constant("VERSION", "The form of `getstate`.", |_| Ok(Value::Int(3)))];

static NEW: Row = Row::new(
    "Random",
    Signature::python(&[optional("x")]),
    "A generator of its own.",
    Member::Function(|cx, call| {
        let made = source::new_random(cx)?;
        seed::seeded(cx, source::of(cx, made)?, call.value(0), Value::Unbound)?;
        Ok(made)
    }),
)
.called("Random.__init__")
.needs(CAPABILITY);

static SYSTEM_NEW: Row = Row::new(
    "SystemRandom",
    Signature::python(&[optional("x")]),
    "A generator of what the host gives.",
    Member::Function(|cx, _| source::new_system(cx)),
)
.called("Random.__init__")
.needs(CAPABILITY);

static TYPES: &[Row] = &[
    Row::class(&RANDOM, "A generator of its own.").needs(CAPABILITY),
    Row::class(&SYSTEM_RANDOM, "A generator of what the host gives.").needs(CAPABILITY),
];

/// A function of the module is the method of the generator that all share.
fn shared<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let Some(method) = cx.table().member(&RANDOM, row.name) else {
        return Err(cx.internal("a function without its method"));
    };
    // What is seeded next needs no bytes of the host before.
    let replaced = matches!(row.name, "seed" | "setstate");
    cx.call_row(method, Some(source::shared(cx, !replaced)?), args)
}

macro_rules! operations {
    ($($name:literal $signature:expr, $doc:literal, $f:path;)*) => {
        static METHODS: &[Row] = &[$(
            Row::new($name, $signature, $doc, Member::Method(|cx, call| {
                $f(cx, call.value(0), call.args.get(1..).unwrap_or_default())
            }))
            .called(concat!("Random.", $name))
        ),*];
        static FUNCTIONS: &[Row] = &[$(
            Row::new($name, $signature, $doc, Member::RawFunction(shared))
                .called(concat!("Random.", $name))
                .needs(CAPABILITY)
        ),*];
    };
}

const POPULATION: Signature =
    Signature::python(&[required("population"), required("k"), keyword_only("counts")]);
const WEIGHTED: Signature = Signature::python(&[
    required("population"),
    optional("weights"),
    keyword_only("cum_weights"),
    keyword_only("k"),
]);
const NORMAL: Signature = Signature::python(&[optional("mu"), optional("sigma")]);
const MU_SIGMA: Signature = Signature::python(&[required("mu"), required("sigma")]);
const ALPHA_BETA: Signature = Signature::python(&[required("alpha"), required("beta")]);

operations! {
    "seed" Signature::python(&[optional("a"), optional("version")]),
        "Begin the numbers that belong to a seed.", seed::seed;
    "getstate" Signature::python(&[]), "Where the generator is.", seed::get_state;
    "setstate" Signature::python(&[required("state")]), "Go on from there.", seed::set_state;
    "random" Signature::NONE, "A float from 0 to below 1.", spread::random;
    "getrandbits" Signature::one(&[p_only("k")]), "An int of so many random bits.", whole::get_bits;
    "randbytes" Signature::python(&[required("n")]), "So many random bytes.", whole::get_bytes;
    "randrange" Signature::python(&[required("start"), optional("stop"), optional("step")]),
        "A number of a range.", whole::rand_range;
    "randint" Signature::python(&[required("a"), required("b")]),
        "An int between two, both of which it may be.", whole::rand_int;
    "choice" Signature::python(&[required("seq")]), "An item of a sequence.", pick::choice;
    "choices" WEIGHTED, "Items of a sequence, each of which may come again.", pick::choices;
    "sample" POPULATION, "Items of a sequence, none of which comes again.", pick::sample;
    "shuffle" Signature::python(&[required("x")]), "Put a list in a random order.", pick::shuffle;
    "uniform" Signature::python(&[required("a"), required("b")]), "A float between two.", spread::uniform;
    "triangular" Signature::python(&[optional("low"), optional("high"), optional("mode")]),
        "A float between two that is near a third most often.", spread::triangular;
    "normalvariate" NORMAL, "A float of the normal distribution.", spread::normal;
    "gauss" NORMAL, "A float of the normal distribution, by another way.", spread::gauss;
    "lognormvariate" MU_SIGMA, "A float whose logarithm is of the normal distribution.", spread::log_normal;
    "expovariate" Signature::python(&[optional("lambd")]),
        "A float of the exponential distribution.", spread::exponential;
    "vonmisesvariate" Signature::python(&[required("mu"), required("kappa")]),
        "An angle of the distribution of von Mises.", spread::von_mises;
    "gammavariate" ALPHA_BETA, "A float of the gamma distribution.", spread::gamma;
    "betavariate" ALPHA_BETA, "A float of the beta distribution.", spread::beta;
    "paretovariate" Signature::python(&[required("alpha")]),
        "A float of the distribution of Pareto.", spread::pareto;
    "weibullvariate" ALPHA_BETA, "A float of the distribution of Weibull.", spread::weibull;
    "binomialvariate" Signature::python(&[optional("n"), optional("p")]),
        "How many of so many trials succeed.", spread::binomial;
}
