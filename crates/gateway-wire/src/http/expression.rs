//! The header `IC-CertificateExpression`: what of request and response is certified.
//!
//! The language is a small part of CEL: `default_certification(ValidationArgs{...})` with messages, lists of text and
//! nothing else, which is read as a tree of values and then matched.

/// What an expression certifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    Nothing,
    Response(ResponseHeaders),
    Both(RequestParts, ResponseHeaders),
}

/// The parts of a request that its digest covers, beside method and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestParts {
    pub(super) headers: Vec<String>,
    pub(super) query_parameters: Vec<String>,
}

/// The headers of a response that its digest covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ResponseHeaders {
    Only(Vec<String>),
    AllBut(Vec<String>),
}

const DEPTH_MAX: usize = 8;

/// Reads an expression.
pub(super) fn read(text: &str) -> Result<Expression, &'static str> {
    let mut reader = Reader { rest: text };
    reader.expect("default_certification")?;
    reader.expect("(")?;
    let arguments = reader.value(0)?;
    reader.expect(")")?;
    if !reader.rest.trim().is_empty() {
        return Err("something follows it");
    }
    arguments_of(&arguments).ok_or("a part is missing, unknown or there twice")
}

enum Value<'a> {
    Texts(Vec<&'a str>),
    Message(&'a str, Vec<(&'a str, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Returns the fields of a message of this name.
    fn fields(&self, name: &str) -> Option<&[(&'a str, Value<'a>)]> {
        match self {
            Value::Message(found, fields) if *found == name => Some(fields),
            _ => None,
        }
    }

    fn texts(&self) -> Option<Vec<String>> {
        match self {
            Value::Texts(texts) => Some(texts.iter().map(|text| (*text).to_owned()).collect()),
            Value::Message(..) => None,
        }
    }
}

fn arguments_of(arguments: &Value<'_>) -> Option<Expression> {
    match arguments.fields("ValidationArgs")? {
        [("no_certification", empty)] => {
            empty.fields("Empty").filter(|fields| fields.is_empty()).map(|_| Expression::Nothing)
        }
        [("certification", certification)] => match certification.fields("Certification")? {
            [one, other] => certification_of(one, other).or_else(|| certification_of(other, one)),
            _ => None,
        },
        _ => None,
    }
}

fn certification_of(request: &(&str, Value<'_>), response: &(&str, Value<'_>)) -> Option<Expression> {
    let ("response_certification", response) = response else { return None };
    let headers = match response.fields("ResponseCertification")? {
        [("certified_response_headers", list)] => ResponseHeaders::Only(header_list(list)?),
        [("response_header_exclusions", list)] => ResponseHeaders::AllBut(header_list(list)?),
        _ => return None,
    };
    match request {
        ("no_request_certification", empty) => {
            empty.fields("Empty").filter(|fields| fields.is_empty()).map(|_| Expression::Response(headers))
        }
        ("request_certification", request) => {
            let mut parts = RequestParts { headers: Vec::new(), query_parameters: Vec::new() };
            for (name, value) in request.fields("RequestCertification")? {
                match *name {
                    "certified_request_headers" => parts.headers = value.texts()?,
                    "certified_query_parameters" => parts.query_parameters = value.texts()?,
                    _ => return None,
                }
            }
            Some(Expression::Both(parts, headers))
        }
        _ => None,
    }
}

fn header_list(list: &Value<'_>) -> Option<Vec<String>> {
    match list.fields("ResponseHeaderList")? {
        [("headers", names)] => names.texts(),
        _ => None,
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn expect(&mut self, token: &str) -> Result<(), &'static str> {
        if self.take(token) { Ok(()) } else { Err("it is not of the expected form") }
    }

    fn take(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Reads a name, which may be qualified by dots.
    fn name(&mut self) -> Result<&'a str, &'static str> {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        if name.is_empty() { Err("a name is missing") } else { Ok(name) }
    }

    fn text(&mut self) -> Result<&'a str, &'static str> {
        let quote = if self.take("\"") { '"' } else { '\'' };
        if quote == '\'' {
            self.expect("'")?;
        }
        let (text, rest) = self.rest.split_once(quote).ok_or("a text has no end")?;
        if text.contains('\\') {
            return Err("a name of a header has a backslash");
        }
        self.rest = rest;
        Ok(text)
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, &'static str> {
        if depth > DEPTH_MAX {
            return Err("it is nested too deeply");
        }
        if self.take("[") {
            return Ok(Value::Texts(self.list("]", Reader::text)?));
        }
        let name = self.name()?;
        self.expect("{")?;
        let fields = self.list("}", |reader| {
            let field = reader.name()?;
            reader.expect(":")?;
            Ok((field, reader.value(depth + 1)?))
        })?;
        let repeated = (1..fields.len()).any(|at| fields[..at].iter().any(|field| field.0 == fields[at].0));
        if repeated { Err("a field is there twice") } else { Ok(Value::Message(name, fields)) }
    }

    /// Reads items between commas; one may follow the last.
    fn list<T>(
        &mut self,
        end: &str,
        mut item: impl FnMut(&mut Self) -> Result<T, &'static str>,
    ) -> Result<Vec<T>, &'static str> {
        let mut items = Vec::new();
        while !self.take(end) {
            items.push(item(self)?);
            if !self.take(",") {
                self.expect(end)?;
                break;
            }
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_three_forms_are_read_with_any_spaces() {
        let nothing = " default_certification ( ValidationArgs { no_certification : Empty { } } ) ";
        assert_eq!(read(nothing), Ok(Expression::Nothing));
        let response = "default_certification(ValidationArgs{certification:Certification{\
            no_request_certification:Empty{},\n response_certification:ResponseCertification{\
            response_header_exclusions:ResponseHeaderList{headers:[\"Server\", 'Date']}}}})";
        let headers = ResponseHeaders::AllBut(texts(&["Server", "Date"]));
        assert_eq!(read(response), Ok(Expression::Response(headers)));
        let both = "default_certification(ValidationArgs{certification:Certification{\
            request_certification:RequestCertification{certified_request_headers:[\"host\",],\
            certified_query_parameters:[\"a\",\"b\"]},response_certification:ResponseCertification{\
            certified_response_headers:ResponseHeaderList{headers:[]}}}})";
        let parts = RequestParts { headers: texts(&["host"]), query_parameters: texts(&["a", "b"]) };
        assert_eq!(read(both), Ok(Expression::Both(parts, ResponseHeaders::Only(Vec::new()))));
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for text in [
            "",
            "default_certification(ValidationArgs{})",
            "other_certification(ValidationArgs{no_certification:Empty{}})",
            "default_certification(ValidationArgs{no_certification:Empty{},no_certification:Empty{}})",
            "default_certification(ValidationArgs{no_certification:Empty{}}) || true",
            "default_certification(ValidationArgs{no_certification:Empty{a:[]}})",
            "default_certification(ValidationArgs{certification:Certification{no_request_certification:Empty{}}})",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        let deep = format!("default_certification({}", "a{b:".repeat(100_000));
        assert!(read(&deep).is_err());
    }

    proptest! {
        #[test]
        fn noise_is_refused_without_a_panic(text in "(default_certification\\()?[a-zA-Z_{}\\[\\]:,\"'é ]{0,60}") {
            let _ = read(&text);
        }
    }
}
