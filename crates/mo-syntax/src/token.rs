//! The kinds of tokens.

use std::sync::LazyLock;

use source::Span;

/// A token, and whether white space stands around it: `<` and `>` mean different things with and without.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    pub(crate) space_before: bool,
    pub(crate) line_before: bool,
}

macro_rules! kinds {
    (keywords { $($keyword:ident = $word:literal),* $(,)? } symbols { $($symbol:ident = $text:literal),* $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Kind {
            Ident,
            Nat,
            Float,
            Char,
            Text,
            /// Characters that start no token, and literals that never end.
            Unknown,
            End,
            $($keyword,)*
            $($symbol,)*
        }

        impl Kind {
            /// Returns the kind of a word: a keyword or an identifier.
            pub(crate) fn of_word(word: &str) -> Kind {
                let found = KEYWORDS.beginning_like(word).iter().find(|(keyword, _)| *keyword == word);
                found.map_or(Kind::Ident, |(_, kind)| *kind)
            }

            /// Returns the symbols that begin like a text, longest first so that the first that fits is the right one.
            pub(crate) fn symbols(text: &str) -> &'static [(&'static str, Kind)] {
                SYMBOLS.beginning_like(text)
            }

            /// Returns how the kind is named in messages.
            pub(crate) fn describe(self) -> &'static str {
                match self {
                    Kind::Ident => "a name",
                    Kind::Nat => "a number",
                    Kind::Float => "a floating-point number",
                    Kind::Char => "a character",
                    Kind::Text => "a text",
                    Kind::Unknown => "an unknown character",
                    Kind::End => "the end of the file",
                    $(Kind::$keyword => concat!("`", $word, "`"),)*
                    $(Kind::$symbol => concat!("`", $text, "`"),)*
                }
            }

            pub(crate) fn is_keyword(self) -> bool {
                matches!(self, $(Kind::$keyword)|*)
            }
        }

        static KEYWORDS: LazyLock<Words> = LazyLock::new(|| Words::new(&[$(($word, Kind::$keyword)),*]));
        static SYMBOLS: LazyLock<Words> = LazyLock::new(|| Words::new(&[$(($text, Kind::$symbol)),*]));
    };
}

/// Words by their first byte.
struct Words(Vec<Vec<(&'static str, Kind)>>);

impl Words {
    fn new(words: &[(&'static str, Kind)]) -> Words {
        let beginning_with =
            |byte: u8| words.iter().filter(|(word, _)| word.as_bytes()[0] == byte).copied().collect();
        Words((0..=u8::MAX).map(beginning_with).collect())
    }

    fn beginning_like(&self, text: &str) -> &[(&'static str, Kind)] {
        text.as_bytes().first().map_or(&[], |byte| self.0[usize::from(*byte)].as_slice())
    }
}

kinds! {
    keywords {
        Actor = "actor", And = "and", Assert = "assert", Async = "async", Await = "await", Break = "break", Case = "case",
        Catch = "catch", Class = "class", Composite = "composite", Continue = "continue", Debug = "debug",
        DebugShow = "debug_show", Do = "do", Else = "else", False = "false", Finally = "finally", For = "for",
        FromCandid = "from_candid", Func = "func", If = "if", Ignore = "ignore", Implicit = "implicit", Import = "import",
        In = "in", Include = "include", Label = "label", Let = "let", Loop = "loop", Mixin = "mixin", Module = "module", Not = "not",
        Null = "null", Object = "object", Or = "or", Persistent = "persistent", Private = "private", Public = "public",
        Query = "query", Return = "return", Shared = "shared", Stable = "stable", Switch = "switch", System = "system",
        Throw = "throw", ToCandid = "to_candid", Transient = "transient", True = "true", Try = "try", Type = "type", Var = "var",
        Weak = "weak", While = "while", With = "with",
    }
    symbols {
        WrapPowAssign = "**%=", RotateLeftAssign = "<<>=", RotateRightAssign = "<>>=",
        PowAssign = "**=", WrapAddAssign = "+%=", WrapSubAssign = "-%=", WrapMulAssign = "*%=", WrapPow = "**%",
        ShiftLeftAssign = "<<=", ShiftRightAssign = ">>=", RotateLeft = "<<>", RotateRight = "<>>",
        WrapAdd = "+%", WrapSub = "-%", WrapMul = "*%", Pow = "**",
        Assign = ":=", AddAssign = "+=", SubAssign = "-=", MulAssign = "*=", DivAssign = "/=", RemAssign = "%=",
        AndAssign = "&=", OrAssign = "|=", XorAssign = "^=", ConcatAssign = "#=",
        Equal = "==", NotEqual = "!=", LessEqual = "<=", GreaterEqual = ">=", Arrow = "->", Pipe = "|>", Subtype = "<:",
        ShiftLeft = "<<", ShiftRight = ">>", Coalesce = "??",
        LeftParen = "(", RightParen = ")", LeftBracket = "[", RightBracket = "]", LeftBrace = "{", RightBrace = "}",
        Semicolon = ";", Comma = ",", Colon = ":", Dot = ".", Question = "?", Bang = "!", Is = "=", Less = "<", Greater = ">",
        Plus = "+", Minus = "-", Star = "*", Slash = "/", Percent = "%", BitAnd = "&", BitOr = "|", BitXor = "^", Hash = "#",
        Underscore = "_",
    }
}
