//! What an evaluation says: messages, effects and logs, in order and bounded.

use crate::data::{Data, Map};
use crate::limits::Limits;
use crate::stop::Fatal;

/// Messages, effects and logs.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    /// Values given to `ak_message`.
    pub messages: Vec<Data>,
    /// Effects.
    pub effects: Vec<Effect>,
    /// Log lines.
    pub logs: Vec<Log>,
    bytes: usize,
}

/// Something the host may do after it has seen the outcome.
#[derive(Clone, Debug)]
pub struct Effect {
    /// What it is, such as `flow.redirect`.
    pub kind: &'static str,
    /// Its arguments.
    pub arguments: Map,
}

/// A log line.
#[derive(Clone, Debug)]
pub struct Log {
    /// `debug`, `info`, `warning`, `error`, `critical`.
    pub level: &'static str,
    /// The event text.
    pub event: String,
    /// Further attributes.
    pub attributes: Map,
}

impl Outputs {
    fn admit(
        &mut self,
        limits: &Limits,
        what: &'static str,
        count: usize,
        bytes: usize,
    ) -> Result<(), Fatal> {
        if count >= limits.outputs as usize {
            return Err(Fatal::Output { what, limit: u64::from(limits.outputs) });
        }
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > limits.output_bytes {
            return Err(Fatal::Output { what: "output bytes", limit: limits.output_bytes as u64 });
        }
        Ok(())
    }

    /// Add a message of about `bytes` bytes.
    ///
    /// # Errors
    /// The limits on outputs.
    pub fn message(&mut self, limits: &Limits, message: Data, bytes: usize) -> Result<(), Fatal> {
        self.admit(limits, "messages", self.messages.len(), bytes)?;
        self.messages.push(message);
        Ok(())
    }

    /// Add an effect of about `bytes` bytes.
    ///
    /// # Errors
    /// The limits on outputs.
    pub fn effect(&mut self, limits: &Limits, effect: Effect, bytes: usize) -> Result<(), Fatal> {
        self.admit(limits, "effects", self.effects.len(), bytes)?;
        self.effects.push(effect);
        Ok(())
    }

    /// Add a log line of about `bytes` bytes.
    ///
    /// # Errors
    /// The limits on outputs.
    pub fn log(&mut self, limits: &Limits, log: Log, bytes: usize) -> Result<(), Fatal> {
        self.admit(limits, "logs", self.logs.len(), bytes)?;
        self.logs.push(log);
        Ok(())
    }
}
