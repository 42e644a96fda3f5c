//! Text of an interface file to its types.

use super::{Interface, Label, Signature, Written};

/// What is wrong with an interface file, and on which line.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) line: usize,
    pub(crate) message: String,
}

/// How deep types may nest.
const DEPTH_MAX: usize = 200;

pub(crate) fn parse(text: &str) -> Result<Interface, Fault> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    parser.interface()
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A name or keyword.
    Word(String),
    Text(String),
    Number(u32),
    Sign(char),
    Arrow,
    End,
}

fn tokens(text: &str) -> Result<Vec<(Token, usize)>, Fault> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(c) = rest.chars().next() {
        let taken = if c.is_whitespace() {
            line += usize::from(c == '\n');
            c.len_utf8()
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |at| at + 2);
            line += rest[..end].matches('\n').count();
            end
        } else if rest.starts_with("->") {
            tokens.push((Token::Arrow, line));
            2
        } else if c.is_ascii_alphabetic() || c == '_' {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push((Token::Word(rest[..end].to_owned()), line));
            end
        } else if c.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(rest.len());
            let number = rest[..end].replace('_', "").parse();
            let number = number.map_err(|_| Fault { line, message: "a number is too large".into() })?;
            tokens.push((Token::Number(number), line));
            end
        } else if c == '"' {
            let Some(end) = rest[1..].find('"') else {
                return Err(Fault { line, message: "a text has no end".into() });
            };
            tokens.push((Token::Text(rest[1..=end].to_owned()), line));
            end + 2
        } else {
            tokens.push((Token::Sign(c), line));
            c.len_utf8()
        };
        rest = &rest[taken..];
    }
    tokens.push((Token::End, line));
    Ok(tokens)
}

struct Parser {
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn next(&mut self) -> Token {
        let token = self.tokens[self.at].0.clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn fault<T>(&self, message: impl Into<String>) -> Result<T, Fault> {
        Err(Fault { line: self.tokens[self.at].1, message: message.into() })
    }

    fn eat(&mut self, token: &Token) -> bool {
        let is = self.peek() == token;
        if is {
            self.next();
        }
        is
    }

    fn expect(&mut self, sign: char) -> Result<(), Fault> {
        if self.eat(&Token::Sign(sign)) { Ok(()) } else { self.fault(format!("expected `{sign}`")) }
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Token::Word(found) if found == word)
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let is = self.is_word(word);
        if is {
            self.next();
        }
        is
    }

    fn name(&mut self) -> Result<String, Fault> {
        match self.next() {
            Token::Word(name) | Token::Text(name) => Ok(name),
            _ => self.fault("expected a name"),
        }
    }

    fn interface(&mut self) -> Result<Interface, Fault> {
        let mut interface = Interface::default();
        loop {
            if self.eat_word("type") {
                let name = self.name()?;
                self.expect('=')?;
                interface.definitions.push((name, self.ty()?));
            } else if self.eat_word("service") {
                // It may have a name, which means nothing.
                if !matches!(self.peek(), Token::Sign(':')) {
                    self.name()?;
                }
                self.expect(':')?;
                interface.service = Some(self.service()?);
            } else if *self.peek() == Token::End {
                return Ok(interface);
            } else if self.is_word("import") {
                return self.fault("imports of other interface files are not supported");
            } else {
                return self.fault("expected `type` or `service`");
            }
            self.eat(&Token::Sign(';'));
        }
    }

    /// The service, behind its colon; arguments of its installation are left out.
    fn service(&mut self) -> Result<Written, Fault> {
        if matches!(self.peek(), Token::Sign('(')) {
            self.list()?;
            if !self.eat(&Token::Arrow) {
                return self.fault("expected `->`");
            }
        }
        if matches!(self.peek(), Token::Sign('{')) { self.methods() } else { self.ty() }
    }

    fn methods(&mut self) -> Result<Written, Fault> {
        let mut methods = Vec::new();
        self.expect('{')?;
        while !self.eat(&Token::Sign('}')) {
            let name = self.name()?;
            self.expect(':')?;
            let ty = if matches!(self.peek(), Token::Sign('(')) {
                Written::Function(Box::new(self.signature()?))
            } else {
                self.ty()?
            };
            methods.push((name, ty));
            self.separator(';')?;
        }
        Ok(Written::Service(methods))
    }

    fn separator(&mut self, sign: char) -> Result<(), Fault> {
        if self.eat(&Token::Sign(sign)) || matches!(self.peek(), Token::Sign('}' | ')')) {
            return Ok(());
        }
        self.fault(format!("expected `{sign}`"))
    }

    fn signature(&mut self) -> Result<Signature, Fault> {
        let arguments = self.list()?;
        if !self.eat(&Token::Arrow) {
            return self.fault("expected `->`");
        }
        let results = self.list()?;
        let mut annotations = Vec::new();
        while self.is_word("query") || self.is_word("oneway") || self.is_word("composite_query") {
            annotations.push(self.name()?);
        }
        Ok(Signature { arguments, results, annotations })
    }

    /// Types in parentheses, each perhaps with a name.
    fn list(&mut self) -> Result<Vec<Written>, Fault> {
        let mut list = Vec::new();
        self.expect('(')?;
        while !self.eat(&Token::Sign(')')) {
            let named = matches!(self.tokens.get(self.at + 1), Some((Token::Sign(':'), _)));
            if named {
                self.name()?;
                self.expect(':')?;
            }
            list.push(self.ty()?);
            self.separator(',')?;
        }
        Ok(list)
    }

    fn ty(&mut self) -> Result<Written, Fault> {
        if self.depth > DEPTH_MAX {
            return self.fault("types nest too deeply");
        }
        self.depth += 1;
        let ty = self.ty_inside();
        self.depth -= 1;
        ty
    }

    fn ty_inside(&mut self) -> Result<Written, Fault> {
        let Token::Word(word) = self.next() else { return self.fault("expected a type") };
        Ok(match word.as_str() {
            "opt" => Written::Option(Box::new(self.ty()?)),
            "vec" => Written::Vector(Box::new(self.ty()?)),
            "record" => Written::Record(self.fields(false)?),
            "variant" => Written::Variant(self.fields(true)?),
            "func" => Written::Function(Box::new(self.signature()?)),
            "service" => self.methods()?,
            _ => Written::Name(word),
        })
    }

    fn fields(&mut self, cases: bool) -> Result<Vec<(Label, Written)>, Fault> {
        let mut fields = Vec::new();
        let mut number = 0;
        self.expect('{')?;
        while !self.eat(&Token::Sign('}')) {
            let has_label = matches!(self.tokens.get(self.at + 1), Some((Token::Sign(':'), _)));
            let label = match self.peek().clone() {
                Token::Number(n) if has_label || cases => {
                    self.next();
                    Label::Number(n)
                }
                _ if has_label || cases => Label::Name(self.name()?),
                _ => Label::Number(number),
            };
            let ty = match self.eat(&Token::Sign(':')) || (!has_label && !cases) {
                true => self.ty()?,
                false => Written::Name("null".into()),
            };
            number = match &label {
                Label::Number(n) => n.saturating_add(1),
                Label::Name(_) => number,
            };
            fields.push((label, ty));
            self.separator(';')?;
        }
        Ok(fields)
    }
}
