//! A file of declarations that contradicts itself is refused with the place and the reason.
#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../build/builders.rs"]
mod builders;
#[path = "../build/emit.rs"]
mod emit;
#[path = "../build/model.rs"]
mod model;
#[path = "../build/resolve.rs"]
mod resolve;
#[path = "../build/surfaces.rs"]
mod surfaces;
#[path = "../build/types.rs"]
mod types;

fn tables(text: &str) -> Result<[String; 3], String> {
    let spec: model::Spec = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let types = resolve::types(&spec)?;
    let surfaces = surfaces::resolve(&spec, &types)?;
    Ok([emit::tables(&spec, &types, &surfaces), emit::classes(&types), builders::builders(&types)])
}

/// What is replaced, by what, and what is said then.
const WRONG: &[(&str, &str, &str)] = &[
    (
        "email = { type = \"str\", default = \"\", write",
        "email = { typ = \"str\", write",
        "unknown field `typ`",
    ),
    (
        "email = { type = \"str\", default = \"\", write",
        "email = { type = \"string\", write",
        "class.User: field.email: in `string`: there is no type `string`",
    ),
    (
        "email = { type = \"str\", default = \"\", write",
        "email = { type = \"list[str\", write",
        "class.User: field.email: in `list[str`: expected `]` before ``",
    ),
    (
        "email = { type = \"str\", default = \"\", write",
        "email = { type = \"str\", default = 3, write",
        "class.User: field.email: the default 3 is not of the type `str`",
    ),
    (
        "email = { type = \"str\", default = \"\", write",
        "email = { type = \"str\", default = \"\", absent = true, write",
        "class.User: field.email: only one of `default`, `new`, `compute`, `absent` can be",
    ),
    (
        "type = { type = \"str\", default = \"internal\"",
        "type = { type = \"str\", default = \"outer\"",
        "class.User: field.type: the default \"outer\" is not one of the choices",
    ),
    (
        "compute = \"superuser\", property",
        "compute = \"super\", property",
        "class.User: field.is_superuser: [compute] does not know `super`",
    ),
    (
        "new = \"QueryDict\", doc = \"The query",
        "new = \"Session\", doc = \"The query",
        "class.HttpRequest: field.GET: `new = \"Session\"` is not of its type",
    ),
    (
        "ak_groups = { field = \"groups\"",
        "ak_groups = { field = \"grups\"",
        "class.User: alias.ak_groups: there is no field `grups`",
    ),
    (
        "[class.User.alias]\nid = ",
        "[class.User.alias]\nname = ",
        "class.User: alias.name: there is a field of this name",
    ),
    (
        "write = \"user.write\", since = \"2025.12\"",
        "write = \"user.change\", since = \"2025.12\"",
        "class.User: field.groups: [capability] does not know `user.change`",
    ),
    (
        "write = \"user.write\", since = \"2025.12\"",
        "write = \"user.write\", since = \"2025.11\"",
        "class.User: field.groups: [releases] does not know `2025.11`",
    ),
    ("str = \"Group {name}\"", "str = \"Group {nam}\"", "class.Group: str: there is no field `nam`"),
    ("str = \"Group {name}\"", "str = \"Group {name\"", "class.Group: str: no `}` in `Group {name`"),
    (
        "short = \"name\"\nstr = \"Group",
        "short = \"title\"\nstr = \"Group",
        "class.Group: there is no field `title`",
    ),
    (
        "bases = [\"Source\"]\nmodule = \"authentik.sources.oauth",
        "bases = [\"Sauce\"]\nmodule = \"authentik.sources.oauth",
        "class.OAuthSource: there is no class or shape `Sauce`",
    ),
    (
        "bases = [\"Source\"]\nmodule = \"authentik.sources.oauth",
        "bases = [\"LDAPSource\"]\nmodule = \"authentik.sources.oauth",
        "class.OAuthSource: base `LDAPSource` has to be declared before it",
    ),
    (
        "bases = [\"Source\"]\nmodule = \"authentik.sources.oauth",
        "bases = [\"Source\", \"Model\"]\nmodule = \"authentik.sources.oauth",
        "class.OAuthSource: a class has one base: its fields keep their numbers",
    ),
    (
        "kind = \"static\"",
        "kind = \"totp\"",
        "class.StaticDevice: `kind = \"totp\"` is used twice in its family",
    ),
    (
        "[shape.GeoIP]\n",
        "[shape.User]\ndoc = \"\"\n\n[shape.GeoIP]\n",
        "`User` is declared as a class and as a shape",
    ),
    (
        "continent = { type = \"str?\"",
        "continent = { type = \"str?\", absent = true",
        "shape.GeoIP: field.continent: a key of a shape that is not given is not there: it has no default",
    ),
    (
        "all_groups = { sig = \"() -> queryset[Group]\"",
        "all_groups = { sig = \"() -> queryset[Grup]\"",
        "class.User: method.all_groups: in `() -> queryset[Grup]`: there is no type `Grup`",
    ),
    (
        "is_member = { sig = \"(user: User) -> bool\"",
        "is_member = { sig = \"(user) -> bool\"",
        "class.Group: method.is_member: in `(user) -> bool`: expected `:` before `) -> bool`",
    ),
    (
        "args = [\"device\", \"device_type\"]",
        "args = [\"devise\"]",
        "auth_method.auth_webauthn_pwl: AuthMethodArgs has no key `devise`",
    ),
    (
        "capability = \"message\", doc = \"Show a",
        "capability = \"shout\", doc = \"Show a",
        "helper.ak_message: [capability] does not know `shout`",
    ),
    (
        "helpers = [\"ak_message\"]",
        "helpers = [\"ak_massage\"]",
        "surface.policy: there is no helper `ak_massage`",
    ),
    (
        "extends = \"policy\"\ndoc = \"Policies bound to a flow",
        "extends = \"polity\"\ndoc = \"Policies bound to a flow",
        "surface.flow-access: there is no surface `polity`",
    ),
    ("[surface.base]\n", "[surface.base]\nextends = \"policy\"\n", "surface.policy: it extends itself"),
    (
        "context = \"PlanContext\"\nobj = \"Flow\"",
        "context = \"PlanContext\"\nobj = \"Flo\"",
        "surface.flow-access: there is no class or shape `Flo`",
    ),
    (
        "\"context.prompt_data\" = \"prompt.write\"",
        "\"contekst.prompt_data\" = \"prompt.write\"",
        "surface.policy: writes: `contekst` is no name in scope",
    ),
    (
        "value = \"context.ldap\"",
        "value = \"context.ldab\"",
        "surface.ldap-source-user: name.ldap: LDAPSourceContext has no key `ldab`",
    ),
    ("merge = \"deep_unique\"", "merge = \"deepest\"", "result.source: merge: there is no rule `deepest`"),
    (
        "destination = \"str\"",
        "destination = \"text\"",
        "effect.flow.redirect: in `text`: there is no type `text`",
    ),
];

#[test]
fn contradictions_are_refused() {
    let right =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/bindings.toml")).unwrap();
    assert!(tables(&right).is_ok());
    for (from, to, wanted) in WRONG {
        assert!(right.contains(from), "{from}");
        let error = tables(&right.replacen(from, to, 1)).err().unwrap_or_default();
        assert!(error.contains(wanted), "{to}\n  wanted {wanted}\n  found  {error}");
    }
}
