//! Writing.

use super::nodes::Saved;
use crate::tree::{Span, Tree};
use std::collections::HashMap;

/// Bytes that are being written.
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    texts: HashMap<Box<str>, u64>,
    order: Vec<Box<str>>,
    /// Where the last span started.
    last: u32,
}

pub(super) fn write(tree: &Tree) -> Vec<u8> {
    let mut body = Writer::default();
    tree.assigned_globals.write(&mut body);
    tree.handler.write(&mut body);
    let mut head = Writer::default();
    head.number(u64::from(tree.nodes));
    head.number(body.order.len() as u64);
    for text in &body.order {
        head.number(text.len() as u64);
        head.raw(text.as_bytes());
    }
    head.raw(&body.bytes);
    head.bytes
}

impl Writer {
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Seven bits a byte, the lowest first.
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.byte(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.byte(number.to_le_bytes()[0]);
    }

    /// Small numbers of either sign are short.
    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.wrapping_shl(1) ^ number.wrapping_shr(63)).cast_unsigned());
    }

    pub(super) fn text(&mut self, text: &str) {
        let next = self.order.len() as u64;
        let number = match self.texts.get(text) {
            Some(number) => *number,
            None => {
                self.texts.insert(text.into(), next);
                self.order.push(text.into());
                next
            }
        };
        self.number(number);
    }

    pub(super) fn span(&mut self, span: Span) {
        self.signed(i64::from(span.start).wrapping_sub(i64::from(self.last)));
        self.number(u64::from(span.end.wrapping_sub(span.start)));
        self.last = span.start;
    }
}
