//! Literals and operators.

use super::types::Type;
use super::writer::Writer;

impl Writer<'_> {
    /// A literal of a primitive type; `checked`: where its type is expected, so that it need not be written.
    pub(super) fn literal(&mut self, name: &str, checked: bool) -> String {
        let text = match name {
            "Bool" => return self.chance.pick(&["true", "false"]).into(),
            "Char" => {
                return self
                    .chance
                    .pick(&["'a'", "'Z'", "'0'", "' '", "'\\n'", "'é'", "'\\u{1F600}'", "'\\''"])
                    .into();
            }
            "Text" => return self.text(),
            "Float" => {
                let value = self.chance.pick(&["0.0", "1.5", "2.25", "-0.5", "1e3", "0x1.8p1", "100.125"]);
                return if value.starts_with('-') { format!("({value})") } else { value.into() };
            }
            "Blob" => {
                self.chance.pick(&["\"\"", "\"abc\"", "\"\\00\\FF\"", "\"\\7F\\80z\"", "\"é\""]).to_owned()
            }
            _ => self.integer(name),
        };
        if (checked && self.chance.percent(70)) || (name == "Nat" && self.chance.percent(80)) {
            text
        } else {
            format!("({text} : {name})")
        }
    }

    fn text(&mut self) -> String {
        let texts = [
            "\"\"",
            "\"a\"",
            "\"hello\"",
            "\"a,b,,c\"",
            "\"é\\u{1F600}\"",
            "\"line\\nbreak\"",
            "\"q\\\"q\"",
            "\"  pad \"",
            "\"Zz\"",
        ];
        self.chance.pick(&texts).into()
    }

    fn integer(&mut self, name: &str) -> String {
        let small = self.chance.below(10).to_string();
        if self.chance.percent(60) {
            return small;
        }
        let edges: &[&str] = match name {
            "Nat8" => &["255", "128", "127", "0xFF"],
            "Nat16" => &["65535", "32768", "256", "65_535"],
            "Nat32" => &["4294967295", "2147483648", "65536"],
            "Nat64" => &["18446744073709551615", "9223372036854775808", "4294967296", "0xFFFF_FFFF"],
            "Int8" => &["127", "-128", "-1", "+5"],
            "Int16" => &["32767", "-32768", "-1"],
            "Int32" => &["2147483647", "-2147483648", "-1"],
            "Int64" => &["9223372036854775807", "-9223372036854775808", "-1", "4611686018427387904"],
            "Nat" => &[
                "18446744073709551616",
                "4611686018427387904",
                "4611686018427387903",
                "1_000_000_000_000_000_000_000",
                "0x10",
                "255",
            ],
            _ => &[
                "-1",
                "-18446744073709551616",
                "4611686018427387904",
                "-4611686018427387905",
                "1_000_000_000_000_000_000_000",
                "-7",
            ],
        };
        self.chance.pick(edges).into()
    }

    /// Two operands and what joins them.
    pub(super) fn binary(&mut self, name: &'static str, depth: usize) -> String {
        let ty = Type::Prim(name);
        let left = self.expression(&ty, depth, false);
        let right = self.expression(&ty, depth, false);
        let small = self.small(name);
        match name {
            "Text" => format!("({left} # {right})"),
            "Bool" => self.condition(depth),
            "Float" => {
                let operator = self.chance.pick(&["+", "-", "*"]);
                if self.chance.percent(15) {
                    format!("(-{left})")
                } else {
                    format!("({left} {operator} {right})")
                }
            }
            "Nat" => match self.chance.below(8) {
                0..=1 => format!("({left} + {right})"),
                2 => format!("({left} * {right})"),
                3 => format!("({left} / {})", 1 + self.chance.below(9)),
                4 => format!("({left} % {})", 1 + self.chance.below(9)),
                5 => format!("({small} ** {})", self.chance.below(70)),
                6 if self.risky => format!("({left} - {right} : Nat)"),
                6 => format!("({left} + 3 - {} : Nat)", self.chance.below(4)),
                _ => {
                    self.modules.insert("Int".into());
                    format!("Int.abs(({left} : Int) - {right})")
                }
            },
            "Int" => match self.chance.below(7) {
                0..=1 => format!("({left} + {right})"),
                2 => format!("({left} - {right})"),
                3 => format!("({left} * {right})"),
                4 => format!("({left} / {})", self.chance.pick(&["3", "(-3)", "7", "(-1)"])),
                5 => format!("({left} % {})", self.chance.pick(&["3", "(-3)", "7", "(-1)"])),
                _ => format!("(-{left})"),
            },
            _ => self.fixed(name, &left, &right, &small),
        }
    }

    fn small(&mut self, name: &str) -> String {
        format!("({} : {name})", self.chance.below(4))
    }

    fn fixed(&mut self, name: &str, left: &str, right: &str, small: &str) -> String {
        let divisor = format!("({} : {name})", 2 + self.chance.below(9));
        match self.chance.below(9) {
            0..=1 => format!("({left} {} {right})", self.chance.pick(&["+%", "-%", "*%"])),
            2 => format!("({left} {} {right})", self.chance.pick(&["&", "|", "^"])),
            3 => format!("({left} {} {right})", self.chance.pick(&["<<>", "<>>"])),
            4 => format!("({left} {} {right})", self.chance.pick(&["<<", " >>"])),
            5 => format!("({left} {} {divisor})", self.chance.pick(&["/", "%"])),
            6 => format!("(^ {left})"),
            7 if self.risky => format!("({left} {} {right})", self.chance.pick(&["+", "-", "*", "/", "%"])),
            7 => format!("({small} + {small})"),
            _ => format!("({left} **% {small})"),
        }
    }

    /// An expression of type `Bool`.
    pub(super) fn condition(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.expression(&Type::Prim("Bool"), 0, true);
        }
        match self.chance.below(6) {
            0 => format!("(not {})", self.condition(depth - 1)),
            1 => {
                let operator = self.chance.pick(&["and", "or"]);
                format!("({} {operator} {})", self.condition(depth - 1), self.condition(depth - 1))
            }
            2..=3 => {
                let ty = self.key();
                self.relation(&ty, &["<", "<=", ">", ">=", "==", "!="], depth - 1)
            }
            4 => {
                let ty = self.plain(1);
                if ty.has_equality() { self.relation(&ty, &["==", "!="], depth - 1) } else { "true".into() }
            }
            _ => self.expression(&Type::Prim("Bool"), depth - 1, true),
        }
    }

    fn relation(&mut self, ty: &Type, operators: &[&str], depth: usize) -> String {
        let left = self.expression(ty, depth, false);
        let right = self.expression(ty, depth, false);
        format!("({left} {} {right})", self.chance.pick(operators))
    }
}
