//! The hognose command line.

mod arguments;
mod catalogue;
mod evaluate;
mod explain;
mod host;
mod input;
mod output;
mod printable;
mod quota;
mod render;
mod report;

use arguments::{Arguments, Command};
use clap::Parser;
use output::Output;
use std::process::ExitCode;

/// How the command ends; the numbers are documented and stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// The policy passes, the mapping gives a value, the policy compiles; the question is answered.
    Ok = 0,
    /// The policy fails, or the mapping skips the object.
    Fail = 1,
    /// The policy is in error: it does not compile, needs what is not granted, or raised.
    Error = 2,
    /// A host reply is not there yet.
    Pending = 3,
    /// The command was used wrongly.
    Usage = 64,
    /// A file cannot be read or is not valid.
    Input = 65,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // `--help` and `--version` are errors to clap too. A closed pipe is no reason to complain.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Ok }.into();
        }
    };
    let mut output = Output::new();
    let exit = match arguments.command {
        Command::Eval(eval) => evaluate::eval(&eval, &mut output),
        Command::Check(check) => evaluate::check(&check, &mut output),
        Command::Surfaces(surfaces) => Ok(catalogue::surfaces(&surfaces, &mut output)),
        Command::Capabilities => Ok(catalogue::capabilities(&mut output)),
        Command::Explain(explain) => Ok(explain::explain(&explain, &mut output)),
    };
    exit.unwrap_or_else(|bad| {
        output.complain(&bad.to_string());
        Exit::Input
    })
    .into()
}
