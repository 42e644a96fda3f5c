//! How a verb fails: words, a hint, an exit code.

use serde_json::{Value, json};

pub(crate) const REFUSED: i32 = 1;
pub(crate) const TRAPPED: i32 = 2;
pub(crate) const WAITING: i32 = 3;
pub(crate) const USAGE: i32 = 64;
pub(crate) const FAULT: i32 = 70;

/// Why a verb did not do what it was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: i32,
    message: String,
    hint: Option<String>,
    /// What has been printed need not be said again.
    said: bool,
}

impl Failure {
    pub(crate) fn new(code: i32, message: impl Into<String>) -> Failure {
        Failure { code, message: message.into(), hint: None, said: false }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Failure {
        Failure::new(USAGE, message)
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    /// Only sets the exit code.
    pub(crate) fn silent(code: i32) -> Failure {
        Failure { code, message: String::new(), hint: None, said: true }
    }

    /// Reads an error of the server's.
    pub(crate) fn of_server(error: &Value) -> Failure {
        let text = |name: &str| error[name].as_str().map(str::to_owned);
        let code = match error["kind"].as_str() {
            Some("rejected" | "conflict") => REFUSED,
            Some("trapped") => TRAPPED,
            Some("usage" | "not-found" | "too-large" | "unauthorized") => USAGE,
            _ => FAULT,
        };
        let message = text("message").unwrap_or_else(|| "the server answered something unknown".into());
        Failure { code, message, hint: text("hint"), said: false }
    }

    pub(crate) fn print(&self, json: bool) {
        if self.said {
            return;
        }
        if json {
            println!(
                "{}",
                json!({ "error": { "message": self.message, "hint": self.hint, "code": self.code } })
            );
            return;
        }
        eprint!("{}", self.text());
    }

    /// What a person reads; nothing if it has been said.
    pub(crate) fn text(&self) -> String {
        if self.said {
            return String::new();
        }
        let hint = self.hint.iter().map(|hint| format!("  hint: {hint}\n"));
        format!("error: {}\n{}", self.message, hint.collect::<String>())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::new(FAULT, format!("{error:#}"))
    }
}
