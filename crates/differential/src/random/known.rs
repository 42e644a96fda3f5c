//! Differences that are known, each with the reason why ours stays as it is.

use super::Difference;

/// Where the reference says one code and ours another; an empty one of ours means that it accepts.
struct Known {
    reference: &'static str,
    ours: &'static str,
    /// What stands in the line that is rejected.
    in_line: &'static str,
    #[expect(dead_code, reason = "for the reader of this table")]
    reason: &'static str,
}

const KNOWN: [Known; 27] = [
    Known {
        reference: "M0050",
        ours: "M0060",
        in_line: "",
        reason: "the reference names the literal, ours the operator that does not take it",
    },
    Known {
        reference: "M0050",
        ours: "M0059",
        in_line: "-null",
        reason: "the reference names the literal, ours the sign that it cannot have",
    },
    Known {
        reference: "M0050",
        ours: "M0096",
        in_line: ".values(",
        reason: "of an argument where none is taken, the reference names the literal, ours the type",
    },
    Known {
        reference: "M0016",
        ours: "M0",
        in_line: "",
        reason: "ours looks at the order once types are right, and then points at the name, not at the statement",
    },
    Known {
        reference: "M0001",
        ours: "",
        in_line: "} case",
        reason: "version 2 of the language needs no semicolon between cases",
    },
    Known {
        reference: "M0001",
        ours: "",
        in_line: ">(",
        reason: "ours takes a comparison without spaces around it",
    },
    Known {
        reference: "M0001",
        ours: "M0",
        in_line: ">(",
        reason: "ours takes a comparison without spaces around it, and then finds that its operands are none",
    },
    Known { reference: "M0001", ours: "", in_line: ";;", reason: "ours takes an empty declaration" },
    Known {
        reference: "M0001",
        ours: "M0",
        in_line: ";;",
        reason: "ours takes an empty declaration, and goes on to what is wrong besides",
    },
    Known {
        reference: "M0113",
        ours: "M0001",
        in_line: "{",
        reason: "the reference goes on with a pattern that was not closed",
    },
    Known {
        reference: "M0073",
        ours: "M0096",
        in_line: ":=",
        reason: "where a semicolon is missing, the reference looks at the assignment first, ours at the call",
    },
    Known {
        reference: "M0097",
        ours: "M0001",
        in_line: "",
        reason: "where a semicolon is missing, the reference reads on as a call of what is no function",
    },
    Known {
        reference: "M0001",
        ours: "M0070",
        in_line: "<",
        reason: "where type arguments are not closed, ours reads the comparison that stands there",
    },
    Known {
        reference: "M0067",
        ours: "M0001",
        in_line: ".0e",
        reason: "the reference reads a projection behind a char or text and drops the exponent",
    },
    Known { reference: "M0066", ours: "M0001", in_line: ".0e", reason: "the same behind parentheses" },
    Known {
        reference: "M0029",
        ours: "M0001",
        in_line: "; ok name :",
        reason: "the reference goes on where a field of a type has two names",
    },
    Known {
        reference: "M0157",
        ours: "M0",
        in_line: "",
        reason: "the reference points at the beginning of the program, ours at the definition",
    },
    Known {
        reference: "M0096",
        ours: "M0050",
        in_line: "[",
        reason: "ours names the literal in an array, the reference the array that is an argument",
    },
    Known {
        reference: "M0098",
        ours: "M0050",
        in_line: "(func (",
        reason: "a function about which nothing is known: ours asks for the types of its parameters",
    },
    Known {
        reference: "M0098",
        ours: "M0096",
        in_line: "[var ",
        reason: "an array whose elements have no type in common: ours says so, the reference that the call finds none",
    },
    Known {
        reference: "M0098",
        ours: "M0096",
        in_line: "tap(",
        reason: "of a call that does not fit, ours names the argument or the result, the reference the call",
    },
    Known {
        reference: "M0098",
        ours: "M0096",
        in_line: "func (",
        reason: "of a call that does not fit, ours names the argument or the result, the reference the call",
    },
    Known {
        reference: "M0103",
        ours: "M0224",
        in_line: "func (",
        reason: "of a call on what a dot finds twice, the reference looks at the arguments first",
    },
    Known {
        reference: "M0224",
        ours: "M0224",
        in_line: ".look(",
        reason: "a module that is declared further down does not count for a dot of ours, and the first dot finds one function",
    },
    Known {
        reference: "M0224",
        ours: "",
        in_line: ".look(",
        reason: "as above, where no dot comes after both modules",
    },
    Known {
        reference: "M0063",
        ours: "",
        in_line: "PureMap",
        reason: "the reference's map is covariant: a Nat literal as a key beside other numbers makes it one of Any",
    },
    Known {
        reference: "M0063",
        ours: "",
        in_line: "RealTimeQueue",
        reason: "the reference's queue is covariant: a Nat literal beside other numbers makes it one of Any",
    },
];

/// What the reference says where it finds fewer types than ours: of calls whose literals and functions have a type only by what
/// is expected of the call, and of functions whose result is a tuple by name.
const FINDS_FEWER_TYPES: [&str; 9] =
    ["M0049", "M0050", "M0060", "M0096", "M0097", "M0098", "M0103", "M0230", "M0231"];

impl Difference {
    /// Whether it is known that this difference is no mistake of ours.
    pub fn is_known(&self, program: &str) -> bool {
        let Some((reference, ours)) = self.errors() else { return false };
        if reference.is_empty() {
            // A block that ends with a declaration gives nothing here.
            return ours.starts_with("M0096") && self.line_number().is_some_and(|at| ends_block(program, at));
        }
        let line = self.line_of(program);
        KNOWN.iter().any(|known| {
            // An empty code stands for a program that is accepted.
            known.ours.is_empty() == ours.is_empty()
                && reference.starts_with(known.reference)
                && ours.starts_with(known.ours)
                && line.contains(known.in_line)
        })
    }

    /// The first error of the reference and of ours; an empty one of who accepts.
    fn errors(&self) -> Option<(&str, &str)> {
        match self {
            Difference::Error { reference, ours } => Some((reference, ours)),
            Difference::Accepted { reference: Some(reference), ours: None } => Some((reference, "")),
            Difference::Accepted { reference: None, ours: Some(ours) } => Some(("", ours)),
            _ => None,
        }
    }

    fn line_number(&self) -> Option<usize> {
        let (reference, ours) = self.errors()?;
        let place = if reference.is_empty() { ours } else { reference };
        place.rsplit(' ').next()?.parse().ok()
    }

    /// The line of a program that is rejected, by the reference if it rejects.
    pub fn line_of<'a>(&self, program: &'a str) -> &'a str {
        let number = self.line_number();
        number.and_then(|number| program.lines().nth(number.checked_sub(1)?)).unwrap_or_default()
    }

    /// Whether the reference rejects with a code that it also has for well-typed programs, which are all that this may be.
    pub fn may_be_fewer_types(&self) -> bool {
        let reference = match self {
            Difference::Accepted { reference: Some(reference), ours: None } => reference,
            Difference::Error { reference, .. } => reference,
            _ => return false,
        };
        FINDS_FEWER_TYPES.iter().any(|code| reference.starts_with(code))
    }
}

/// Whether a line declares something that is the last of its block.
fn ends_block(program: &str, number: usize) -> bool {
    let mut lines = program.lines().skip(number.saturating_sub(1));
    let Some((_, declared)) = lines.next().and_then(|line| line.rsplit_once("let ")) else { return false };
    declared.contains('}') || lines.next().is_some_and(|next| next.trim_start().starts_with('}'))
}

#[cfg(test)]
mod tests {
    use super::Difference;

    /// Whether it is known that only the reference accepts a program, which ours rejects in line 2.
    fn is_known(program: &str) -> bool {
        Difference::Accepted { reference: None, ours: Some("M0096 in line 2".into()) }.is_known(program)
    }

    #[test]
    fn only_the_last_declaration_of_a_block_is_known() {
        assert!(is_known("let x : Nat = do {\n  let y = 1;\n};"));
        assert!(is_known("func f() : Nat {\n  do { let y = 1 } };"));
        assert!(!is_known("let x = 1;\nlet y : Text = x;\nlet z = y;"));
        assert!(!is_known("var x = 1;\nx := 2;\n}"));
    }
}
