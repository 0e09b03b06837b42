//! Requests: what a policy is asked about.

use crate::json::{self, Form, JsonError};
use crate::surface::{Kind as SurfaceKind, Surface};
use hognose_authentik::bindings::data::DataBuilder;
use hognose_authentik::bindings::decode;
use hognose_eval::data::{Data, Map};
use hognose_schema::binding::Release;
use std::fmt;

/// What a policy is asked about.
///
/// ```
/// use hognose::{Engine, NoHost, Outcome, Request, Surface};
///
/// let surface = Surface::by_name("stage-binding").expect("a surface of authentik");
/// let policy = Engine::new()
///     .compile("one-user", &surface, "return request.context['pending_user'].username == 'marie'")
///     .expect("the policy compiles");
/// let request = Request::from_json(&surface, r#"{"context": {"pending_user": {"username": "marie"}}}"#)
///     .expect("the request is well formed");
/// assert_eq!(policy.evaluate(&request, &NoHost).outcome, Outcome::Pass);
///
/// let wrong = Request::from_json(&surface, r#"{"user": {"groups": 3}}"#).unwrap_err();
/// assert!(wrong.to_string().starts_with("$.user.groups: "));
/// ```
#[derive(Clone, Debug)]
pub struct Request {
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Custom(Map),
    Authentik(Data),
}

/// A request file that is not one: where, and why.
#[derive(Clone, Debug)]
pub struct RequestError {
    path: String,
    reason: String,
    suggestion: Option<String>,
}

impl RequestError {
    pub(crate) fn whole(reason: String) -> Self {
        Self { path: "$".to_owned(), reason, suggestion: None }
    }

    /// JSON path of the place, such as `$.context.pending_user.groups`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// What was meant, perhaps.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl From<decode::DecodeError> for RequestError {
    fn from(error: decode::DecodeError) -> Self {
        Self {
            path: error.path().to_owned(),
            reason: error.reason().to_owned(),
            suggestion: error.suggestion().map(str::to_owned),
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for RequestError {}

impl Request {
    /// Values for the names of a [`crate::Surface::custom`].
    pub fn custom<K: Into<Box<str>>, V: Into<Data>>(values: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { kind: Kind::Custom(values.into_iter().collect()) }
    }

    /// A request for a surface from JSON text, checked against `spec/request.schema.json`. For a custom surface: an object with
    /// the values of its names.
    ///
    /// # Errors
    /// The first thing that is wrong, with its JSON path.
    pub fn from_json(surface: &Surface, json: &str) -> Result<Self, RequestError> {
        Self::from_json_for(surface, hognose_authentik::releases::default(), json)
    }

    /// The same for a release of authentik, such as that of a policy: what it does not have, or has no more, is an error.
    ///
    /// ```
    /// use hognose::{Request, Surface};
    ///
    /// let surface = Surface::by_name("policy").expect("a surface of authentik");
    /// let older = hognose::release("2025.10").expect("a known release");
    /// let wrong = Request::from_json_for(&surface, older, r#"{"obj": {"$type": "Group", "parents": []}}"#).unwrap_err();
    /// assert_eq!(wrong.to_string(), "$.obj.parents: Group has it since 2025.12, this is 2025.10");
    /// ```
    ///
    /// # Errors
    /// The first thing that is wrong, with its JSON path.
    pub fn from_json_for(surface: &Surface, release: Release, json: &str) -> Result<Self, RequestError> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let request = Self::deserialize(surface, release, &mut reader)?;
        reader.end().map_err(|error| RequestError::whole(error.to_string()))?;
        Ok(request)
    }

    /// A request for a surface and a release of authentik from any serde format.
    ///
    /// # Errors
    /// The first thing that is wrong, with its JSON path.
    pub fn deserialize<'de, D: serde::Deserializer<'de>>(
        surface: &Surface,
        release: Release,
        reader: D,
    ) -> Result<Self, RequestError> {
        let build = DataBuilder::new(hognose_authentik::scalar);
        let options = decode::Options { release: Some(release), ..decode::Options::default() };
        match surface.kind() {
            SurfaceKind::Authentik(surface) => {
                let data = decode::request(reader, surface, &build, &options)?;
                Ok(Self { kind: Kind::Authentik(data) })
            }
            SurfaceKind::Custom(_) => match decode::json(reader, &build, &options)?.into_map() {
                Some(map) => Ok(Self { kind: Kind::Custom(map) }),
                None => Err(RequestError::whole(
                    "expected an object with the values of the surface's names".to_owned(),
                )),
            },
        }
    }

    /// A request made by a typed builder, such as `hognose::authentik::PolicyRequest`.
    #[must_use]
    pub fn from_data(request: Data) -> Self {
        Self { kind: Kind::Authentik(request) }
    }

    /// As JSON text, in the exact form of [`crate::json`].
    ///
    /// ```
    /// use hognose::Request;
    /// assert_eq!(Request::custom([("name", "marie")]).to_json()?, r#"{"name":"marie"}"#);
    /// # Ok::<(), hognose::json::JsonError>(())
    /// ```
    ///
    /// # Errors
    /// When it is nested too deep.
    pub fn to_json(&self) -> Result<String, JsonError> {
        match &self.kind {
            Kind::Custom(values) => json::map_to_string(values),
            Kind::Authentik(request) => json::to_string(request, Form::Exact),
        }
    }

    /// authentik's request, to change it.
    pub(crate) fn authentik(&mut self) -> Option<&mut Data> {
        match &mut self.kind {
            Kind::Authentik(request) => Some(request),
            Kind::Custom(_) => None,
        }
    }

    /// The value of a name, when the request gives one; looked for first where the surface has the name.
    #[inline]
    pub(crate) fn value(&self, position: usize, name: &str) -> Option<&Data> {
        match &self.kind {
            Kind::Custom(values) if values.is_at(position, name) => {
                values.get_index(position).map(|(_, value)| value)
            }
            Kind::Custom(values) => values.get(name),
            Kind::Authentik(request) if name == "request" => Some(request),
            Kind::Authentik(_) => None,
        }
    }
}
