//! `spec/bindings.toml` as it is written.

use indexmap::IndexMap;
use serde::Deserialize;

type Map<T> = IndexMap<String, T>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spec {
    pub(crate) releases: Releases,
    pub(crate) capability: Map<String>,
    pub(crate) compute: Map<String>,
    pub(crate) class: Map<Type>,
    pub(crate) shape: Map<Type>,
    pub(crate) auth_method: AuthMethods,
    pub(crate) helper: Map<Helper>,
    pub(crate) effect: Map<Effect>,
    pub(crate) result: Map<ResultKind>,
    pub(crate) surface: Map<Surface>,
    pub(crate) document: Map<Document>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Releases {
    pub(crate) known: Vec<String>,
    pub(crate) default: String,
    pub(crate) preview: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Type {
    pub(crate) doc: String,
    #[serde(default)]
    pub(crate) module: String,
    #[serde(default)]
    pub(crate) bases: Vec<String>,
    #[serde(default, rename = "abstract")]
    pub(crate) is_abstract: bool,
    #[serde(default)]
    pub(crate) open: bool,
    #[serde(default)]
    pub(crate) dynamic: bool,
    pub(crate) tag: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) short: Option<String>,
    pub(crate) mapping: Option<String>,
    pub(crate) key: Option<Vec<String>>,
    #[serde(rename = "str")]
    pub(crate) text: Option<Text>,
    pub(crate) repr: Option<String>,
    pub(crate) json: Option<String>,
    #[serde(default)]
    pub(crate) app: String,
    pub(crate) model: Option<String>,
    #[serde(default = "yes")]
    pub(crate) file: bool,
    pub(crate) since: Option<String>,
    pub(crate) until: Option<String>,
    #[serde(default)]
    pub(crate) field: Map<Field>,
    #[serde(default)]
    pub(crate) method: Map<Method>,
    #[serde(default)]
    pub(crate) alias: Map<Alias>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Text {
    One(String),
    Cases(Vec<TextCase>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextCase {
    #[serde(default, rename = "if")]
    pub(crate) when: Vec<String>,
    pub(crate) text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) doc: String,
    pub(crate) default: Option<toml::Value>,
    #[serde(default)]
    pub(crate) absent: bool,
    pub(crate) new: Option<String>,
    pub(crate) compute: Option<String>,
    #[serde(default)]
    pub(crate) fixed: bool,
    #[serde(default)]
    pub(crate) hidden: bool,
    #[serde(default)]
    pub(crate) property: bool,
    #[serde(default)]
    pub(crate) secret: bool,
    pub(crate) write: Option<String>,
    #[serde(default)]
    pub(crate) choices: Vec<String>,
    #[serde(default)]
    pub(crate) examples: Vec<String>,
    pub(crate) since: Option<String>,
    pub(crate) until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Method {
    pub(crate) sig: String,
    pub(crate) doc: String,
    pub(crate) capability: Option<String>,
    pub(crate) since: Option<String>,
    pub(crate) until: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Alias {
    Plain(String),
    Full { field: String, deprecated: Option<String>, since: Option<String>, until: Option<String> },
}

#[derive(Deserialize)]
pub(crate) struct AuthMethods {
    pub(crate) common: Vec<String>,
    #[serde(flatten)]
    pub(crate) methods: Map<AuthMethod>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuthMethod {
    pub(crate) args: Vec<String>,
    pub(crate) doc: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Helper {
    pub(crate) sig: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) python: Option<String>,
    pub(crate) capability: Option<String>,
    pub(crate) doc: String,
    pub(crate) since: Option<String>,
    pub(crate) until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Effect {
    pub(crate) args: Map<String>,
    pub(crate) capability: String,
    pub(crate) doc: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResultKind {
    pub(crate) outcome: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) none: String,
    pub(crate) other: String,
    pub(crate) merge: String,
    pub(crate) exception: String,
    #[serde(default)]
    pub(crate) skip: bool,
    pub(crate) doc: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Surface {
    pub(crate) doc: String,
    pub(crate) extends: Option<String>,
    #[serde(default, rename = "abstract")]
    pub(crate) is_abstract: bool,
    pub(crate) context: Option<String>,
    pub(crate) obj: Option<String>,
    pub(crate) result: Option<String>,
    pub(crate) order: Option<String>,
    pub(crate) shares: Option<String>,
    pub(crate) precompiled: Option<bool>,
    #[serde(default)]
    pub(crate) writes: Map<String>,
    #[serde(default)]
    pub(crate) helpers: Vec<String>,
    #[serde(default)]
    pub(crate) name: Map<Name>,
    pub(crate) since: Option<String>,
    pub(crate) until: Option<String>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(crate) struct Name {
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) value: String,
    pub(crate) when: Option<String>,
    pub(crate) doc: String,
    pub(crate) since: Option<String>,
    pub(crate) until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) doc: String,
}
