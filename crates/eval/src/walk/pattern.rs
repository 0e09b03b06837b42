//! `match`.

use crate::class::{self, Class};
use crate::code::{Match, Pattern, PatternKind, Place};
use crate::context::Context;
use crate::ops;
use crate::ops::attribute;
use crate::stop::R;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::made;
use crate::walk::{Flow, Frame};

/// What names of a pattern stand for. They get it when the whole pattern has matched, not before.
type Captures<'h> = Vec<(Place, Value<'h>)>;

/// Sub-patterns of a class pattern, by position and by name.
type SubPatterns<'h> = (&'h [Pattern], &'h [(crate::name::Name, Pattern)]);

/// The value of a key of a mapping; what is missing is not made.
fn entry<'h>(cx: &Context<'h>, mapping: Value<'h>, key: Value<'h>) -> R<'h, Option<Value<'h>>> {
    match mapping {
        Value::Dict(dict) => dict.get(cx, key),
        _ if ops::contains(cx, mapping, key)? => ops::index::get_item(cx, mapping, key).map(Some),
        _ => Ok(None),
    }
}

impl<'h> Context<'h> {
    #[inline(never)]
    pub(crate) fn match_statement(&self, node: &'h Match, frame: &Frame<'_, 'h>) -> R<'h, Flow> {
        let subject = self.eval(&node.subject, frame)?;
        frame.set(node.slot, subject);
        let mut captures = Captures::new();
        for case in &node.cases {
            self.burn(1)?;
            captures.clear();
            if !self.matches(&case.pattern, subject, frame, &mut captures)? {
                continue;
            }
            for (place, value) in &captures {
                self.store(*place, *value, frame);
            }
            if let Some(guard) = &case.guard
                && !self.test(guard, frame)?
            {
                continue;
            }
            return self.block(&case.body, frame);
        }
        Ok(Flow::Next)
    }

    fn matches(
        &self,
        pattern: &'h Pattern,
        subject: Value<'h>,
        frame: &Frame<'_, 'h>,
        captures: &mut Captures<'h>,
    ) -> R<'h, bool> {
        let place = |stop| self.at(stop, pattern.span, frame);
        match &pattern.kind {
            PatternKind::Value(expr) => {
                let value = self.eval(expr, frame)?;
                ops::equal(self, subject, value).map_err(place)
            }
            PatternKind::Singleton(literal) => Ok(subject.is(self.literal(*literal))),
            PatternKind::As(inner, name) => {
                if let Some(inner) = inner
                    && !self.matches(inner, subject, frame, captures)?
                {
                    return Ok(false);
                }
                if let Some(name) = name {
                    captures.push((*name, subject));
                }
                Ok(true)
            }
            PatternKind::Or(alternatives) => {
                let before = captures.len();
                for alternative in alternatives {
                    if self.matches(alternative, subject, frame, captures)? {
                        return Ok(true);
                    }
                    captures.truncate(before);
                }
                Ok(false)
            }
            PatternKind::Sequence(patterns) => self.matches_sequence(patterns, subject, frame, captures),
            PatternKind::Mapping { keys, patterns, rest } => {
                match subject {
                    Value::Dict(_) => {}
                    Value::Object(object) if object.class.slots.is_mapping => {}
                    _ => return Ok(false),
                }
                let mut seen = Vec::with_capacity(keys.len());
                let mut values = Vec::with_capacity(keys.len());
                for key in keys {
                    let key_value = self.eval(key, frame)?;
                    for earlier in &seen {
                        if ops::equal(self, *earlier, key_value)? {
                            let key = ops::text::repr_string(self, key_value)?;
                            return Err(place(
                                self.value_error(format_args!(
                                    "mapping pattern checks duplicate key ({key})"
                                )),
                            ));
                        }
                    }
                    seen.push(key_value);
                    match entry(self, subject, key_value)? {
                        Some(value) => values.push(value),
                        None => return Ok(false),
                    }
                }
                for (pattern, value) in patterns.iter().zip(values) {
                    if !self.matches(pattern, value, frame, captures)? {
                        return Ok(false);
                    }
                }
                if let Some(name) = rest {
                    let others = Dict::new(self.heap())?;
                    ops::convert::update_dict(self, others, subject)?;
                    for key in seen {
                        others.remove(self, key)?;
                    }
                    captures.push((*name, Value::Dict(others)));
                }
                Ok(true)
            }
            PatternKind::Class { class, patterns, keywords } => {
                let class_value = self.eval(class, frame)?;
                match class_value {
                    Value::Type(class) => {
                        self.matches_class(class, (patterns, keywords), subject, frame, captures)
                    }
                    Value::Object(object) if made::is_type(object) => {
                        self.matches_named(class_value, (patterns, keywords), subject, frame, captures)
                    }
                    _ => Err(self.type_error("called match pattern must be a class")),
                }
                .map_err(place)
            }
            PatternKind::Star(_) => Err(self.internal("a star outside a sequence pattern")),
        }
    }

    fn matches_sequence(
        &self,
        patterns: &'h [Pattern],
        subject: Value<'h>,
        frame: &Frame<'_, 'h>,
        captures: &mut Captures<'h>,
    ) -> R<'h, bool> {
        let items: Vec<Value<'h>> = match subject {
            Value::List(list) => list.to_vec(),
            Value::Tuple(tuple) => tuple.items().to_vec(),
            Value::Range(_) => ops::iterate::to_list(self, subject)?.to_vec(),
            Value::Object(object) if class::is_sequence(object.class) => {
                ops::iterate::to_list(self, subject)?.to_vec()
            }
            _ => return Ok(false),
        };
        self.burn(items.len() as u64)?;
        let star = patterns.iter().position(|pattern| matches!(pattern.kind, PatternKind::Star(_)));
        let Some(star) = star else {
            if items.len() != patterns.len() {
                return Ok(false);
            }
            for (pattern, item) in patterns.iter().zip(items) {
                if !self.matches(pattern, item, frame, captures)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        };
        let after = patterns.len().saturating_sub(star).saturating_sub(1);
        if items.len() < star.saturating_add(after) {
            return Ok(false);
        }
        let end = items.len().saturating_sub(after);
        for (position, pattern) in patterns.iter().enumerate() {
            let item = match position.cmp(&star) {
                std::cmp::Ordering::Less => items.get(position).copied(),
                std::cmp::Ordering::Greater => {
                    items.get(end.saturating_add(position).saturating_sub(star).saturating_sub(1)).copied()
                }
                std::cmp::Ordering::Equal => {
                    if let PatternKind::Star(Some(name)) = &pattern.kind {
                        let middle = self.list(items.get(star..end).unwrap_or(&[]))?;
                        captures.push((*name, middle));
                    }
                    continue;
                }
            };
            if !self.matches(pattern, item.unwrap_or(Value::None), frame, captures)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn matches_class(
        &self,
        class: &'static Class,
        (patterns, keywords): SubPatterns<'h>,
        subject: Value<'h>,
        frame: &Frame<'_, 'h>,
        captures: &mut Captures<'h>,
    ) -> R<'h, bool> {
        if !subject.class().is_subclass(class) {
            return Ok(false);
        }
        if let Some(first) = patterns.first() {
            let most = usize::from(class::matches_itself(class));
            if patterns.len() > most {
                let plural = if most == 1 { "" } else { "s" };
                return Err(self.type_error(format_args!(
                    "{}() accepts {most} positional sub-pattern{plural} ({} given)",
                    class.name,
                    patterns.len()
                )));
            }
            if !self.matches(first, subject, frame, captures)? {
                return Ok(false);
            }
        }
        self.matches_attributes(keywords, subject, frame, captures)
    }

    /// A pattern of a type made by `namedtuple`: sub-patterns by position stand for its fields.
    fn matches_named(
        &self,
        class: Value<'h>,
        (patterns, keywords): SubPatterns<'h>,
        subject: Value<'h>,
        frame: &Frame<'_, 'h>,
        captures: &mut Captures<'h>,
    ) -> R<'h, bool> {
        let Value::Tuple(tuple) = subject else { return Ok(false) };
        let Some(shape) = tuple.shape.filter(|_| made::type_of(self, subject).is(class)) else {
            return Ok(false);
        };
        let most = shape.fields.len();
        if patterns.len() > most {
            let plural = if most == 1 { "" } else { "s" };
            return Err(self.type_error(format_args!(
                "{}() accepts {most} positional sub-pattern{plural} ({} given)",
                shape.name,
                patterns.len()
            )));
        }
        for (pattern, item) in patterns.iter().zip(tuple.items()) {
            if !self.matches(pattern, *item, frame, captures)? {
                return Ok(false);
            }
        }
        for (name, _) in keywords {
            if shape.fields.iter().take(patterns.len()).any(|field| *field == name.text()) {
                return Err(self.type_error(format_args!(
                    "{}() got multiple sub-patterns for attribute '{}'",
                    shape.name,
                    name.text()
                )));
            }
        }
        self.matches_attributes(keywords, subject, frame, captures)
    }

    fn matches_attributes(
        &self,
        keywords: &'h [(crate::name::Name, Pattern)],
        subject: Value<'h>,
        frame: &Frame<'_, 'h>,
        captures: &mut Captures<'h>,
    ) -> R<'h, bool> {
        for (name, pattern) in keywords {
            let value = attribute::lookup(self, subject, name.text(), name.candidates())?;
            if !value.is_bound() || !self.matches(pattern, value, frame, captures)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
