//! What the command line may say.

use crate::host::{Now, Place};
use crate::quota;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use hognose::{Release, Surface};
use std::path::PathBuf;

/// Runs authentik-style expression policies, sandboxed and without CPython.
#[derive(Debug, Parser)]
#[command(name = "hognose", version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  hognose eval policy.py --request request.json
  hognose check policy.py --surface prompt-validation
  hognose explain E0204

Exit codes:
   0  the policy passes, a mapping gives a value, a policy compiles
   1  the policy fails, or a mapping skips the object
   2  the policy is in error: it does not compile, needs a capability
      that is not granted, or raised an exception
   3  pending: an answer of the host is not there yet
  64  the command was used wrongly
  65  a file cannot be read or is not valid";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Evaluate a policy for a request
    Eval(Box<Eval>),
    /// Compile a policy and show everything that is wrong with it
    Check(Check),
    /// List the places where expressions run
    Surfaces(Surfaces),
    /// List what can be granted
    Capabilities,
    /// Explain the code of a diagnostic
    Explain(Explain),
}

#[derive(Debug, Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub(crate) struct Eval {
    #[command(flatten)]
    pub(crate) policy: PolicyArguments,

    /// What the policy is asked, as JSON; `-` reads standard input. Every key may be left out, and so may the file
    #[arg(long, short, value_name = "FILE")]
    pub(crate) request: Option<PathBuf>,

    /// Users, groups and devices that queries find; grants `directory.read`. A YAML or JSON file, `sqlite:FILE`, or
    /// `postgres://…` for authentik's own database
    #[arg(long, short, value_name = "FILE|URL", value_parser = Place::read)]
    pub(crate) directory: Option<Place>,

    /// Policies that `ak_call_policy` finds: a folder with NAME.py for each; grants `policy.call`
    #[arg(long, value_name = "FOLDER")]
    pub(crate) policies: Option<PathBuf>,

    /// What the clock says, such as 2026-03-04T09:30:00Z, or `system` for the machine's; grants `clock`
    #[arg(long, value_name = "TIME", value_parser = Now::read)]
    pub(crate) now: Option<Now>,

    /// Give random numbers of the machine; grants `random`
    #[arg(long)]
    pub(crate) random: bool,

    /// A host that `requests` may ask, such as example.org, *.example.org:8443 or http://10.0.0.5; may be given several
    /// times; grants `http.request`
    #[cfg(feature = "network")]
    #[arg(long, value_name = "HOST")]
    pub(crate) http: Vec<hognose_adapters::Allowed>,

    /// A network that is not public, whose addresses these hosts may have, such as 10.0.0.0/8; may be given several times
    #[cfg(feature = "network")]
    #[arg(long, value_name = "NETWORK", requires = "http")]
    pub(crate) http_network: Vec<ipnet::IpNet>,

    /// A name that may be looked up, with all below it, or `*` for every name and address; may be given several times;
    /// grants `dns.resolve`
    #[cfg(feature = "network")]
    #[arg(long, value_name = "NAME")]
    pub(crate) dns: Vec<String>,

    /// How much a capability may ask of the host, such as http.request:calls=2,bytes=100000,milliseconds=500; may be given
    /// several times
    #[arg(long, value_name = "CAPABILITY:BOUNDS", value_parser = quota::read)]
    pub(crate) quota: Vec<quota::Bounds>,

    /// Write the host calls with their replies to a file
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,

    /// Take the replies of host calls from a file that `--record` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) replay: Option<PathBuf>,

    /// How the decision is shown
    #[arg(long, short, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

const EVAL_EXAMPLES: &str = "\
Examples:
  hognose eval policy.py --request request.json
  hognose eval policy.py --request request.json --format json
  hognose eval unique-email.py --request request.json --directory people.yaml
  hognose eval unique-email.py --request request.json --directory postgres://reader@db/authentik
  hognose eval office-hours.py --now 2026-03-04T09:30:00Z
  hognose eval breached.py --request request.json --http api.pwnedpasswords.com
  hognose eval scope.py --surface oauth2-scope --request request.json
  echo '{\"context\": {}}' | hognose eval policy.py --request -

A request is what authentik's `request` is, as JSON:
  {\"user\": {\"username\": \"marie\"}, \"context\": {\"pending_user\": {\"username\": \"marie\"}}}

A host call that nothing here answers makes the decision pending. `--record` then writes the
question to a file; write the answer in its place, and evaluate again with `--replay`.";

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  hognose check policy.py --surface prompt-validation --grant directory.read")]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) policy: PolicyArguments,

    /// How diagnostics are shown
    #[arg(long, short, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// What a policy is compiled from and for.
#[derive(Debug, Args)]
pub(crate) struct PolicyArguments {
    /// The expression; `-` reads standard input
    #[arg(value_name = "POLICY.py")]
    pub(crate) policy: PathBuf,

    /// Where the expression runs; `hognose surfaces` lists the places
    #[arg(
        long, short, value_name = "NAME", default_value = "policy",
        value_parser = PossibleValuesParser::new(Surface::names()), hide_possible_values = true,
    )]
    pub(crate) surface: String,

    /// Allow what needs this; may be given several times. `hognose capabilities` lists them
    #[arg(
        long, short, value_name = "CAPABILITY",
        value_parser = PossibleValuesParser::new(hognose::capabilities().map(|(capability, _)| capability.0)),
        hide_possible_values = true,
    )]
    pub(crate) grant: Vec<String>,

    /// The release of authentik that is followed; by default the newest that is out
    #[arg(long, value_name = "RELEASE", value_parser = read_release)]
    pub(crate) release: Option<Release>,
}

/// A release by its name.
fn read_release(name: &str) -> Result<Release, String> {
    hognose::release(name).ok_or_else(|| {
        let known: Vec<String> = hognose::releases().map(|release| release.to_string()).collect();
        format!("known releases are {}", known.join(", "))
    })
}

#[derive(Debug, Args)]
pub(crate) struct Surfaces {
    /// Show what is in scope in one place
    #[arg(value_name = "NAME", value_parser = PossibleValuesParser::new(Surface::names()), hide_possible_values = true)]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, such as E0204
    #[arg(value_parser = PossibleValuesParser::new(crate::explain::codes()), hide_possible_values = true, ignore_case = true)]
    pub(crate) code: String,
}

/// How results are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON object
    Json,
}
