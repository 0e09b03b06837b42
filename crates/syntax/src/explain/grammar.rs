//! Reads the grammar text into tables, once.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::lex::token::Kind;

/// The number of a rule.
pub(super) type RuleId = u16;

/// What an item looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Token(Kind),
    Number,
    /// A name that is a keyword only where the grammar says so.
    Word(&'static str),
    /// Any such name.
    SoftKeyword,
    Rule(RuleId),
    Cut,
}

/// How often, and what it means when it is there or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Once,
    Optional,
    Repeat { at_least_one: bool, separator: Option<Kind> },
    Ahead,
    NotAhead,
    Forced(&'static str),
}

/// One part of an alternative.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) what: What,
    pub(super) how: How,
}

/// What happens when an alternative has matched. Parts are numbers of items.
#[derive(Clone, Debug)]
pub(super) enum Action {
    /// The value of one item.
    Pass(u8),
    /// A node of a kind, its children the values of the items.
    Node(NodeKind),
    /// An error whose text may name the first part.
    Error { indentation: bool, at: At, message: &'static str },
    /// An error when the part cannot be a target.
    Target { purpose: Purpose, part: u8 },
    /// A function of its own.
    Call { function: Function, a: u8, b: u8, text: &'static str },
}

/// Where an error stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum At {
    /// The last token that was read.
    Last,
    /// The next token.
    Next,
    Part(u8),
    Range(u8, u8),
}

/// What a target is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Assign,
    Delete,
    For,
}

/// Actions that look closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Arguments,
    ArgumentOrder,
    BareGenerator,
    Bound,
    Comma,
    Conversion,
    Field,
    FString,
    Imaginary,
    Print,
    Real,
    Spec,
    String,
    Strings,
    Trailers,
}

/// What a piece of text is, as far as messages tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    Other,
    Sequence,
    Contained,
    Keyword,
    DoubleStarred,
    Arguments,
    Attribute,
    Subscript,
    Starred,
    Name,
    List,
    Tuple,
    Lambda,
    Call,
    Operation,
    Generator,
    Yield,
    Await,
    ListComprehension,
    SetComprehension,
    DictComprehension,
    Dict,
    Set,
    FString,
    Bytes,
    Literal,
    True,
    False,
    None,
    Ellipsis,
    Comparison,
    Conditional,
    Walrus,
}

/// One way to match a rule.
#[derive(Debug)]
pub(super) struct Alternative {
    pub(super) items: Vec<Item>,
    pub(super) action: Action,
    /// Tried in the second pass only.
    pub(super) second_pass: bool,
    /// The kinds of token it can start with.
    pub(super) first: Kinds,
}

/// A rule.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) alternatives: Vec<Alternative>,
    /// Whether results count regardless of the pass.
    pub(super) memo: bool,
    /// Whether the `bad_…` alternatives are off inside.
    pub(super) plain: bool,
    /// Whether it has a name: results of the others are not kept.
    pub(super) named: bool,
    /// The kinds of token it can start with.
    pub(super) first: Kinds,
}

/// The grammar.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) rules: Vec<Rule>,
    pub(super) start: RuleId,
    /// Where a text begins that is an expression.
    pub(super) eval: RuleId,
    pub(super) statement: RuleId,
    pub(super) block: RuleId,
}

/// A set of kinds of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u128);

impl Kinds {
    const NONE: Self = Self(0);
    const ALL: Self = Self(u128::MAX);

    const fn of(kind: Kind) -> Self {
        Self(1_u128.wrapping_shl(kind as u32))
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a kind is in it.
    pub(super) const fn has(self, kind: Kind) -> bool {
        self.0 & Self::of(kind).0 != 0
    }
}

/// The grammar, read at its first use. None if the text were broken, which a test rules out.
pub(super) fn grammar() -> Option<&'static Grammar> {
    static GRAMMAR: OnceLock<Option<Grammar>> = OnceLock::new();
    GRAMMAR.get_or_init(|| Reader::read(include_str!("grammar.txt"))).as_ref()
}

struct Reader {
    words: std::vec::IntoIter<&'static str>,
    next: Option<&'static str>,
    names: HashMap<&'static str, RuleId>,
    rules: Vec<Rule>,
}

impl Reader {
    fn read(text: &'static str) -> Option<Grammar> {
        let lines =
            || text.lines().filter(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty());
        let mut reader =
            Self { words: Vec::new().into_iter(), next: None, names: HashMap::new(), rules: Vec::new() };
        for line in lines().filter(|line| !line.starts_with(' ')) {
            let (head, _) = line.split_once(':')?;
            let mut head = head.split(' ');
            let name = head.next()?;
            let flag = head.next();
            let id = RuleId::try_from(reader.rules.len()).ok()?;
            reader.names.insert(name, id);
            let rule = Rule {
                alternatives: Vec::new(),
                memo: flag == Some("memo"),
                plain: flag == Some("plain"),
                named: true,
                first: Kinds::NONE,
            };
            reader.rules.push(rule);
        }
        let mut current = 0;
        for line in lines() {
            let body = if line.starts_with(' ') {
                line.trim_start().strip_prefix('|')?
            } else {
                let (head, body) = line.split_once(':')?;
                current = *reader.names.get(head.split(' ').next()?)?;
                body
            };
            if body.trim().is_empty() {
                continue;
            }
            reader.words = words(body).into_iter();
            reader.advance();
            let alternatives = reader.alternatives()?;
            reader.rules.get_mut(usize::from(current))?.alternatives.extend(alternatives);
        }
        let id = |name| reader.names.get(name).copied();
        let (start, eval) = (id("file")?, id("eval")?);
        let (statement, block) = (id("statement")?, id("block")?);
        let mut rules = reader.rules;
        find_first(&mut rules);
        Some(Grammar { rules, start, eval, statement, block })
    }

    fn advance(&mut self) -> Option<&'static str> {
        std::mem::replace(&mut self.next, self.words.next())
    }

    fn alternatives(&mut self) -> Option<Vec<Alternative>> {
        let mut alternatives = vec![self.alternative()?];
        while self.next == Some("|") {
            self.advance();
            alternatives.push(self.alternative()?);
        }
        Some(alternatives)
    }

    fn alternative(&mut self) -> Option<Alternative> {
        let mut items = Vec::new();
        let mut labels = HashMap::new();
        let mut second_pass = false;
        while let Some(word) = self.next {
            if matches!(word, "|" | ")" | "]" | "->") {
                break;
            }
            if let Some(label) = word.strip_suffix('=').filter(|label| matches!(*label, "a" | "b")) {
                self.advance();
                labels.insert(label, u8::try_from(items.len()).ok()?);
                continue;
            }
            second_pass = items.is_empty() && word.starts_with("bad_");
            items.push(self.item()?);
        }
        second_pass &= items.len() == 1;
        let action = if self.next == Some("->") {
            self.advance();
            self.action(&labels)?
        } else {
            default_action(&items)
        };
        Some(Alternative { items, action, second_pass, first: Kinds::NONE })
    }

    fn item(&mut self) -> Option<Item> {
        match self.next? {
            "&&" => {
                self.advance();
                let text = self.next?.trim_matches('\'');
                let what = self.atom()?;
                return Some(Item { what, how: How::Forced(text) });
            }
            "&" => {
                self.advance();
                return Some(Item { what: self.atom()?, how: How::Ahead });
            }
            "!" => {
                self.advance();
                return Some(Item { what: self.atom()?, how: How::NotAhead });
            }
            "~" => {
                self.advance();
                return Some(Item { what: What::Cut, how: How::Once });
            }
            "[" => {
                self.advance();
                let what = self.group("]")?;
                return Some(Item { what, how: How::Optional });
            }
            _ => {}
        }
        let mut what = self.atom()?;
        let mut separator = None;
        if self.next == Some(".") {
            self.advance();
            let What::Token(kind) = what else { return None };
            separator = Some(kind);
            what = self.atom()?;
        }
        let how = match self.next {
            Some("?") => How::Optional,
            Some("*") => How::Repeat { at_least_one: false, separator },
            Some("+") => How::Repeat { at_least_one: true, separator },
            _ => return Some(Item { what, how: How::Once }),
        };
        self.advance();
        Some(Item { what, how })
    }

    fn group(&mut self, end: &str) -> Option<What> {
        let mut alternatives = self.alternatives()?;
        if self.advance()? != end {
            return None;
        }
        // A group of one item is that item.
        if let [alternative] = alternatives.as_slice()
            && let ([Item { what, how: How::Once }], Action::Pass(0)) =
                (alternative.items.as_slice(), &alternative.action)
            && !alternative.second_pass
        {
            return Some(*what);
        }
        alternatives.shrink_to_fit();
        let id = RuleId::try_from(self.rules.len()).ok()?;
        self.rules.push(Rule { alternatives, memo: false, plain: false, named: false, first: Kinds::NONE });
        Some(What::Rule(id))
    }

    fn atom(&mut self) -> Option<What> {
        let word = self.advance()?;
        if word == "(" {
            return self.group(")");
        }
        if let Some(text) = word.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
            if let Some(kind) = Kind::keyword(text) {
                return Some(What::Token(kind));
            }
            let byte = |index| text.as_bytes().get(index).copied().unwrap_or(0);
            let (kind, length) = Kind::operator(byte(0), byte(1), byte(2));
            return (length == text.len()).then_some(What::Token(kind));
        }
        if let Some(text) = word.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            return Some(What::Word(text));
        }
        Some(match word {
            "NAME" => What::Token(Kind::Name),
            "NUMBER" => What::Number,
            "STRING" => What::Token(Kind::String),
            "FSTRING_START" => What::Token(Kind::FStringStart),
            "FSTRING_MIDDLE" => What::Token(Kind::FStringMiddle),
            "FSTRING_END" => What::Token(Kind::FStringEnd),
            "NEWLINE" => What::Token(Kind::Newline),
            "INDENT" => What::Token(Kind::Indent),
            "DEDENT" => What::Token(Kind::Dedent),
            "END" => What::Token(Kind::End),
            "SOFT_KEYWORD" => What::SoftKeyword,
            name => What::Rule(*self.names.get(name)?),
        })
    }

    fn action(&mut self, labels: &HashMap<&str, u8>) -> Option<Action> {
        let word = self.advance()?;
        let (a, b) = (labels.get("a").copied(), labels.get("b").copied());
        let indentation = word == "indent";
        match word {
            "pass" => Some(Action::Pass(a?)),
            "at" => {
                let purpose = match self.advance()? {
                    "assign" => Purpose::Assign,
                    "delete" => Purpose::Delete,
                    _ => Purpose::For,
                };
                self.advance()?;
                Some(Action::Target { purpose, part: a? })
            }
            "error" | "indent" | "next" => {
                let mut at = if word == "next" { At::Next } else { At::Last };
                while let Some(label @ ("a" | "b")) = self.next {
                    self.advance();
                    at = match (label, at) {
                        ("a", _) => At::Part(a?),
                        (_, At::Part(first)) => At::Range(first, b?),
                        _ => return None,
                    };
                }
                let message = self.advance()?.trim_matches('"');
                Some(Action::Error { indentation, at, message })
            }
            word => {
                if let Some(kind) = node_kind(word) {
                    return Some(Action::Node(kind));
                }
                let function = function(word)?;
                let text =
                    self.next.filter(|text| text.starts_with('"')).map_or("", |text| text.trim_matches('"'));
                if !text.is_empty() {
                    self.advance();
                }
                Some(Action::Call { function, a: a.unwrap_or(0), b: b.unwrap_or(0), text })
            }
        }
    }
}

/// Finds the kinds of token that alternatives and rules can start with.
fn find_first(rules: &mut [Rule]) {
    loop {
        let mut changed = false;
        for index in 0..rules.len() {
            let Some(rule) = rules.get(index) else { continue };
            let firsts: Vec<Kinds> =
                rule.alternatives.iter().map(|alternative| first_of(rules, alternative)).collect();
            let Some(rule) = rules.get_mut(index) else { continue };
            let all = firsts.iter().fold(Kinds::NONE, |all, first| all.and(*first));
            changed |= rule.first != all;
            rule.first = all;
            for (alternative, first) in rule.alternatives.iter_mut().zip(firsts) {
                changed |= alternative.first != first;
                alternative.first = first;
            }
        }
        if !changed {
            return;
        }
    }
}

/// What an alternative can start with, as far as is known. One that may match nothing can start with anything.
fn first_of(rules: &[Rule], alternative: &Alternative) -> Kinds {
    let mut first = Kinds::NONE;
    for item in &alternative.items {
        let own = match item.what {
            What::Token(kind) => Kinds::of(kind),
            What::Number => Kinds::of(Kind::Int).and(Kinds::of(Kind::Float)).and(Kinds::of(Kind::Imaginary)),
            What::Word(_) | What::SoftKeyword => Kinds::of(Kind::Name),
            What::Rule(rule) => rules.get(usize::from(rule)).map_or(Kinds::ALL, |rule| rule.first),
            What::Cut => continue,
        };
        match item.how {
            How::NotAhead => continue,
            How::Forced(_) => return Kinds::ALL,
            How::Optional | How::Repeat { at_least_one: false, .. } => first = first.and(own),
            // A rule that may match nothing has everything in its set.
            How::Once | How::Ahead | How::Repeat { at_least_one: true, .. } => return first.and(own),
        }
    }
    Kinds::ALL
}

/// Without an action: the value of the only item that has one, else a node around all.
fn default_action(items: &[Item]) -> Action {
    let has_value = |item: &Item| item.what != What::Cut && !matches!(item.how, How::Ahead | How::NotAhead);
    let mut with_value = items.iter().enumerate().filter(|(_, item)| has_value(item));
    match (with_value.next(), with_value.next()) {
        (Some((index, _)), None) => u8::try_from(index).map_or(Action::Node(NodeKind::Other), Action::Pass),
        _ => Action::Node(NodeKind::Other),
    }
}

/// Cuts a line into words.
fn words(line: &'static str) -> Vec<&'static str> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => rest.get(1..).and_then(|tail| tail.find('\'')).map_or(1, |at| at.saturating_add(2)),
            '"' => quoted(rest),
            '-' => 2,
            '&' if rest.starts_with("&&") => 2,
            'a' | 'b' if rest.get(1..2) == Some("=") => 2,
            char if char.is_ascii_alphanumeric() || char == '_' => {
                rest.find(|char: char| !char.is_ascii_alphanumeric() && char != '_').unwrap_or(rest.len())
            }
            _ => 1,
        };
        let (word, tail) = rest.split_at_checked(length).unwrap_or((rest, ""));
        words.push(word);
        rest = tail.trim_start();
    }
    words
}

/// Length of a text in double quotes, in which `\"` stands for a quote.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            '\\' => escaped = true,
            '"' if !escaped => return at.saturating_add(1),
            _ => escaped = false,
        }
    }
    text.len()
}

fn function(word: &str) -> Option<Function> {
    Some(match word {
        "argument_order" => Function::ArgumentOrder,
        "arguments" => Function::Arguments,
        "bare_generator" => Function::BareGenerator,
        "bound" => Function::Bound,
        "comma" => Function::Comma,
        "conversion" => Function::Conversion,
        "field" => Function::Field,
        "fstring" => Function::FString,
        "imaginary" => Function::Imaginary,
        "print" => Function::Print,
        "real" => Function::Real,
        "spec" => Function::Spec,
        "string" => Function::String,
        "strings" => Function::Strings,
        "trailers" => Function::Trailers,
        _ => return None,
    })
}

fn node_kind(word: &str) -> Option<NodeKind> {
    Some(match word {
        "attribute" => NodeKind::Attribute,
        "await" => NodeKind::Await,
        "call" => NodeKind::Call,
        "comparison" => NodeKind::Comparison,
        "conditional" => NodeKind::Conditional,
        "contained" => NodeKind::Contained,
        "dict" => NodeKind::Dict,
        "dict_comprehension" => NodeKind::DictComprehension,
        "double_starred" => NodeKind::DoubleStarred,
        "ellipsis" => NodeKind::Ellipsis,
        "false" => NodeKind::False,
        "generator" => NodeKind::Generator,
        "keyword" => NodeKind::Keyword,
        "lambda" => NodeKind::Lambda,
        "list" => NodeKind::List,
        "list_comprehension" => NodeKind::ListComprehension,
        "name" => NodeKind::Name,
        "none" => NodeKind::None,
        "number" => NodeKind::Literal,
        "operation" => NodeKind::Operation,
        "sequence" => NodeKind::Sequence,
        "set" => NodeKind::Set,
        "set_comprehension" => NodeKind::SetComprehension,
        "starred" => NodeKind::Starred,
        "subscript" => NodeKind::Subscript,
        "true" => NodeKind::True,
        "tuple" => NodeKind::Tuple,
        "walrus" => NodeKind::Walrus,
        "yield" => NodeKind::Yield,
        _ => return None,
    })
}

impl NodeKind {
    /// What CPython calls it in messages.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Attribute => "attribute",
            Self::Subscript => "subscript",
            Self::Starred => "starred",
            Self::Name => "name",
            Self::List => "list",
            Self::Tuple => "tuple",
            Self::Lambda => "lambda",
            Self::Call => "function call",
            Self::Operation => "expression",
            Self::Generator => "generator expression",
            Self::Yield => "yield expression",
            Self::Await => "await expression",
            Self::ListComprehension => "list comprehension",
            Self::SetComprehension => "set comprehension",
            Self::DictComprehension => "dict comprehension",
            Self::Dict => "dict literal",
            Self::Set => "set display",
            Self::FString => "f-string expression",
            Self::True => "True",
            Self::False => "False",
            Self::None => "None",
            Self::Ellipsis => "ellipsis",
            Self::Comparison => "comparison",
            Self::Conditional => "conditional expression",
            Self::Walrus => "named expression",
            _ => "literal",
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_text_is_a_grammar() {
        let grammar = super::grammar().map(|grammar| grammar.rules.len());
        assert!(grammar.is_some_and(|rules| rules > 150), "{grammar:?}");
        let empty = super::grammar()
            .and_then(|grammar| grammar.rules.iter().position(|rule| rule.alternatives.is_empty()));
        assert_eq!(empty, None);
    }
}
