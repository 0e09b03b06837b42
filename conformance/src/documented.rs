//! Documented cases: policies, mappings and prompts with requests, and what comes out (`cases/documented/*.toml`).

use std::collections::BTreeMap;
use std::path::Path;

use hognose::{
    CompileError, Data, Decision, DiagnosticKind, Directory, Effect, Engine, FailureKind, Host, Log, Map,
    Options, Outcome, Policies, Policy, Release, Request, Surface,
};
use serde::Deserialize;
use toml::Value;

use crate::scripted::{Scripted, ScriptedHost};
use crate::{DataError, files, read};

/// One case, with what its file says for all of them.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name of the file and of the case.
    pub id: String,
    /// The file's name without ending.
    pub area: String,
    settings: Settings,
}

/// What stands in a case, or at the top of its file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    name: Option<String>,
    source: Option<String>,
    surface: Option<String>,
    request: Option<String>,
    directory: Option<String>,
    pub(crate) replies: Option<Vec<Scripted>>,
    policies: Option<BTreeMap<String, String>>,
    grants: Option<Vec<String>>,
    release: Option<String>,
    outcome: Option<String>,
    value: Option<String>,
    exception: Option<Exception>,
    messages: Option<Vec<Value>>,
    effects: Option<Vec<Value>>,
    logs: Option<Vec<Value>>,
    needs: Option<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    r#type: String,
    message: Option<String>,
}

/// A policy with its request, ready to be evaluated.
pub(crate) struct Prepared {
    pub(crate) policy: Policy,
    /// The same, saved and loaded.
    pub(crate) loaded: Policy,
    pub(crate) policies: Option<Policies>,
    pub(crate) request: Request,
}

impl Prepared {
    pub(crate) fn options(&self) -> Options<'_> {
        Options { policies: self.policies.as_ref(), ..Options::default() }
    }
}

#[derive(Debug, Deserialize)]
struct File {
    case: Vec<Settings>,
    #[serde(flatten)]
    all: Settings,
}

impl Settings {
    fn or(self, all: &Self) -> Self {
        let all = all.clone();
        Self {
            name: self.name,
            source: self.source.or(all.source),
            surface: self.surface.or(all.surface),
            request: self.request.or(all.request),
            directory: self.directory.or(all.directory),
            replies: self.replies.or(all.replies),
            policies: self.policies.or(all.policies),
            grants: self.grants.or(all.grants),
            release: self.release.or(all.release),
            outcome: self.outcome.or(all.outcome),
            value: self.value.or(all.value),
            exception: self.exception.or(all.exception),
            messages: self.messages.or(all.messages),
            effects: self.effects.or(all.effects),
            logs: self.logs.or(all.logs),
            needs: self.needs.or(all.needs),
        }
    }
}

/// Makes a host of a directory file, for a release.
pub type Open<'o> = dyn Fn(&str, Release) -> Result<Box<dyn Host>, String> + 'o;

/// The directory that comes with the library, for the release of a policy.
pub(crate) fn in_memory(text: &str, release: Release) -> Result<Box<dyn Host>, String> {
    match Directory::from_json_for(release, text) {
        Ok(directory) => Ok(Box::new(directory)),
        Err(error) => Err(error.to_string()),
    }
}

/// All cases in a folder.
///
/// # Errors
/// A file that cannot be read or is no case file; a case without a name, or with another's.
pub fn load(folder: &Path) -> Result<Vec<Case>, DataError> {
    let mut cases: Vec<Case> = Vec::new();
    for path in files(folder, "toml")? {
        let text = read(&path)?;
        let file: File =
            toml::from_str(&text).map_err(|error| DataError::new(&path, 0, error.to_string()))?;
        let area = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        for case in file.case {
            let settings = case.or(&file.all);
            let Some(name) = &settings.name else {
                return Err(DataError::new(&path, 0, "a case without a name"));
            };
            let id = format!("{area}: {name}");
            if cases.iter().any(|case| case.id == id) {
                return Err(DataError::new(&path, 0, format!("two cases are named `{name}`")));
            }
            cases.push(Case { id, area: area.clone(), settings });
        }
    }
    Ok(cases)
}

impl Case {
    /// How what the engine makes of it differs from what it says; none when it agrees.
    #[must_use]
    pub fn difference(&self) -> Option<String> {
        self.difference_over(&in_memory)
    }

    /// Whether it runs in the place of this name, or its source has the name.
    #[must_use]
    pub fn says(&self, name: &str) -> bool {
        let surface = self.settings.surface.as_deref() == Some(name);
        surface || self.settings.source.as_deref().is_some_and(|source| source.contains(name))
    }

    /// The directory file.
    #[must_use]
    pub fn directory(&self) -> Option<&str> {
        self.settings.directory.as_deref()
    }

    /// The same with a host of one's own over the directory file.
    #[must_use]
    pub fn difference_over(&self, directory: &Open<'_>) -> Option<String> {
        let mut found = Vec::new();
        if let Err(reason) = self.run(directory, &mut found) {
            return Some(reason);
        }
        if found.is_empty() { None } else { Some(found.join("; ")) }
    }

    fn run(&self, directory: &Open<'_>, found: &mut Vec<String>) -> Result<(), String> {
        let case = match self.prepare()? {
            Ok(case) => case,
            Err(error) => {
                expect(found, "outcome", self.settings.outcome.as_deref(), "refused");
                self.refusal(&error, found);
                return Ok(());
            }
        };
        let host = self.host(directory, case.policy.release())?;
        let (decision, repr) = case.policy.evaluate_repr(&case.request, &host, case.options());
        self.judge(&decision, repr.as_deref(), found);
        found.extend(host.complaint());
        Ok(())
    }

    /// The policy with its request; the inner error is the one of the policy.
    pub(crate) fn prepare(&self) -> Result<Result<Prepared, CompileError>, String> {
        let wanted = &self.settings;
        let mut engine = Engine::builder();
        for capability in wanted.grants.iter().flatten() {
            let known =
                hognose::capability(capability).ok_or_else(|| format!("no capability {capability}"))?;
            engine = engine.grant(known);
        }
        if let Some(release) = &wanted.release {
            engine =
                engine.release(hognose::release(release).ok_or_else(|| format!("no release {release}"))?);
        }
        let engine = engine.build();
        let name = wanted.surface.as_deref().unwrap_or_default();
        let surface = Surface::by_name(name).ok_or_else(|| format!("no surface {name}"))?;
        let policies = match &wanted.policies {
            None => None,
            Some(sources) => {
                let policies = sources.iter().map(|(name, source)| engine.compile(name, &surface, source));
                let policies: Result<Policies, _> = policies.collect();
                Some(policies.map_err(|error| error.to_string())?)
            }
        };
        let source = wanted.source.as_deref().unwrap_or_default();
        let policy = match engine.compile("case", &surface, source) {
            Ok(policy) => policy,
            Err(error) => return Ok(Err(error)),
        };
        let text = wanted.request.as_deref().unwrap_or("{}");
        let request = Request::from_json_for(&surface, policy.release(), text);
        let request = request.map_err(|error| format!("request: {error}"))?;
        let bytes = policy.to_bytes().map_err(|error| format!("not saved: {error}"))?;
        let loaded = Policy::from_bytes(&engine, &bytes).map_err(|error| format!("not loaded: {error}"))?;
        Ok(Ok(Prepared { policy, loaded, policies, request }))
    }

    /// How the request differs when it was written and read back; none when it is the same. Of surfaces that the case is not about
    /// there is nothing to say.
    #[must_use]
    pub fn request_difference(&self) -> Option<String> {
        let surface = Surface::by_name(self.settings.surface.as_deref()?)?;
        let release = match &self.settings.release {
            Some(release) => hognose::release(release)?,
            None => hognose::Engine::new().compile("p", &surface, "").ok()?.release(),
        };
        let first = Request::from_json_for(&surface, release, self.settings.request.as_deref()?).ok()?;
        let written = match first.to_json() {
            Ok(text) => text,
            Err(error) => return Some(format!("not written: {error}")),
        };
        let second = match Request::from_json_for(&surface, release, &written) {
            Ok(second) => second,
            Err(error) => return Some(format!("not read back: {error}: {written}")),
        };
        let (before, after) = (format!("{first:?}"), format!("{second:?}"));
        let again = second.to_json().unwrap_or_else(|error| error.to_string());
        (before != after || written != again).then(|| format!("{again}\ninstead of\n{written}"))
    }

    /// What answers host calls: the directory, and the replies that the case gives.
    pub(crate) fn host(&self, directory: &Open<'_>, release: Release) -> Result<ScriptedHost, String> {
        let directory = match self.directory() {
            Some(text) => Some(directory(text, release).map_err(|error| format!("directory: {error}"))?),
            None => None,
        };
        ScriptedHost::new(directory, self.settings.replies.as_deref().unwrap_or_default())
    }

    fn refusal(&self, error: &CompileError, found: &mut Vec<String>) {
        let syntax = error.diagnostics().iter().find_map(|diagnostic| match diagnostic.kind {
            DiagnosticKind::Syntax(kind) => Some((kind, diagnostic.message.as_str())),
            _ => None,
        });
        if let Some(wanted) = &self.settings.exception {
            match syntax {
                Some((kind, message)) => wanted.judge(kind, message, found),
                None => found.push(format!("no syntax error, but {error}")),
            }
        }
        for capability in self.settings.needs.iter().flatten() {
            let is_named = error.diagnostics().iter().any(|diagnostic| {
                diagnostic.kind == DiagnosticKind::NotGranted
                    && diagnostic.message.contains(&format!("`{capability}`"))
            });
            if !is_named {
                found.push(format!("the need of {capability} is not reported: {error}"));
            }
        }
        if self.settings.outcome.as_deref() != Some("refused") {
            found.push(error.to_string());
        }
    }

    fn judge(&self, decision: &Decision, repr: Option<&str>, found: &mut Vec<String>) {
        let wanted = &self.settings;
        let outcome = match decision.outcome {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            Outcome::Value => "value",
            Outcome::Skip => "skip",
            Outcome::Error => "error",
            Outcome::Pending => "pending",
            _ => "something else",
        };
        expect(found, "outcome", wanted.outcome.as_deref(), outcome);
        if let Some(value) = wanted.value.as_deref() {
            expect(found, "value", Some(value), repr.unwrap_or("no value"));
        }
        let failure = decision.failure.as_deref();
        match (&wanted.exception, failure) {
            (Some(wanted), Some(failure)) => match failure.kind {
                FailureKind::Exception(kind) => wanted.judge(kind, &failure.message, found),
                _ => found.push(format!("no exception, but {}", failure.message)),
            },
            (Some(wanted), None) => found.push(format!("no {}", wanted.r#type)),
            (None, Some(failure)) if wanted.outcome.as_deref() != Some("error") => {
                found.push(failure.message.clone());
            }
            (None, _) => {}
        }
        if let Some(wanted) = &wanted.messages {
            all(found, "messages", wanted, &decision.messages, agrees);
        }
        if let Some(wanted) = &wanted.effects {
            all(found, "effects", wanted, &decision.effects, is_effect);
        }
        if let Some(wanted) = &wanted.logs {
            all(found, "logs", wanted, &decision.logs, is_log);
        }
    }
}

impl Exception {
    fn judge(&self, kind: &str, message: &str, found: &mut Vec<String>) {
        expect(found, "exception", Some(&self.r#type), kind);
        if let Some(wanted) = self.message.as_deref() {
            expect(found, "message", Some(wanted), message);
        }
    }
}

fn expect(found: &mut Vec<String>, what: &str, wanted: Option<&str>, is: &str) {
    if let Some(wanted) = wanted
        && wanted != is
    {
        found.push(format!("{what} is {is}, not {wanted}"));
    }
}

fn all<T: std::fmt::Debug>(
    found: &mut Vec<String>,
    what: &str,
    wanted: &[Value],
    is: &[T],
    agree: fn(&Value, &T) -> bool,
) {
    if wanted.len() != is.len() || !wanted.iter().zip(is).all(|(wanted, is)| agree(wanted, is)) {
        found.push(format!("{what} are {is:?}, not {wanted:?}"));
    }
}

/// Whether data are what is wanted; keys that are not wanted do not matter.
fn agrees(wanted: &Value, is: &Data) -> bool {
    match (wanted, is) {
        (Value::String(wanted), Data::Str(is)) => **wanted == **is,
        (Value::Integer(wanted), Data::Int(is)) => wanted == is,
        (Value::Float(wanted), Data::Float(is)) => wanted.to_bits() == is.to_bits(),
        (Value::Boolean(wanted), Data::Bool(is)) => wanted == is,
        (Value::Array(wanted), Data::List(is) | Data::Tuple(is)) => {
            wanted.len() == is.len() && wanted.iter().zip(is).all(|(wanted, is)| agrees(wanted, is))
        }
        (Value::Table(wanted), Data::Map(is)) => in_map(wanted, is),
        _ => false,
    }
}

fn in_map(wanted: &toml::Table, is: &Map) -> bool {
    wanted.iter().all(|(key, wanted)| is.get(key).is_some_and(|is| agrees(wanted, is)))
}

fn is_effect(wanted: &Value, is: &Effect) -> bool {
    let Value::Table(wanted) = wanted else { return false };
    wanted.iter().all(|(key, wanted)| match key.as_str() {
        "kind" => wanted.as_str() == Some(is.kind),
        _ => is.arguments.get(key).is_some_and(|is| agrees(wanted, is)),
    })
}

fn is_log(wanted: &Value, is: &Log) -> bool {
    let Value::Table(wanted) = wanted else { return false };
    wanted.iter().all(|(key, wanted)| match (key.as_str(), wanted) {
        ("level", Value::String(wanted)) => *wanted == is.level,
        ("event", Value::String(wanted)) => *wanted == is.event,
        ("attributes", Value::Table(wanted)) => in_map(wanted, &is.attributes),
        _ => false,
    })
}
