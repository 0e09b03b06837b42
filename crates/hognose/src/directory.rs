//! A directory in memory: the host that comes with the library.

use crate::request::RequestError;
use hognose_authentik::directory::{Store, StoreError};
use hognose_eval::host::{Host, HostCall, Reply};
use hognose_schema::binding::Release;

/// Users, groups, devices and other objects in memory: answers the queries of policies, and nothing else.
///
/// ```
/// use hognose::{Capability, Directory, Engine, Outcome, Request, Surface};
///
/// let directory = Directory::from_json(r#"{"users": [{"pk": 7, "username": "marie", "email": "marie@example.org"}]}"#)
///     .expect("a directory");
/// let surface = Surface::by_name("prompt-validation").expect("a surface of authentik");
/// let policy = Engine::builder()
///     .grant(Capability("directory.read"))
///     .build()
///     .compile("known", &surface, "return ak_user_by(email='marie@example.org') is not None")
///     .expect("the policy compiles");
/// let request = Request::from_json(&surface, "{}").expect("a request");
/// assert_eq!(policy.evaluate(&request, &directory).outcome, Outcome::Pass);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Directory {
    store: Store,
}

impl Directory {
    /// A directory from JSON text, checked against `spec/directory.schema.json`.
    ///
    /// # Errors
    /// The first thing that is wrong, with its JSON path.
    pub fn from_json(json: &str) -> Result<Self, RequestError> {
        Self::from_json_for(hognose_authentik::releases::default(), json)
    }

    /// The same for a release of authentik: what it does not have, or has no more, is an error.
    ///
    /// ```
    /// let text = r#"{"groups": [{"name": "staff"}, {"name": "admins", "parent": "staff"}]}"#;
    /// let older = hognose::release("2025.10").expect("a known release");
    /// assert!(hognose::Directory::from_json_for(older, text).is_ok());
    ///
    /// let wrong = hognose::Directory::from_json(text).unwrap_err();
    /// assert_eq!(wrong.to_string(), "$.groups[1].parent: Group has it no more since 2025.12, this is 2026.8");
    /// ```
    ///
    /// # Errors
    /// The first thing that is wrong, with its JSON path.
    pub fn from_json_for(release: Release, json: &str) -> Result<Self, RequestError> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let directory = Self::deserialize(release, &mut reader)?;
        reader.end().map_err(|error| RequestError::whole(error.to_string()))?;
        Ok(directory)
    }

    /// A directory from YAML text.
    ///
    /// ```
    /// let text = "users:\n  - username: marie\n    groups: [staff]\ngroups:\n  - name: staff\n";
    /// assert!(hognose::Directory::from_yaml(text).is_ok());
    ///
    /// let wrong = hognose::Directory::from_yaml("users: [{usernam: marie}]").unwrap_err();
    /// assert_eq!(wrong.to_string(), "$.users[0].usernam: unknown field of User; did you mean `username`?");
    /// ```
    ///
    /// # Errors
    /// The first thing that is wrong, with its path.
    #[cfg(feature = "yaml")]
    pub fn from_yaml(yaml: &str) -> Result<Self, RequestError> {
        Self::from_yaml_for(hognose_authentik::releases::default(), yaml)
    }

    /// The same for a release of authentik: what it does not have, or has no more, is an error.
    ///
    /// # Errors
    /// The first thing that is wrong, with its path.
    #[cfg(feature = "yaml")]
    pub fn from_yaml_for(release: Release, yaml: &str) -> Result<Self, RequestError> {
        let mut options = serde_saphyr::Options::default();
        options.with_snippet = false;
        let mut found = None;
        let read = serde_saphyr::with_deserializer_from_str_with_options(yaml, options, |reader| {
            found = Some(Self::deserialize(release, reader));
            Ok(())
        });
        match (found, read) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(RequestError::whole(error.to_string())),
            (Some(Ok(directory)), Ok(())) => Ok(directory),
            // A document with nothing in it.
            (None, Ok(())) => Ok(Self::default()),
        }
    }

    /// A directory from any serde format, such as YAML, for a release of authentik.
    ///
    /// # Errors
    /// The first thing that is wrong, with its path.
    pub fn deserialize<'de, D: serde::Deserializer<'de>>(
        release: Release,
        reader: D,
    ) -> Result<Self, RequestError> {
        let store = Store::deserialize_for(release, reader).map_err(|error| match error {
            StoreError::Decode(error) => RequestError::from(error),
            StoreError::Deep(reason) => RequestError::whole(reason),
        })?;
        Ok(Self { store })
    }
}

impl Host for Directory {
    fn call(&self, call: &HostCall) -> Reply {
        self.store.answer(call).unwrap_or(Reply::Denied)
    }
}
