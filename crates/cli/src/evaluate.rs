//! `hognose eval` and `hognose check`.

use crate::Exit;
use crate::arguments::{Check, Eval, Format, PolicyArguments};
use crate::host::CommandHost;
use crate::input::{self, BadInput, Input};
use crate::output::Output;
use crate::{render, report};
use hognose::{
    Builder, Capability, Decision, Directory, Engine, Journal, Options, Outcome, Policies, Policy, Request,
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
    if arguments.now.is_some() {
        builder = builder.grant(Capability("clock"));
    }
    if arguments.directory.is_some() {
        builder = builder.grant(Capability("directory.read"));
    }
    if arguments.policies.is_some() {
        builder = builder.grant(Capability("policy.call"));
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
    let request = request(&surface, arguments.request.as_deref(), &mut input)?;
    let host = host(arguments, &mut input)?;
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
    Ok(match decision.outcome {
        Outcome::Pass | Outcome::Value => Exit::Ok,
        Outcome::Fail | Outcome::Skip => Exit::Fail,
        Outcome::Pending => Exit::Pending,
        // `Error`, and whatever outcomes come.
        _ => Exit::Error,
    })
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

fn request(surface: &Surface, path: Option<&Path>, input: &mut Input) -> Result<Request, BadInput> {
    let (name, text) = match path {
        Some(path) => (input::name(path), input.text(path)?),
        None => ("<no request>".to_owned(), "{}".to_owned()),
    };
    Request::from_json(surface, &text).map_err(|error| BadInput::new(&name, error))
}

fn host(arguments: &Eval, input: &mut Input) -> Result<CommandHost, BadInput> {
    let Some(path) = &arguments.directory else {
        return Ok(CommandHost { now: arguments.now, directory: None });
    };
    let text = input.text(path)?;
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    let directory = if is_json { Directory::from_json(&text) } else { Directory::from_yaml(&text) };
    let directory = directory.map_err(|error| BadInput::new(&input::name(path), error))?;
    Ok(CommandHost { now: arguments.now, directory: Some(directory) })
}

fn decide(
    policy: &Policy,
    policies: Option<&Policies>,
    request: &Request,
    host: &CommandHost,
    arguments: &Eval,
    input: &mut Input,
) -> Result<Decision, BadInput> {
    let mut scratch = Scratch::new();
    let Some(path) = &arguments.replay else {
        return Ok(policy.evaluate_in(
            &mut scratch,
            request,
            host,
            Options { policies, ..Options::default() },
        ));
    };
    let bad = |error| BadInput::new(&input::name(path), error);
    let journal = Journal::from_json(&input.text(path)?).map_err(bad)?;
    let entries = journal.replay_caller(policy, policies, request).map_err(bad)?;
    let options = Options { journal: entries, policies, ..Options::default() };
    Ok(policy.evaluate_in(&mut scratch, request, host, options))
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
