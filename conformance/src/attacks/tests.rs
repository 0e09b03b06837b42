#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::path::Path;

use super::*;

const PLAIN: &str = "# id: x-001\n# class: x\n# title: a-title\n# expect: ok:[1, 2]\n\
    # also: limit, ok:'a, b', error\n# raises: TypeError\n# needs: class\n# max-output: 12\n\
    def handler(request):\n    # not: header\n    return 1\n";

fn attack(text: &str) -> Attack {
    parse(Path::new("x.py"), text).unwrap()
}

fn observed(ending: Ending) -> Observed {
    Observed { ending, message: String::new(), effects: Vec::new(), too_slow: false, too_big: false }
}

#[test]
fn the_header_is_read() {
    let found = attack(PLAIN);
    assert_eq!((found.id.as_str(), found.class.as_str(), found.title.as_str()), ("x-001", "x", "a-title"));
    assert_eq!(found.expected, Expected::Value("[1, 2]".into()));
    assert_eq!(found.also, [Expected::Limit, Expected::Value("'a, b'".into()), Expected::Error]);
    assert_eq!(found.raises.as_deref(), Some("TypeError"));
    assert_eq!(found.needs.as_deref(), Some("class"));
    assert_eq!(found.max_output, Some(12));
    assert_eq!(found.evaluations.len(), 1);
    assert_eq!(found.evaluations[0].signature, "def handler(request):");
    assert_eq!(found.evaluations[0].body, b"# not: header\nreturn 1\n");
}

#[test]
fn evaluations_are_split_and_macros_expanded() {
    let text = "# id: x\n# class: x\n# title: x\n# expect: ok:*\ndef handler():\n    return 1\n\
        # --- next evaluation ---\ndef handler():\n    @@INDENT(2,\"if a:\",\"b\")@@\n    x = \"@@HEX(fffe)@@\"\n";
    let found = attack(text);
    assert_eq!(found.evaluations[0].body, b"return 1\n");
    assert_eq!(found.evaluations[1].body, b"if a:\n if a:\n  b\nx = \"\xff\xfe\"\n");
}

#[test]
fn mistakes_are_reported() {
    let mistakes = [
        ("# id: x\n# class: x\n# title: x\ndef handler():\n    return 1\n", "no `expect`"),
        ("# id: x\n# class: x\n# title: x\n# expect: fine\ndef handler():\n", "unknown outcome `fine`"),
        ("# id: x\n# class: x\n# title: x\n# expect: error\nreturn 1\n", "begins with `def handler(`"),
        (
            "# id: x\n# class: x\n# title: x\n# expect: error\n# max-output: 1k\ndef handler():\n",
            "not a number",
        ),
        (
            "# id: x\n# class: x\n# title: x\n# expect: error\ndef handler():\n    @@REPEAT(3)@@\n",
            "wrong arguments",
        ),
        (
            "# id: x\n# class: x\n# title: x\n# expect: error\ndef handler():\n    @@REPEAT(9999999999,\"xxxx\")@@\n",
            "too long",
        ),
    ];
    for (text, reason) in mistakes {
        let error = parse(Path::new("x.py"), text).unwrap_err().to_string();
        assert!(error.contains(reason), "{error} should say {reason}");
    }
}

#[test]
fn macros_expand() {
    let expanded = [
        (r#"@@REPEAT(3,"a\"b")@@"#, r#"a"ba"ba"b"#),
        (r#"@@REPEAT(2,")(")@@x@@REPEAT(0,"y")@@"#, ")()(x"),
        (r#"@@SEQ(1,8,3,"<{i}{i}>")@@"#, "<11><44><77>"),
        ("@@HEX(e280a8)@@", "\u{2028}"),
        ("@@OTHER(1)@@ @@", "@@OTHER(1)@@ @@"),
    ];
    for (text, wanted) in expanded {
        assert_eq!(String::from_utf8(expand(text).unwrap()).unwrap(), wanted);
    }
    assert!(expand("@@HEX(abc)@@").is_err());
    assert!(expand(r#"@@REPEAT(-1,"x")@@"#).is_err());
}

#[test]
fn outcomes_are_judged() {
    let text = |expect: &str, more: &str| {
        format!(
            "# id: x\n# class: x\n# title: x\n# expect: {expect}\n{more}def handler():\n    return CANARY_x + 1\n"
        )
    };
    let verdict = |expect: &str, more: &str, seen: &Observed| judge(&attack(&text(expect, more)), seen);
    let value = |text: &str| observed(Ending::Value(text.into()));
    assert_eq!(verdict("ok:1", "", &value("1")), Verdict::Pass);
    assert_eq!(verdict("ok:1", "", &value("2")), Verdict::Fail("value".into()));
    assert_eq!(verdict("error", "", &value("2")), Verdict::Fail("reached".into()));
    assert_eq!(verdict("limit", "", &value("2")), Verdict::Soft("finished within its budget".into()));
    assert_eq!(verdict("limit", "", &observed(Ending::Error("MemoryError".into()))), Verdict::Pass);
    let raised = observed(Ending::Error("KeyError".into()));
    assert_eq!(verdict("error", "", &raised), Verdict::Pass);
    assert_eq!(verdict("error", "# raises: TypeError\n", &raised), Verdict::Soft("raised KeyError".into()));
    assert_eq!(verdict("limit", "# also: error\n", &raised), Verdict::Alternative);
    assert_eq!(
        verdict("ok:1", "# needs: class\n", &observed(Ending::Refused)),
        Verdict::Unsupported("class".into())
    );
    assert!(matches!(verdict("error", "", &observed(Ending::Refused)), Verdict::Soft(_)));
    assert_eq!(verdict("error", "", &observed(Ending::Panic)), Verdict::Fail("panic".into()));
    assert_eq!(verdict("ok:*", "", &value("'CANARY_1'")), Verdict::Fail("leak".into()));
    let slow = Observed { too_slow: true, ..value("1") };
    assert_eq!(verdict("ok:1", "", &slow), Verdict::Fail("time".into()));
}

#[test]
fn quoting_the_source_is_no_leak() {
    let text =
        "# id: x\n# class: x\n# title: x\n# expect: error\ndef handler():\n    return CANARY_name + 1\n";
    let mut seen = observed(Ending::Error("NameError".into()));
    seen.message = "line 1: return CANARY_name + 1".into();
    assert_eq!(judge(&attack(text), &seen), Verdict::Pass);
    seen.message = "CANARY_name".into();
    assert_eq!(judge(&attack(text), &seen), Verdict::Fail("leak".into()));
}

#[test]
fn every_attack_of_the_project_reads() {
    let all = load(&crate::data_dir().join("attacks/cases")).unwrap();
    let mut classes = BTreeMap::new();
    let mut ids = std::collections::BTreeSet::new();
    for attack in &all {
        *classes.entry(attack.class.as_str()).or_insert(0_usize) += 1;
        assert!(ids.insert(attack.id.clone()), "{} stands twice", attack.id);
        assert!(attack.id.starts_with(&attack.class), "{}", attack.id);
        let name = attack.path.file_stem().unwrap().to_str().unwrap();
        assert_eq!(name, format!("{}-{}", attack.id, attack.title));
    }
    assert_eq!(classes.len(), 25);
}
