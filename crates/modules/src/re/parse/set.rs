//! `[…]`.

use super::Parser;
use super::escape::in_set;
use super::source::{Source, Token};
use crate::re::ast::Node;
use crate::re::class::{Item, class};
use crate::re::error::PatternError;

impl Parser {
    /// A set whose opening bracket is consumed.
    pub(super) fn set(&mut self, flags: u32) -> Result<Node, PatternError> {
        let start = self.source.tell().saturating_sub(1);
        let negated = self.source.take('^')?;
        let mut items: Vec<Item> = Vec::new();
        loop {
            let first = required(&mut self.source, start)?;
            if first == Token::Plain(']') && !items.is_empty() {
                break;
            }
            let item = read(&mut self.source, first)?;
            if !self.source.take('-')? {
                items.push(item);
                continue;
            }
            let last = required(&mut self.source, start)?;
            if last == Token::Plain(']') {
                items.extend([item, Item::Literal(u32::from('-'))]);
                break;
            }
            match (item, read(&mut self.source, last)?) {
                (Item::Literal(low), Item::Literal(high)) if low <= high => {
                    items.push(Item::Range(low, high))
                }
                _ => return Err(bad_range(&self.source, first, last)),
            }
        }
        let mut unique: Vec<Item> = Vec::with_capacity(items.len());
        for item in items {
            if unique.last() != Some(&item) && (unique.len() > 8 || !unique.contains(&item)) {
                unique.push(item);
            }
        }
        Ok(class(&unique, negated, self.mode(flags)))
    }
}

/// The next item, which must be there for the set to end.
fn required(source: &mut Source, start: usize) -> Result<Token, PatternError> {
    source.get()?.ok_or_else(|| source.error_at("unterminated character set", start))
}

fn read(source: &mut Source, token: Token) -> Result<Item, PatternError> {
    match token {
        Token::Escape(letter) => in_set(source, letter),
        Token::Plain(char) => Ok(Item::Literal(hognose_syntax::surrogate::code_of(char))),
    }
}

fn bad_range(source: &Source, first: Token, last: Token) -> PatternError {
    let mut message = String::from("bad character range ");
    first.push_to(&mut message);
    message.push('-');
    last.push_to(&mut message);
    let length = first.len().saturating_add(last.len()).saturating_add(1);
    source.error(message, length)
}
