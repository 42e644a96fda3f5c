//! Candid text on lines of a sane width: what fits stands on one line, else its outermost braces or parentheses open.

const WIDTH: usize = 100;

/// What stands before the braces of a service.
pub(super) const SERVICE: &str = "service ";

/// A part of a type.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Text(String),
    Joined(Vec<Part>),
    /// `head { a; b; }`
    Braces(&'static str, Vec<Part>),
    /// `(a, b)`
    Tuple(Vec<Part>),
}

impl Part {
    pub(super) fn text(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    pub(super) fn tuple(parts: Vec<Part>) -> Part {
        Part::Tuple(parts)
    }

    fn flat(&self) -> String {
        let all =
            |parts: &[Part], between: &str| parts.iter().map(Part::flat).collect::<Vec<_>>().join(between);
        match self {
            Part::Text(text) => text.clone(),
            Part::Joined(parts) => all(parts, ""),
            Part::Braces(head, parts) if parts.is_empty() => format!("{head}{{}}"),
            Part::Braces(head, parts) => format!("{head}{{ {}; }}", all(parts, "; ")),
            Part::Tuple(parts) => format!("({})", all(parts, ", ")),
        }
    }

    fn write(&self, out: &mut String, indent: usize, open: bool) {
        let used = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
        let flat = self.flat();
        if !open && used + flat.len() <= WIDTH {
            out.push_str(&flat);
            return;
        }
        match self {
            Part::Text(text) => out.push_str(text),
            Part::Joined(parts) => {
                let longest = parts.iter().map(|part| part.flat().len()).max();
                for part in parts {
                    part.write(out, indent, Some(part.flat().len()) == longest);
                }
            }
            Part::Braces(head, parts) => {
                out.push_str(head);
                lines(out, indent, ["{", "}"], parts, ";");
            }
            Part::Tuple(parts) => lines(out, indent, ["(", ")"], parts, ","),
        }
    }
}

fn lines(out: &mut String, indent: usize, [open, close]: [&str; 2], parts: &[Part], end: &str) {
    out.push_str(open);
    if parts.is_empty() {
        return out.push_str(close);
    }
    let pad = "  ".repeat(indent + 1);
    for part in parts {
        out.push_str(&format!("\n{pad}"));
        part.write(out, indent + 1, false);
        out.push_str(end);
    }
    out.push_str(&format!("\n{}{close}", "  ".repeat(indent)));
}

pub(super) fn braces(head: &'static str, parts: Vec<Part>) -> Part {
    Part::Braces(head, parts)
}

/// Writes a definition. A service is always written over several lines.
pub(super) fn definition(head: &str, body: &Part, end: &str) -> String {
    let mut out = head.to_owned();
    let is_service = matches!(body, Part::Braces("" | SERVICE, _));
    body.write(&mut out, 0, is_service);
    out.push_str(end);
    out.push('\n');
    out
}
