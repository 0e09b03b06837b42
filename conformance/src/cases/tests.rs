#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::answer::Answer;

fn case(line: &str) -> Case {
    serde_json::from_str(line).unwrap()
}

#[test]
fn answers_are_judged() {
    let raises =
        case(r#"{"id": "a", "area": "core/x", "src": "x", "expect": {"exc": "KeyError", "msg": "'a'"}}"#);
    let raised = |kind: &str, message: &str| Answer::Raised { kind: kind.into(), message: message.into() };
    assert_eq!(judge(&raises, &raised("KeyError", "'a'")), Verdict::Pass);
    assert_eq!(judge(&raises, &raised("KeyError", "a")), Verdict::WrongMessage);
    assert_eq!(judge(&raises, &raised("TypeError", "'a'")), Verdict::Wrong);
    assert_eq!(judge(&raises, &Answer::Repr("'a'".into())), Verdict::Wrong);
    assert_eq!(judge(&raises, &Answer::Unsupported("class".into())), Verdict::Unsupported);
}

#[test]
fn the_table_counts() {
    let mut table = Table::new("area");
    for (area, verdict) in [("b/y", Verdict::Pass), ("b/y", Verdict::Pass), ("a/x", Verdict::Crash)] {
        table.add(area, verdict);
    }
    let wanted = "\
area  cases  pass  wrong  wrong-message  unsupported  crash  pass %
a/x       1     0      0              0            0      1     0.0
b/y       2     2      0              0            0      0   100.0
all       3     2      0              0            0      1    66.7
";
    assert_eq!(table.to_string(), wanted);
}

#[test]
fn every_case_of_the_project_reads() {
    let cases = load(&crate::data_dir().join("cases/cpython")).unwrap();
    assert!(cases.len() >= 6_000);
    for case in &cases {
        assert!(matches!(case.tier(), "core" | "common-modules" | "extended"), "{}", case.id);
        assert!(!case.source.is_empty(), "{}", case.id);
    }
}
