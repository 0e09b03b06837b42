//! Shows the tree of a policy read from standard input, or what is wrong with it.

#![expect(clippy::disallowed_methods, reason = "a tool for developers")]

use std::io::Read as _;

use hognose_syntax::{LineIndex, Options, decode, parse};

fn main() -> std::io::Result<()> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let options = Options {
        parameters: &["request", "context"],
        eager_consumers: &["any", "all", "sum"],
        ..Options::default()
    };
    let problems = match decode(&bytes) {
        Ok(source) => match parse(source, &options) {
            Ok(tree) => {
                println!("{tree:#?}");
                return Ok(());
            }
            Err(problems) => problems,
        },
        Err(problem) => vec![problem],
    };
    let source = String::from_utf8_lossy(&bytes);
    let lines = LineIndex::new(&source);
    for problem in problems {
        let at = lines.position(problem.span.start);
        println!("{}:{}: {} {:?}: {}", at.line, at.column, problem.code, problem.kind, problem.message);
        if let Some(help) = problem.help {
            println!("    {help}");
        }
    }
    Ok(())
}
