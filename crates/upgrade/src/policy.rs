//! What is acceptable: facts to a verdict.

use serde::{Deserialize, Serialize};

use crate::words;
use crate::{Fact, Loss};

/// The three ways it can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Safe,
    /// The owner has to say yes, item by item.
    Asks,
    Refused,
}

/// Something the owner may decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    pub id: String,
    pub title: String,
    pub detail: String,
    pub way_out: Option<String>,
}

/// Something nobody may decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    pub code: String,
    pub path: Option<String>,
    pub message: String,
    pub way_out: Option<String>,
}

/// What the gate says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub outcome: Outcome,
    pub summary: String,
    pub items: Vec<Item>,
    pub reasons: Vec<Reason>,
    pub notes: Vec<String>,
    pub facts: Vec<Fact>,
}

/// What one fact means for the upgrade.
enum Weight {
    Nothing,
    Note,
    Asks(String),
    Refuses(String),
}

/// Judges facts. The order of the facts is the order of what is said.
pub fn judge(facts: &[Fact]) -> Verdict {
    let (mut items, mut reasons, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for fact in facts {
        match weigh(fact) {
            Weight::Nothing => {}
            Weight::Note => notes.push(words::sentence(fact)),
            Weight::Asks(id) => items.push(Item {
                id,
                title: words::title(fact),
                detail: words::sentence(fact),
                way_out: words::way_out(fact),
            }),
            Weight::Refuses(code) => reasons.push(Reason {
                code,
                path: words::path(fact),
                message: words::sentence(fact),
                way_out: words::way_out(fact),
            }),
        }
    }
    let outcome = match (reasons.is_empty(), items.is_empty()) {
        (false, _) => Outcome::Refused,
        (true, false) => Outcome::Asks,
        (true, true) => Outcome::Safe,
    };
    let summary = words::summary(outcome, &items, &reasons, facts);
    Verdict { outcome, summary, items, reasons, notes, facts: facts.to_vec() }
}

fn weigh(fact: &Fact) -> Weight {
    let refuses = |code: &str| Weight::Refuses(code.to_owned());
    match fact {
        Fact::Incompatible { code, .. } => Weight::Refuses(code.clone()),
        Fact::NotAModule { .. } => refuses("not-a-module"),
        Fact::UpgradeTrapped { .. } => refuses("upgrade-traps"),
        Fact::UpgradeTooLong { .. } => refuses("upgrade-too-long"),
        Fact::UpgradeOutOfMemory { .. } => refuses("upgrade-out-of-memory"),
        Fact::StartFailed { .. } => refuses("start-fails"),
        Fact::Rows { before, after, .. } if after < before => refuses("rows-lost"),
        Fact::Rows { before, after, .. } if after > before => Weight::Note,
        Fact::NotRepeatable { .. } => refuses("not-repeatable"),
        Fact::QueryFails { answered_before: true, .. } => refuses("query-fails"),
        Fact::QueryFails { .. } | Fact::AccessNarrowed { .. } => Weight::Note,
        Fact::VariableTaken { given: false, .. } | Fact::VariableAdded { .. } => Weight::Note,
        Fact::MethodAdded { .. } | Fact::CollectionMoved { .. } | Fact::ValuesMoved { .. } => Weight::Note,
        Fact::ContentChanged { .. } | Fact::Converted { .. } => Weight::Note,
        Fact::Unreadable { .. } => Weight::Asks("unreadable".into()),
        Fact::CollectionGone { path, .. } => Weight::Asks(format!("drop:{path}")),
        Fact::ValuesGone { path, loss: Loss::Dropped, .. } => Weight::Asks(format!("drop:{path}")),
        Fact::ValuesGone { path, .. } => Weight::Asks(format!("drop:{path}")),
        Fact::ValuesFell { path, .. } => Weight::Asks(format!("clear:{path}")),
        Fact::ValuesMerged { path, .. } => Weight::Asks(format!("merge:{path}")),
        Fact::SumChanged { path, .. } => Weight::Asks(format!("amounts:{path}")),
        Fact::Restores { snapshot, .. } => Weight::Asks(format!("restore:{snapshot}")),
        Fact::RowsSince { path, .. } => Weight::Asks(format!("since:{path}")),
        Fact::MethodRemoved { method } => Weight::Asks(format!("remove-method:{method}")),
        Fact::MethodChanged { method, .. } => Weight::Asks(format!("change-method:{method}")),
        Fact::AccessWidened { method, who, .. } => Weight::Asks(format!("open:{method}:{who}")),
        Fact::ShownMore { method, path, .. } => Weight::Asks(format!("show:{method}:{path}")),
        Fact::ChangeOpened { method, path, .. } => Weight::Asks(format!("change:{method}:{path}")),
        Fact::AccessInverted { .. } => refuses("access-inverted"),
        Fact::OthersShown { .. } => refuses("others-shown"),
        Fact::Promotes { .. } => refuses("promotes"),
        Fact::Endless { .. } => refuses("never-ends"),
        Fact::Slower { method, .. } => Weight::Asks(format!("slower:{method}")),
        Fact::SecretShown { .. } => refuses("secret-shown"),
        Fact::SecretInFile { public: true, .. } => refuses("secret-in-page"),
        Fact::SecretInFile { file, line, .. } => Weight::Asks(format!("secret:{file}:{line}")),
        Fact::AccessUntried { .. } => Weight::Note,
        Fact::Rows { .. } | Fact::VariableTaken { .. } | Fact::Rehearsed { .. } => Weight::Nothing,
    }
}
