//! Journals.

use super::data::{Form, Json, Object};
use super::{JsonError, text};
use crate::decision::Decision;
use crate::policies::Policies;
use crate::policy::Policy;
use crate::request::Request;
use core::time::Duration;
use hognose_eval::data::Data;
use hognose_eval::host::Reply;
use hognose_eval::journal::Entry;
use hognose_eval::{Limits, Quota};
use hognose_modules::hashlib::{Algorithm, Hasher};
use serde::de::{Deserializer, Error as _};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// Name and version of the form of journals.
const SCHEMA: &str = "hognose.journal/1";

/// The host calls of an evaluation with their replies, and what the evaluation was of: enough to have the same decision
/// again.
///
/// ```
/// use hognose::{Engine, Journal, NoHost, Options, Request, Scratch, Surface};
/// let policy = Engine::new().compile("p", &Surface::custom(&["name"]), "return name == 'marie'")?;
/// let request = Request::custom([("name", "marie")]);
/// let decision = policy.evaluate(&request, &NoHost);
/// let text = Journal::of(&policy, &request, &decision)?.to_json()?;
///
/// let journal = Journal::from_json(&text)?;
/// let options = Options { journal: journal.replay(&policy, &request)?, ..Options::default() };
/// let again = policy.evaluate_in(&mut Scratch::new(), &request, &NoHost, options);
/// assert_eq!(again.to_json()?, decision.to_json()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Journal {
    header: Header,
    entries: Vec<Entry>,
}

/// What a journal was recorded with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    /// Version of hognose.
    engine: String,
    /// Release of authentik that was followed.
    release: String,
    /// SHA-256 of the policy's source.
    policy: String,
    /// SHA-256 of the request.
    request: String,
    /// SHA-256 of the sources of the policies that could be called, by name.
    policies: BTreeMap<String, String>,
    surface: String,
    grants: Vec<String>,
    limits: LimitsJson,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct LimitsJson {
    fuel: u64,
    memory: usize,
    call_depth: u32,
    tree_depth: u32,
    native_depth: u32,
    int_bits: u64,
    outputs: u32,
    output_bytes: usize,
    host_calls: u32,
    /// By capability.
    quotas: BTreeMap<String, QuotaJson>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct QuotaJson {
    calls: u32,
    bytes: u64,
    milliseconds: u64,
}

impl From<Quota> for QuotaJson {
    fn from(Quota { calls, bytes, milliseconds }: Quota) -> Self {
        Self { calls, bytes, milliseconds }
    }
}

impl LimitsJson {
    fn new(limits: &Limits) -> Self {
        let Limits {
            fuel,
            memory,
            call_depth,
            tree_depth,
            native_depth,
            int_bits,
            outputs,
            output_bytes,
            host_calls,
            quotas,
        } = *limits;
        Self {
            fuel,
            memory,
            call_depth,
            tree_depth,
            native_depth,
            int_bits,
            outputs,
            output_bytes,
            host_calls,
            quotas: quotas.iter().map(|(capability, quota)| (capability.to_owned(), quota.into())).collect(),
        }
    }
}

/// Why a journal cannot be used.
#[derive(Debug)]
pub struct JournalError {
    reason: String,
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for JournalError {}

impl Journal {
    /// The journal of a decision.
    ///
    /// # Errors
    /// When a value in the request is nested too deep.
    pub fn of(policy: &Policy, request: &Request, decision: &Decision) -> Result<Self, JsonError> {
        Self::of_caller(policy, None, request, decision)
    }

    /// The journal of the decision of a policy that could call others.
    ///
    /// # Errors
    /// As [`Journal::of`].
    pub fn of_caller(
        policy: &Policy,
        policies: Option<&Policies>,
        request: &Request,
        decision: &Decision,
    ) -> Result<Self, JsonError> {
        Ok(Self { header: header(policy, policies, request)?, entries: decision.journal.clone() })
    }

    /// The host calls with their replies.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries, for [`crate::Options::journal`].
    ///
    /// # Errors
    /// When it was recorded with another policy, request, surface, version, or with other limits or grants.
    pub fn replay(&self, policy: &Policy, request: &Request) -> Result<&[Entry], JournalError> {
        self.replay_caller(policy, None, request)
    }

    /// The entries, for a policy that can call others.
    ///
    /// # Errors
    /// As [`Journal::replay`], and when other policies could be called.
    pub fn replay_caller(
        &self,
        policy: &Policy,
        policies: Option<&Policies>,
        request: &Request,
    ) -> Result<&[Entry], JournalError> {
        let now =
            header(policy, policies, request).map_err(|error| JournalError { reason: error.to_string() })?;
        let then = &self.header;
        let differs = [
            ("version of hognose", then.engine != now.engine),
            ("release of authentik", then.release != now.release),
            ("policy", then.policy != now.policy),
            ("set of policies to call", then.policies != now.policies),
            ("request", then.request != now.request),
            ("surface", then.surface != now.surface),
            ("set of grants", then.grants != now.grants),
            ("set of limits", then.limits != now.limits),
        ];
        match differs.iter().find(|(_, differs)| *differs) {
            Some((what, _)) => {
                Err(JournalError { reason: format!("the journal was recorded with another {what}") })
            }
            None => Ok(&self.entries),
        }
    }

    /// As JSON text, in the form of `spec/journal.schema.json`.
    ///
    /// # Errors
    /// When a value in it is nested too deep.
    pub fn to_json(&self) -> Result<String, JsonError> {
        text(self)
    }

    /// From JSON text.
    ///
    /// # Errors
    /// When it is no JSON, or not of that form.
    pub fn from_json(text: &str) -> Result<Self, JournalError> {
        let file: JournalFile =
            serde_json::from_str(text).map_err(|error| JournalError { reason: error.to_string() })?;
        if file.schema != SCHEMA {
            let reason = format!("expected `schema` to be {SCHEMA:?}, found {:?}", file.schema);
            return Err(JournalError { reason });
        }
        let entries = file.entries.into_iter().map(Entry::try_from).collect::<Result<_, _>>()?;
        Ok(Self { header: file.header, entries })
    }
}

fn header(policy: &Policy, policies: Option<&Policies>, request: &Request) -> Result<Header, JsonError> {
    Ok(Header {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        release: policy.release().to_string(),
        policy: hash(policy.source_text()),
        request: hash(&request.to_json()?),
        policies: policies
            .into_iter()
            .flat_map(Policies::iter)
            .map(|policy| (policy.name().to_owned(), hash(policy.source_text())))
            .collect(),
        surface: policy.surface().name().to_owned(),
        grants: policy.grants().iter().map(|capability| capability.0.to_owned()).collect(),
        limits: LimitsJson::new(policy.limits()),
    })
}

fn hash(text: &str) -> String {
    let Some(algorithm) = Algorithm::named("sha256") else { return String::new() };
    let mut hasher = Hasher::new(algorithm);
    hasher.update(text.as_bytes());
    hasher.digest().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Serialize for Journal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(Some(3))?;
        out.serialize_entry("schema", SCHEMA)?;
        out.serialize_entry("header", &self.header)?;
        out.serialize_entry("entries", &self.entries.iter().map(EntryJson).collect::<Vec<_>>())?;
        out.end()
    }
}

/// A host call with its reply.
pub(super) struct EntryJson<'a>(pub(super) &'a Entry);

impl Serialize for EntryJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("operation", &self.0.operation)?;
        out.serialize_entry("arguments", &Object::new(&self.0.arguments, Form::Exact))?;
        out.serialize_entry("reply", &ReplyJson(&self.0.reply))?;
        if !self.0.took.is_zero() {
            out.serialize_entry("nanoseconds", &nanoseconds(self.0.took))?;
        }
        out.end()
    }
}

/// What a journal keeps of a time; longer ones are cut.
fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[derive(Serialize)]
struct Raise<'a> {
    r#type: &'a str,
    message: &'a str,
}

struct ReplyJson<'a>(&'a Reply);

impl Serialize for ReplyJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        match self.0 {
            Reply::Value(data) => out.serialize_entry("value", &Json::new(data, Form::Exact))?,
            Reply::Raise { kind, message } => {
                out.serialize_entry("raise", &Raise { r#type: kind, message })?;
            }
            Reply::NotYet => out.serialize_entry("refused", "not_yet")?,
            Reply::Unavailable => out.serialize_entry("refused", "unavailable")?,
            // `Denied`, and whatever refusals come.
            _ => out.serialize_entry("refused", "denied")?,
        }
        out.end()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JournalFile {
    schema: String,
    header: Header,
    entries: Vec<EntryFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryFile {
    operation: String,
    arguments: DataFile,
    reply: ReplyFile,
    #[serde(default)]
    nanoseconds: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReplyFile {
    Value(DataFile),
    Raise { r#type: String, message: String },
    Refused(Refused),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Refused {
    NotYet,
    Unavailable,
    Denied,
}

/// A value, read as in open places of a request.
struct DataFile(Data);

impl<'de> Deserialize<'de> for DataFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::read(deserializer).map(DataFile).map_err(D::Error::custom)
    }
}

impl TryFrom<EntryFile> for Entry {
    type Error = JournalError;

    fn try_from(file: EntryFile) -> Result<Self, JournalError> {
        let Some(arguments) = file.arguments.0.into_map() else {
            return Err(JournalError {
                reason: format!("the arguments of `{}` are no object", file.operation),
            });
        };
        let reply = match file.reply {
            ReplyFile::Value(DataFile(data)) => Reply::Value(data),
            ReplyFile::Raise { r#type, message } => Reply::Raise { kind: r#type, message },
            ReplyFile::Refused(Refused::NotYet) => Reply::NotYet,
            ReplyFile::Refused(Refused::Unavailable) => Reply::Unavailable,
            ReplyFile::Refused(Refused::Denied) => Reply::Denied,
        };
        let took = Duration::from_nanos(file.nanoseconds);
        Ok(Entry { operation: Cow::Owned(file.operation), arguments, reply, took })
    }
}
