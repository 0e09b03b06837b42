//! What alternatives of the grammar come to when they match.

use super::grammar::{At, Function, NodeKind, Purpose};
use super::machine::{Machine, NONE, Outcome, Stop};
use crate::lex::token::Kind;
use crate::literal;
use crate::prepare::without_comments;

impl Machine<'_> {
    fn stop(indentation: bool, message: impl Into<String>, first: u32, last: u32) -> Outcome {
        Outcome::Stop(Stop::Error { indentation, message: message.into(), first, last: last.max(first) })
    }

    fn stop_at(&self, message: impl Into<String>, part: u32) -> Outcome {
        let (first, end) = self.extent(part).unwrap_or((self.read, self.read));
        Self::stop(false, message, first, end.saturating_sub(1))
    }

    /// The error an alternative stands for.
    pub(super) fn error(
        &self,
        indentation: bool,
        at: At,
        message: &str,
        part: &dyn Fn(u8) -> u32,
    ) -> Outcome {
        let last = self.read.saturating_sub(1);
        let (first, end, named) = match at {
            At::Last => (last, self.read, NONE),
            At::Next => {
                let next = self.position();
                (next, next.saturating_add(1), NONE)
            }
            At::Part(a) => {
                let (first, end) = self.extent(part(a)).unwrap_or((last, self.read));
                (first, end, part(a))
            }
            At::Range(a, b) => {
                let first = self.extent(part(a)).map_or(last, |extent| extent.0);
                let end = self.extent(part(b)).map_or(self.read, |extent| extent.1);
                (first, end, part(a))
            }
        };
        let mut text = message.replace("\\\"", "\"");
        if text.contains('{') {
            let line = self.tokens.get(first as usize).map_or(0, |token| token.line);
            text = text.replace("{line}", &line.to_string());
            text = text.replace("{text}", self.token_text(first));
            let name = self.node(named).map_or("literal", |node| node.kind.name());
            text = text.replace("{name}", name);
        }
        Self::stop(indentation, text, first, end.saturating_sub(1))
    }

    /// An error when a part has something that cannot be a target.
    pub(super) fn target(&self, purpose: Purpose, part: u32) -> Outcome {
        let Some(wrong) = self.not_a_target(purpose, part) else { return Outcome::Nothing };
        let name = self.node(wrong).map_or("literal", |node| node.kind.name());
        let verb = if purpose == Purpose::Delete { "delete" } else { "assign to" };
        self.stop_at(format!("cannot {verb} {name}"), wrong)
    }

    fn not_a_target(&self, purpose: Purpose, part: u32) -> Option<u32> {
        let node = self.node(part)?;
        match node.kind {
            NodeKind::List | NodeKind::Tuple => {
                self.children(node).into_iter().find_map(|child| self.not_a_target(purpose, child))
            }
            NodeKind::Starred if purpose == Purpose::Delete => Some(part),
            NodeKind::Starred => {
                self.children(node).first().and_then(|inner| self.not_a_target(purpose, *inner))
            }
            // `for a in b` reads as a comparison.
            NodeKind::Comparison if purpose == Purpose::For => match self.children(node).as_slice() {
                [left, second, ..]
                    if self.node(*second).is_some_and(|node| node.kind == NodeKind::Contained) =>
                {
                    self.not_a_target(purpose, *left)
                }
                _ => None,
            },
            NodeKind::Name | NodeKind::Subscript | NodeKind::Attribute => None,
            _ => Some(part),
        }
    }

    /// A function of an alternative. `node` spans it, with the values of its items as children.
    pub(super) fn function(&mut self, function: Function, parts: (u32, u32, &str), node: u32) -> Outcome {
        let (a, b, text) = parts;
        match function {
            Function::Arguments => self.becomes(node, NodeKind::Arguments),
            Function::ArgumentOrder => {
                let unpacks = self.kinds(a).contains(&NodeKind::DoubleStarred);
                let behind = if unpacks { "keyword argument unpacking" } else { "keyword argument" };
                let last = self.read.saturating_sub(1);
                Self::stop(false, format!("positional argument follows {behind}"), last, last)
            }
            Function::BareGenerator => {
                let named = |kind: &&NodeKind| matches!(kind, NodeKind::Keyword | NodeKind::DoubleStarred);
                if self.kinds(a).iter().filter(|kind| !named(kind)).count() <= 1 {
                    return Outcome::Nothing;
                }
                self.stop_at("Generator expression must be parenthesized", node)
            }
            Function::Bound => {
                let tuple = self.node(b).is_some_and(|node| node.kind == NodeKind::Tuple);
                let what = if tuple { "constraints" } else { "bound" };
                self.stop_at(format!("cannot use {what} with {text}"), a)
            }
            Function::Comma => self.comma(a, node),
            Function::Conversion => self.conversion(a, b, node),
            Function::Field => self.field(a, node),
            Function::Print => {
                let word = self.extent(a).map_or("", |extent| self.token_text(extent.0));
                if !matches!(word, "print" | "exec") {
                    return Outcome::Nothing;
                }
                let message = format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
                self.stop_at(message, node)
            }
            Function::Real if self.is_imaginary(a) => {
                self.stop_at("real number required in complex literal", a)
            }
            Function::Imaginary if !self.is_imaginary(a) => {
                self.stop_at("imaginary number required in complex literal", a)
            }
            Function::Real | Function::Imaginary => Outcome::Value(node),
            Function::String => self.string(a, node),
            Function::Spec => {
                let index = self.extent(a).map_or(0, |extent| extent.0);
                self.middle(index).unwrap_or(Outcome::Value(node))
            }
            Function::FString => self.fstring(node),
            Function::Strings => self.strings(node),
            Function::Trailers => {
                let children = self.node(node).map(|node| self.children(node)).unwrap_or_default();
                let kind = children.last().and_then(|last| self.node(*last)).map(|node| node.kind);
                match (children.as_slice(), kind) {
                    ([only], _) => Outcome::Value(*only),
                    (_, Some(kind)) => self.becomes(node, kind),
                    _ => Outcome::Value(node),
                }
            }
        }
    }

    fn kinds(&self, part: u32) -> Vec<NodeKind> {
        let children = self.node(part).map(|node| self.children(node)).unwrap_or_default();
        children.into_iter().filter_map(|child| self.node(child)).map(|node| node.kind).collect()
    }

    fn is_imaginary(&self, part: u32) -> bool {
        let token = self.extent(part).and_then(|extent| self.tokens.get(extent.0 as usize));
        token.is_some_and(|token| token.kind == Kind::Imaginary)
    }

    /// Two expressions side by side: inside brackets a comma is missing.
    fn comma(&self, first: u32, both: u32) -> Outcome {
        let Some((start, end)) = self.extent(both) else { return Outcome::Nothing };
        let name = self.node(first).filter(|node| node.kind == NodeKind::Name);
        let old = name.is_some_and(|node| matches!(self.token_text(node.start), "print" | "exec"));
        let level = self.levels.get((end as usize).saturating_sub(1)).copied().unwrap_or(0);
        if old || level == 0 {
            return Outcome::Nothing;
        }
        Self::stop(false, "invalid syntax. Perhaps you forgot a comma?", start, end.saturating_sub(1))
    }

    fn conversion(&self, mark: u32, letter: u32, node: u32) -> Outcome {
        let (Some((mark, _)), Some((name, _))) = (self.extent(mark), self.extent(letter)) else {
            return Outcome::Nothing;
        };
        let end = self.tokens.get(mark as usize).map_or(0, |token| token.end);
        if self.tokens.get(name as usize).is_some_and(|token| token.start != end) {
            // CPython's own spelling.
            let message = "f-string: conversion type must come right after the exclamanation mark";
            return Self::stop(false, message, mark, name);
        }
        Outcome::Value(node)
    }

    /// A whole replacement field: looks at the letter of its conversion.
    fn field(&self, conversion: u32, node: u32) -> Outcome {
        let Some((_, end)) = self.extent(conversion) else { return Outcome::Value(node) };
        let name = end.saturating_sub(1);
        let text = self.token_text(name);
        if matches!(text, "s" | "r" | "a") {
            return Outcome::Value(node);
        }
        let message = format!("f-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
        Self::stop(false, message, name, name)
    }

    /// Looks at the escapes of a string.
    fn string(&mut self, part: u32, node: u32) -> Outcome {
        let Some((index, _)) = self.extent(part) else { return Outcome::Nothing };
        let source = self.token_text(index);
        let shape = literal::shape(source);
        let contents = source.get(shape.start..shape.end).unwrap_or_default();
        let wrong = if shape.is_bytes {
            literal::bytes(contents, shape.raw).err()
        } else {
            literal::text(contents, shape.raw).err()
        };
        if let Some(error) = wrong {
            return Self::stop(false, error.0, index, index);
        }
        self.becomes(node, if shape.is_bytes { NodeKind::Bytes } else { NodeKind::Literal })
    }

    fn fstring(&mut self, node: u32) -> Outcome {
        let Some((start, end)) = self.extent(node) else { return Outcome::Nothing };
        let (mut depth, mut field) = (0_u32, start);
        for index in start.saturating_add(1)..end {
            match self.tokens.get(index as usize).map(|token| token.kind) {
                Some(Kind::LeftBrace | Kind::FStringStart) => {
                    field = if depth == 0 { index } else { field };
                    depth = depth.saturating_add(1);
                }
                Some(Kind::RightBrace | Kind::FStringEnd) => depth = depth.saturating_sub(1),
                Some(Kind::Equal) if depth == 1 => {
                    if let Some(stop) = self.shown(start, field, index) {
                        return stop;
                    }
                }
                Some(Kind::FStringMiddle) if depth == 0 => {
                    if let Some(stop) = self.middle(index) {
                        return stop;
                    }
                }
                _ => {}
            }
        }
        self.becomes(node, NodeKind::FString)
    }

    /// Looks at the escapes of the text that a field with `=` shows, which CPython reads as those of the f-string.
    fn shown(&self, start: u32, field: u32, equal: u32) -> Option<Outcome> {
        let token = |index: u32| self.tokens.get(index as usize);
        let next = token(equal.saturating_add(1))?;
        if !matches!(next.kind, Kind::Exclamation | Kind::Colon | Kind::RightBrace) {
            return None;
        }
        let text = self.text.get(token(field)?.end as usize..next.start as usize)?;
        let error = literal::text(&without_comments(text), token(start)?.data == 1).err()?;
        Some(Self::stop(false, error.0, field, equal))
    }

    /// Looks at the escapes of a piece of an f-string.
    fn middle(&self, index: u32) -> Option<Outcome> {
        let raw = self.tokens.get(index as usize).is_some_and(|token| token.data == 1);
        let error = literal::text(self.token_text(index), raw).err()?;
        Some(Self::stop(false, error.0, index, index))
    }

    fn strings(&mut self, node: u32) -> Outcome {
        let kinds = self.kinds(node);
        let bytes = kinds.contains(&NodeKind::Bytes);
        if bytes && kinds.iter().any(|kind| *kind != NodeKind::Bytes) {
            return self.stop_at("cannot mix bytes and nonbytes literals", node);
        }
        let formatted = kinds.contains(&NodeKind::FString);
        self.becomes(node, if formatted { NodeKind::FString } else { NodeKind::Literal })
    }
}
