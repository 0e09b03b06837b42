//! Decisions, journals and diagnostics are what their schemas in `spec/` say.
#![expect(clippy::disallowed_methods, reason = "tests read files")]
#![expect(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "tests")]

mod support;

use hognose::{
    CompileError, Data, Engine, Host, HostCall, Journal, Options, Reply, Request, Scratch, Surface,
    capability, json,
};
use serde_json::Value;
use support::validate;

fn schema(name: &str) -> Value {
    let path = format!("{}/../../spec/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Draws bytes, knows no time, and answers what the test says to everything else.
struct TestHost(Reply);

impl Host for TestHost {
    fn call(&self, call: &HostCall) -> Reply {
        match call.operation {
            "random.bytes" => Reply::Value(Data::Bytes(vec![7; 16].into())),
            _ => self.0.clone(),
        }
    }
}

fn engine() -> Engine {
    let grants = ["random", "clock", "flow.write", "prompt.write", "context.write"];
    grants.iter().fold(Engine::builder(), |builder, name| builder.grant(capability(name).unwrap())).build()
}

const POLICIES: &[(&str, &str)] = &[
    ("policy", "return True"),
    ("policy", "ak_message('no'); ak_message(3); return None"),
    ("policy", "ak_logger.warning('w', a=[1, {'b': (2,)}], c={1: 2}); return b'x'"),
    ("policy", "context['x'] = {'y': {1}}; context['prompt_data']['a'] = float('nan'); return 1"),
    ("policy", "context['flow_plan'].context['k'] = 2 ** 70; return context['flow_plan'].context"),
    ("policy", "import uuid; return [uuid.uuid4(), ip_address('::1'), ip_network('10.0.0.0/8'), len]"),
    ("policy", "return request"),
    ("policy", "return {1: 2, 'x': {'$type': 'User'}}"),
    (
        "policy",
        "def f():\n    return {}['a']\ntry:\n    f()\nexcept KeyError as e:\n    raise ValueError('v') from e",
    ),
    ("policy", "def f():\n    return {}['a']\ntry:\n    f()\nexcept KeyError:\n    raise ValueError('v')"),
    ("policy", "while True: pass"),
    ("policy", "return 'x' * 50_000_000"),
    ("policy", "def f(): return f()\nreturn f()"),
    ("policy", "return 1 << 100_000"),
    ("policy", "while True: ak_message('m')"),
    ("policy", "from datetime import datetime; return datetime.now()"),
    ("oauth2-scope", "return {'a': request.user}"),
];

const REQUEST: &str = r#"{"user": {"username": "marie", "uuid": "12345678-1234-5678-1234-567812345678"},
    "context": {"prompt_data": {"a": 1}, "flow_plan": {"context": {"x": {"$type": "set", "value": [1]}}}}}"#;

#[test]
fn decisions_and_journals_are_as_their_schemas_say() {
    let (decision_schema, journal_schema) = (schema("decision"), schema("journal"));
    let raise = Reply::Raise { kind: "OSError".into(), message: "no clock".into() };
    let replies = [Reply::Value(Data::Int(0)), raise, Reply::NotYet, Reply::Unavailable, Reply::Denied];
    let mut outcomes = std::collections::BTreeSet::new();
    for (surface, source) in POLICIES {
        let surface = Surface::by_name(surface).unwrap();
        let policy = engine().compile("p", &surface, source).unwrap_or_else(|error| panic!("{error}"));
        let request = Request::from_json(&surface, REQUEST).unwrap();
        for reply in &replies {
            let options = Options { reads: true, ..Options::default() };
            let host = TestHost(reply.clone());
            let decision = policy.evaluate_in(&mut Scratch::new(), &request, &host, options);
            outcomes.insert(decision.outcome.name());
            let text = decision.to_json().unwrap();
            let value: Value = serde_json::from_str(&text).unwrap();
            validate(&decision_schema, &value).unwrap_or_else(|wrong| panic!("{source}: {wrong}"));

            let text = Journal::of(&policy, &request, &decision).unwrap().to_json().unwrap();
            let value: Value = serde_json::from_str(&text).unwrap();
            validate(&journal_schema, &value).unwrap_or_else(|wrong| panic!("{source}: {wrong}"));

            // What was recorded comes back, and makes the same decision without the host.
            let journal = Journal::from_json(&text).unwrap_or_else(|wrong| panic!("{source}: {wrong}"));
            assert_eq!(journal.to_json().unwrap(), text);
            if !matches!(reply, Reply::NotYet) {
                let options = Options {
                    journal: journal.replay(&policy, &request).unwrap(),
                    reads: true,
                    ..Options::default()
                };
                let again =
                    policy.evaluate_in(&mut Scratch::new(), &request, &TestHost(Reply::Denied), options);
                assert_eq!(again.to_json().unwrap(), decision.to_json().unwrap(), "{source}");
            }
        }
    }
    assert_eq!(Vec::from_iter(outcomes), ["error", "fail", "pass", "pending", "value"]);
}

#[test]
fn diagnostics_are_as_their_schema_says() {
    let schema = schema("diagnostics");
    let sources = [
        "return (",
        "if x:\nreturn",
        "class A: pass\nimport os\nx._y\neval(1)",
        "import uuid\nreturn uuid.uuid4()",
        "\0",
        &"(".repeat(70_000),
    ];
    let surface = Surface::by_name("policy").unwrap();
    for source in sources {
        let error: CompileError = Engine::new().compile("p", &surface, source).unwrap_err();
        let value: Value = serde_json::from_str(&error.to_json()).unwrap();
        validate(&schema, &value).unwrap_or_else(|wrong| panic!("{source:.40}: {wrong}"));
        assert_eq!(
            value.get("diagnostics").unwrap_or(&Value::Null).as_array().map(Vec::len),
            Some(error.diagnostics().len())
        );
    }
    validate(&schema, &serde_json::from_str(&json::no_diagnostics("p")).unwrap()).unwrap();
}

#[test]
fn the_validator_sees_what_is_wrong() {
    let schema = schema("diagnostics");
    let wrong = [
        r#"{"schema": "hognose.diagnostics/2", "policy": "p", "diagnostics": []}"#,
        r#"{"schema": "hognose.diagnostics/1", "diagnostics": []}"#,
        r#"{"schema": "hognose.diagnostics/1", "policy": "p", "diagnostics": [], "more": 1}"#,
        r#"{"schema": "hognose.diagnostics/1", "policy": "p", "diagnostics": [{"code": "X"}]}"#,
    ];
    for text in wrong {
        validate(&schema, &serde_json::from_str(text).unwrap()).expect_err(text);
    }
}
