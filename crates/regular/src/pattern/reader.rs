//! The grammar of patterns: choices of sequences of repeated atoms.

use super::class::Characters;
use super::cursor::Cursor;
use super::{Shorthands, Unsupported};
use crate::expression::{Direction, Expression, Place};
use crate::points::Points;

/// Deepest nesting of groups.
const MOST_DEPTH: usize = 200;

pub(super) fn read(text: &str, shorthands: Shorthands) -> Result<Expression, Unsupported> {
    let mut reader = Reader {
        cursor: Cursor::new(text),
        characters: Characters {
            shorthands,
            ignore_case: false,
        },
        dot_all: false,
        lines: false,
        depth: 0,
    };
    reader.leading_flags()?;
    let expression = reader.choice()?;
    match reader.cursor.peek() {
        None => Ok(expression),
        Some(_) => reader.cursor.refuse("closes a group that is not open"),
    }
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    characters: Characters,
    /// Whether `.` takes line feeds too.
    dot_all: bool,
    /// Whether `^` and `$` are those of lines.
    lines: bool,
    depth: usize,
}

impl Reader<'_> {
    /// `(?i)` at the very beginning, which holds for all of the pattern.
    fn leading_flags(&mut self) -> Result<(), Unsupported> {
        while self.cursor.rest().starts_with("(?") {
            let before = self.cursor.offset();
            self.cursor.eat("(?");
            let has_letters = matches!(self.cursor.peek(), Some('i' | 'm' | 's' | '-'));
            let end = has_letters.then(|| self.flags()).transpose()?;
            if end != Some(')') {
                self.cursor.back_to(before);
                (self.characters.ignore_case, self.dot_all, self.lines) = (false, false, false);
                break;
            }
        }
        Ok(())
    }

    /// Sets flags, and returns the `:` or `)` that ends them.
    fn flags(&mut self) -> Result<char, Unsupported> {
        let mut value = true;
        loop {
            match self.cursor.next() {
                Some('i') => self.characters.ignore_case = value,
                Some('s') => self.dot_all = value,
                Some('m') => self.lines = value,
                Some('-') if value => value = false,
                Some(end @ (':' | ')')) => return Ok(end),
                _ => {
                    return self
                        .cursor
                        .refuse("has a kind of group that is not of the dialect");
                }
            }
        }
    }

    fn choice(&mut self) -> Result<Expression, Unsupported> {
        let mut branches = vec![self.sequence()?];
        while self.cursor.eat("|") {
            branches.push(self.sequence()?);
        }
        Ok(match branches.pop() {
            Some(only) if branches.is_empty() => only,
            Some(last) => {
                branches.push(last);
                Expression::Choice(branches)
            }
            None => Expression::nothing(),
        })
    }

    fn sequence(&mut self) -> Result<Expression, Unsupported> {
        let mut parts = Vec::new();
        while let Some(next) = self.cursor.peek() {
            if matches!(next, '|' | ')') {
                break;
            }
            let atom = self.atom()?;
            parts.push(self.repeated(atom)?);
        }
        Ok(match parts.pop() {
            Some(only) if parts.is_empty() && !matches!(only, Expression::At(_)) => only,
            Some(last) => {
                parts.push(last);
                Expression::Sequence(parts)
            }
            None => Expression::nothing(),
        })
    }

    fn atom(&mut self) -> Result<Expression, Unsupported> {
        let Some(next) = self.cursor.next() else {
            return Ok(Expression::nothing());
        };
        Ok(match next {
            '^' if self.lines => Expression::At(Place::LineStart),
            '^' => Expression::At(Place::Start),
            '$' if self.lines => Expression::At(Place::LineEnd),
            '$' => Expression::At(Place::End),
            '.' if self.dot_all => Expression::One(Points::all()),
            '.' => Expression::One(Points::one('\n').complement()),
            '(' => self.group()?,
            '[' => Expression::One(self.characters.class(&mut self.cursor)?),
            '\\' if self.cursor.rest().starts_with("b{") => {
                return self.cursor.refuse("has an edge that is not of the dialect");
            }
            '\\' if self.cursor.eat("b") => Expression::At(Place::WordEdge),
            '\\' if self.cursor.eat("B") => Expression::At(Place::NoWordEdge),
            '\\' => Expression::One(self.characters.escape(&mut self.cursor)?),
            '*' | '+' | '?' | '{' => {
                return self
                    .cursor
                    .refuse("repeats nothing, or has an open brace that is no quantifier");
            }
            character => Expression::One(self.characters.literal(character)),
        })
    }

    fn group(&mut self) -> Result<Expression, Unsupported> {
        if self.depth == MOST_DEPTH {
            return self.cursor.refuse("nests its groups too deeply");
        }
        let flags = (self.characters, self.dot_all, self.lines);
        let look = self.group_kind()?;
        self.depth += 1;
        let body = self.choice()?;
        self.depth -= 1;
        if !self.cursor.eat(")") {
            return self.cursor.refuse("has a group that does not end");
        }
        (self.characters, self.dot_all, self.lines) = flags;
        if matches!(look, Some((Direction::Behind, _))) && body.looks() {
            return self.cursor.refuse("looks around inside of a look-behind");
        }
        Ok(match look {
            None => match body {
                // A group is an atom: what it holds is repeated as a whole.
                Expression::At(_) | Expression::Look { .. } => Expression::Sequence(vec![body]),
                body => body,
            },
            Some((direction, negative)) => Expression::Look {
                direction,
                negative,
                body: Box::new(body),
            },
        })
    }

    /// The opening parenthesis is behind us; `Some` for a group that looks around, with whether it has to fail.
    fn group_kind(&mut self) -> Result<Option<(Direction, bool)>, Unsupported> {
        if !self.cursor.eat("?") {
            return if self.cursor.peek() == Some('*') {
                self.cursor.refuse("has a control verb")
            } else {
                Ok(None)
            };
        }
        let looks = [
            ("=", Direction::Ahead, false),
            ("!", Direction::Ahead, true),
            ("<=", Direction::Behind, false),
            ("<!", Direction::Behind, true),
        ];
        for (mark, direction, negative) in looks {
            if self.cursor.eat(mark) {
                return Ok(Some((direction, negative)));
            }
        }
        if self.cursor.eat("<") || self.cursor.eat("P<") {
            let name = self.cursor.until('>').unwrap_or_default();
            let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            return if is_name {
                Ok(None)
            } else {
                self.cursor.refuse("has a group with a name that is none")
            };
        }
        if self.cursor.eat(":") {
            return Ok(None);
        }
        match self.flags()? {
            ':' => Ok(None),
            _ => self.cursor.refuse("sets flags in its middle"),
        }
    }

    fn repeated(&mut self, atom: Expression) -> Result<Expression, Unsupported> {
        let (min, max) = if self.cursor.eat("*") {
            (0, None)
        } else if self.cursor.eat("+") {
            (1, None)
        } else if self.cursor.eat("?") {
            (0, Some(1))
        } else if self.cursor.eat("{") {
            self.counts()?
        } else {
            return Ok(atom);
        };
        if matches!(atom, Expression::At(_) | Expression::Look { .. }) {
            return self.cursor.refuse("repeats a condition");
        }
        // Lazy or not: the set of accepted strings is the same.
        self.cursor.eat("?");
        if matches!(self.cursor.peek(), Some('*' | '+' | '?' | '{')) {
            return self.cursor.refuse("has two quantifiers in a row");
        }
        Ok(Expression::Repeat {
            body: Box::new(atom),
            min,
            max,
        })
    }

    /// `n}`, `n,}` or `n,m}`.
    fn counts(&mut self) -> Result<(u32, Option<u32>), Unsupported> {
        let Some(min) = self.cursor.number() else {
            return self
                .cursor
                .refuse("has an open brace that is no quantifier");
        };
        let max = if self.cursor.eat(",") {
            self.cursor.number()
        } else {
            Some(min)
        };
        if !self.cursor.eat("}") || max.is_some_and(|max| max < min) {
            return self
                .cursor
                .refuse("has an open brace that is no quantifier");
        }
        Ok((min, max))
    }
}
