//! `hognose eval` and `hognose check`.

use crate::Exit;
use crate::arguments::{Check, Eval, Format, PolicyArguments};
use crate::host::CommandHost;
use crate::input::{self, BadInput, Input};
use crate::output::Output;
use crate::{quota, render, report};
use hognose::{
    Builder, Capability, Decision, Engine, Journal, Limits, Options, Outcome, Policies, Policy, Request,
    Scratch, Surface,
};
use std::path::Path;

/// Compiles a policy and shows what is wrong with it.
pub(crate) fn check(arguments: &Check, output: &mut Output) -> Result<Exit, BadInput> {
    let engine = granting(&arguments.policy).build();
    let mut input = Input::default();
    let surface = surface(&arguments.policy)?;
    let Some(policy) = compile(&engine, &surface, &arguments.policy, arguments.format, &mut input, output)?
    else {
        return Ok(Exit::Error);
    };
    match arguments.format {
        Format::Text => output.line(&report::compiled(&policy)),
        Format::Json => output.json(&hognose::json::no_diagnostics(policy.name())),
    }
    Ok(Exit::Ok)
}

/// Evaluates a policy and shows the decision.
pub(crate) fn eval(arguments: &Eval, output: &mut Output) -> Result<Exit, BadInput> {
    let mut builder = granting(&arguments.policy);
    for (capability, _) in granted(arguments).into_iter().filter(|(_, is_granted)| *is_granted) {
        builder = builder.grant(Capability(capability));
    }
    if !arguments.quota.is_empty() {
        builder = builder.limits(Limits { quotas: quota::quotas(&arguments.quota), ..Limits::default() });
    }
    let engine = builder.build();
    let mut input = Input::default();
    let surface = surface(&arguments.policy)?;
    let policies = match &arguments.policies {
        Some(folder) => Some(others(&engine, &surface, folder, &mut input)?),
        None => None,
    };
    let policy = compile(&engine, &surface, &arguments.policy, arguments.format, &mut input, output)?;
    let Some(policy) = policy else { return Ok(Exit::Error) };
    let request = request(&policy, arguments.request.as_deref(), &mut input)?;
    let host = CommandHost::new(arguments, policy.release(), &mut input)?;
    let decision = decide(&policy, policies.as_ref(), &request, &host, arguments, &mut input)?;
    if let Some(path) = &arguments.record {
        record(path, &policy, policies.as_ref(), &request, &decision)?;
    }
    match arguments.format {
        Format::Text => report::text(&policy, &decision, output),
        Format::Json => {
            let json = decision.to_json().map_err(|error| BadInput::new(policy.name(), error))?;
            output.json(&json);
        }
    }
    for note in host.notes() {
        output.note(&note);
    }
    Ok(match decision.outcome {
        Outcome::Pass | Outcome::Value => Exit::Ok,
        Outcome::Fail | Outcome::Skip => Exit::Fail,
        Outcome::Pending => Exit::Pending,
        // `Error`, and whatever outcomes come.
        _ => Exit::Error,
    })
}

/// What other arguments grant, and whether they are there.
fn granted(arguments: &Eval) -> Vec<(&'static str, bool)> {
    vec![
        ("clock", arguments.now.is_some()),
        ("directory.read", arguments.directory.is_some()),
        ("policy.call", arguments.policies.is_some()),
        ("random", arguments.random),
        #[cfg(feature = "network")]
        ("dns.resolve", !arguments.dns.is_empty()),
        #[cfg(feature = "network")]
        ("http.request", !arguments.http.is_empty()),
    ]
}

fn granting(arguments: &PolicyArguments) -> Builder {
    let names = arguments.grant.iter();
    let builder = names.filter_map(|name| hognose::capability(name)).fold(Engine::builder(), Builder::grant);
    match arguments.release {
        Some(release) => builder.release(release),
        None => builder,
    }
}

/// The policies of a folder, each by the name of its file without the ending.
fn others(
    engine: &Engine,
    surface: &Surface,
    folder: &Path,
    input: &mut Input,
) -> Result<Policies, BadInput> {
    let bad = |error: std::io::Error| BadInput::new(&input::name(folder), error);
    let mut policies = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(bad)? {
        let path = entry.map_err(bad)?.path();
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let Some(name) = name.filter(|_| path.extension().is_some_and(|extension| extension == "py")) else {
            continue;
        };
        let source = input.text(&path)?;
        let policy = engine.compile(&name, surface, &source);
        policies.push(policy.map_err(|error| BadInput::new(&input::name(&path), error))?);
    }
    Ok(policies.into_iter().collect())
}

/// The surface; the arguments were checked against the list of them.
fn surface(arguments: &PolicyArguments) -> Result<Surface, BadInput> {
    Surface::by_name(&arguments.surface)
        .ok_or_else(|| BadInput::new(&arguments.surface, "there is no such surface"))
}

/// The compiled policy; none when it does not compile, which is shown.
fn compile(
    engine: &Engine,
    surface: &Surface,
    arguments: &PolicyArguments,
    format: Format,
    input: &mut Input,
    output: &mut Output,
) -> Result<Option<Policy>, BadInput> {
    let source = input.text(&arguments.policy)?;
    match engine.compile(&input::name(&arguments.policy), surface, &source) {
        Ok(policy) => Ok(Some(policy)),
        Err(error) => {
            match format {
                Format::Text => output.diagnostic(&render::compile_error(&error, output.renderer())),
                Format::Json => output.json(&error.to_json()),
            }
            Ok(None)
        }
    }
}

fn request(policy: &Policy, path: Option<&Path>, input: &mut Input) -> Result<Request, BadInput> {
    let (name, text) = match path {
        Some(path) => (input::name(path), input.text(path)?),
        None => ("<no request>".to_owned(), "{}".to_owned()),
    };
    Request::from_json_for(policy.surface(), policy.release(), &text)
        .map_err(|error| BadInput::new(&name, error))
}

fn decide(
    policy: &Policy,
    policies: Option<&Policies>,
    request: &Request,
    host: &CommandHost,
    arguments: &Eval,
    input: &mut Input,
) -> Result<Decision, BadInput> {
    let journal = match &arguments.replay {
        Some(path) => {
            let bad = |error| BadInput::new(&input::name(path), error);
            let journal = Journal::from_json(&input.text(path)?).map_err(bad)?;
            journal.replay_caller(policy, policies, request).map_err(bad)?.to_vec()
        }
        None => Vec::new(),
    };
    let options = Options { journal: &journal, watch: Some(host), policies, ..Options::default() };
    Ok(policy.evaluate_in(&mut Scratch::new(), request, host, options))
}

fn record(
    path: &Path,
    policy: &Policy,
    policies: Option<&Policies>,
    request: &Request,
    decision: &Decision,
) -> Result<(), BadInput> {
    let journal =
        Journal::of_caller(policy, policies, request, decision).and_then(|journal| journal.to_json());
    let mut text = journal.map_err(|error| BadInput::new(&input::name(path), error))?;
    text.push('\n');
    input::write(path, &text)
}
