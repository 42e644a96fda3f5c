//! How facts are said to the owner and the writer.

use crate::policy::{Item, Outcome, Reason};
use crate::{Change, Fact, Loss};

/// Says a fact in one sentence.
pub(crate) fn sentence(fact: &Fact) -> String {
    match fact {
        Fact::Incompatible { path, message, .. } => format!("`{path}`: {message}."),
        Fact::Converted { path, change } => match change {
            Change::FieldAdded { .. } => format!("What is kept gets the new field `{path}`, empty."),
            Change::FieldGiven { .. } => {
                format!("What is kept gets the new field `{path}`, with the default that the source gives.")
            }
            Change::CaseAdded => format!("`{path}` is a new case; what is kept stays as it is."),
            Change::Widened { from, to } => {
                format!("`{path}` was {from} and becomes {to}; what is kept stays as it is.")
            }
            Change::MadeMutable => format!("`{path}` can be changed in place from now on."),
            Change::MadeImmutable => format!("`{path}` can no longer be changed in place."),
        },
        Fact::VariableAdded { name, given: true, .. } => format!("A migration makes `{name}`."),
        Fact::VariableAdded { name, .. } => format!("A new variable `{name}` starts with its initial value."),
        Fact::VariableTaken { name, given: true, .. } => format!("The migration converts `{name}`."),
        Fact::VariableTaken { name, declared: true, .. } => {
            format!("The migration takes `{name}`, and the new version starts it anew.")
        }
        Fact::VariableTaken { name, .. } => format!("The migration takes `{name}`, which then is gone."),
        Fact::MethodAdded { method } => format!("Anyone can call the new method `{method}`."),
        Fact::MethodRemoved { method } => {
            format!("The method `{method}` is gone: pages that are open now still call it.")
        }
        Fact::MethodChanged { method, message } => {
            format!("The method `{method}` no longer fits pages that are open now: {message}.")
        }
        Fact::NotAModule { message } => format!("This is no module that can run here: {message}."),
        Fact::Unreadable { message } => format!("The stored data could not be compared: {message}."),
        Fact::UpgradeTrapped { message } => {
            format!("The upgrade was tried on a copy of today's data and stopped half way: {message}")
        }
        Fact::UpgradeTooLong { instructions } => format!(
            "The upgrade was tried on a copy of today's data and had not ended after {} instructions.",
            grouped(*instructions)
        ),
        Fact::UpgradeOutOfMemory { message } => {
            format!("The upgrade was tried on a copy of today's data and ran out of memory: {message}")
        }
        Fact::StartFailed { message } => format!("The app does not start: {message}"),
        Fact::Rehearsed { instructions } => {
            format!("The rehearsal took {} instructions.", grouped(*instructions))
        }
        Fact::Rows { path, before, after } if after < before => format!(
            "`{path}` has {} and would have {after} afterwards: {} would be lost.",
            count(*before, "row"),
            before - after
        ),
        Fact::Rows { path, before, after } => {
            format!("`{path}` has {} and would have {after} afterwards.", count(*before, "row"))
        }
        Fact::CollectionMoved { from, to, rows } => {
            format!("All {} of `{from}` are found again in `{to}`.", count(*rows, "row"))
        }
        Fact::CollectionGone { path, rows } => {
            format!("`{path}` with {} would be deleted.", count(*rows, "row"))
        }
        Fact::ValuesGone { path, values, loss: Loss::Dropped } => {
            format!("{} of `{path}` would be deleted.", count(*values, "value"))
        }
        Fact::ValuesGone { path, values, loss: Loss::InsteadOf(new) } => format!(
            "{} of `{path}` would be deleted, while the new field `{new}` is the same in every row.",
            count(*values, "value")
        ),
        Fact::ValuesMoved { from, to, values } => {
            format!("{} of `{from}` are carried over to `{to}`.", count(*values, "value"))
        }
        Fact::ValuesFell { path, before, after } => {
            format!(
                "`{path}` has {} and would have {after}: {} would be emptied.",
                count(*before, "value"),
                before - after
            )
        }
        Fact::ValuesMerged { path, before, after } => {
            format!("`{path}` has {before} different values and would have {after}.")
        }
        Fact::SumChanged { path, before, after } => {
            format!("The sum of `{path}` is {before} and would be {after}.")
        }
        Fact::ContentChanged { path, values } => {
            format!("The {} of `{path}` are rewritten.", count(*values, "value"))
        }
        Fact::NotRepeatable { path, before, after } => format!(
            "Carried out a second time, the upgrade changes `{path}` again: {before} would become {after}."
        ),
        Fact::Restores { taken, .. } => {
            format!("Code and data go back to how they were on {taken}; what was stored since is lost.")
        }
        Fact::RowsSince { path, rows } => {
            format!("`{path}` has {} that the snapshot does not have.", count(*rows, "row"))
        }
        Fact::QueryFails { method, message, answered_before: true } => {
            format!("`{method}` answers today and would fail on today's data: {message}")
        }
        Fact::QueryFails { method, message, .. } => {
            format!("The new method `{method}` turned the owner away when it was tried: {message}")
        }
        Fact::AccessWidened { method, who, path: Some(path), rows, .. } => format!(
            "{who} would get an answer from `{method}`, with {} of `{path}`, and gets none today.",
            count(*rows, "value")
        ),
        Fact::AccessWidened { method, who, changes: true, .. } => {
            format!("{who} could change data with `{method}`, and cannot today.")
        }
        Fact::AccessWidened { method, who, .. } => {
            format!("{who} would get an answer from `{method}`, and gets none today.")
        }
        Fact::AccessInverted { method, who } => format!(
            "{who} would get an answer from `{method}`, and the owner would be turned away: the check is the wrong way round."
        ),
        Fact::OthersShown { method, who, path, values } => format!(
            "{who} would see {} of `{path}` that belong to other people by `{method}`.",
            count(*values, "value")
        ),
        Fact::ShownMore { method, who, path, values } => {
            format!(
                "{who} would see {} of `{path}` by `{method}`, and does not today.",
                count(*values, "value")
            )
        }
        Fact::ChangeOpened { method, who, path } => {
            format!("{who} could change `{path}` with the new method `{method}`, and cannot today.")
        }
        Fact::Promotes { method, who, opened } => format!(
            "{who} could call `{method}` and then use {}, which only the owner can.",
            opened.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ),
        Fact::Slower { method, before, after } => format!(
            "`{method}` takes {} instructions on today's data, {} times as many as the {} of the live version.",
            grouped(*after),
            grouped(after / (*before).max(1)),
            grouped(*before)
        ),
        Fact::SecretInFile { file, line, what, public: true } => {
            format!("Line {line} of `{file}` holds {what}, and everybody can read the page.")
        }
        Fact::SecretInFile { file, line, what, .. } => format!("Line {line} of `{file}` holds {what}."),
        Fact::SecretShown { method, who, path } => {
            format!("{who} would see `{path}`, which its name calls a secret, by `{method}`.")
        }
        Fact::Endless { method, who, instructions } => format!(
            "`{method}` was tried on today's data and had not ended after {} instructions (caller: {}).",
            grouped(*instructions),
            lower(who)
        ),
        Fact::AccessUntried { trials } => {
            format!(
                "There was no time to try {}: who may do what is not known of all methods.",
                count(*trials as u64, "call")
            )
        }
        Fact::AccessNarrowed { method, who, .. } => {
            format!("{who} would no longer get an answer from `{method}`.")
        }
    }
}

/// Says in a few words what is asked.
pub(crate) fn title(fact: &Fact) -> String {
    match fact {
        Fact::CollectionGone { path, rows } => format!("Delete `{path}` ({})", count(*rows, "row")),
        Fact::ValuesGone { path, values, .. } => format!("Delete {} of `{path}`", count(*values, "value")),
        Fact::ValuesFell { path, before, after } => {
            format!("Empty {} of `{path}`", count(before - after, "value"))
        }
        Fact::ValuesMerged { path, .. } => format!("Make different values of `{path}` the same"),
        Fact::SumChanged { path, .. } => format!("Change the amounts in `{path}`"),
        Fact::MethodRemoved { method } => format!("Remove the method `{method}`"),
        Fact::MethodChanged { method, .. } => format!("Change the method `{method}`"),
        Fact::AccessWidened { method, who, .. } => format!("Let {} use `{method}`", lower(who)),
        Fact::ShownMore { method, who, path, .. } => {
            format!("Show `{path}` to {} by `{method}`", lower(who))
        }
        Fact::ChangeOpened { method, who, path } => {
            format!("Let {} change `{path}` with `{method}`", lower(who))
        }
        Fact::Restores { taken, .. } => format!("Go back to the data of {taken}"),
        Fact::RowsSince { path, rows } => format!("Lose {} of `{path}`", count(*rows, "row")),
        Fact::SecretInFile { file, .. } => format!("Keep a secret in `{file}`"),
        Fact::Slower { method, .. } => format!("Let `{method}` take longer"),
        Fact::Unreadable { .. } => "Go on without comparing the data".into(),
        other => sentence(other),
    }
}

/// Says what could be done instead.
pub(crate) fn way_out(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::Incompatible { code, path, .. } if code == "M0169" => format!(
            "Keep `{path}`, or let a migration take it: `(with migration = func (old : {{ {path} : ... }}) : {{ ... }} {{ ... }})`."
        ),
        Fact::Incompatible { code, .. } if code == "M0263" => {
            "Take only what the live version has; a migration runs once and then leaves the source.".into()
        }
        Fact::Incompatible { code, .. } if code == "M0268" => {
            "Leave the files of migrations that were made as they are, and write what is new into a file that sorts after them."
                .into()
        }
        Fact::Incompatible { path, .. } => format!(
            "Convert it in a migration: `(with migration = func (old : {{ {} : ... }}) ...)`.",
            path.split(['.', '[']).next().unwrap_or(path)
        ),
        Fact::UpgradeTrapped { .. } => {
            "Let the migration take every row that there is; see the logs above.".into()
        }
        Fact::UpgradeTooLong { .. } => {
            "Look for a loop that never ends, or do the work over several messages.".into()
        }
        Fact::UpgradeOutOfMemory { .. } => "Convert in place, or keep less.".into(),
        Fact::Rows { .. } => {
            "Carry every row over. To delete rows, delete them in the app, where it can be seen and undone."
                .into()
        }
        Fact::ValuesGone { path, loss: Loss::InsteadOf(new), .. } => {
            format!("If `{path}` was to be renamed, let the migration copy its values to `{new}`.")
        }
        Fact::ValuesGone { .. } | Fact::CollectionGone { .. } => {
            "A snapshot is kept: a rollback brings them back.".into()
        }
        Fact::NotRepeatable { .. } => {
            "Convert to a new name, so that a second run finds nothing left to do.".into()
        }
        Fact::MethodRemoved { .. } | Fact::MethodChanged { .. } => {
            "Keep the old method beside the new one until open pages are gone.".into()
        }
        Fact::AccessWidened { method, .. } => {
            format!("If nobody asked for it, keep the check that `{method}` has in the live version.")
        }
        Fact::AccessInverted { method, .. } => {
            format!("Let `{method}` turn away those who are not allowed, and nobody else.")
        }
        Fact::OthersShown { method, .. } => format!(
            "Let `{method}` give callers their own rows only: compare the row's principal with `caller`, not with an argument."
        ),
        Fact::ChangeOpened { method, .. } => {
            format!("Let `{method}` check who calls, as the methods do that change this today.")
        }
        Fact::SecretInFile { .. } => {
            "Take it out, and have it issued anew: it may have been read. The owner can store it in the app by a method of the owner's."
                .into()
        }
        Fact::SecretShown { method, .. } => format!("Leave it out of what `{method}` returns."),
        Fact::Slower { .. } => "Look for a loop over all rows within one over all rows.".into(),
        Fact::Endless { .. } => {
            "Look for a loop that never ends, or for one over all rows within one over all rows.".into()
        }
        Fact::Promotes { method, .. } => {
            format!("Let `{method}` take no role from its caller, or only from the owner.")
        }
        _ => return None,
    })
}

/// Somebody, within a sentence.
fn lower(who: &str) -> String {
    let mut letters = who.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Returns the place in the data that a fact is about.
pub(crate) fn path(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::Incompatible { path, .. }
        | Fact::Rows { path, .. }
        | Fact::NotRepeatable { path, .. }
        | Fact::ValuesGone { path, .. }
        | Fact::CollectionGone { path, .. } => path.clone(),
        Fact::SecretInFile { file, .. } => file.clone(),
        Fact::QueryFails { method, .. }
        | Fact::AccessInverted { method, .. }
        | Fact::OthersShown { method, .. }
        | Fact::Endless { method, .. }
        | Fact::SecretShown { method, .. }
        | Fact::Promotes { method, .. } => method.clone(),
        _ => return None,
    })
}

/// Says the verdict in one line.
pub(crate) fn summary(outcome: Outcome, items: &[Item], reasons: &[Reason], facts: &[Fact]) -> String {
    let kept: u64 = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Rows { before, after, .. } if after >= before => Some(*before),
            Fact::CollectionMoved { rows, .. } => Some(*rows),
            _ => None,
        })
        .sum();
    match outcome {
        Outcome::Safe if kept > 0 => format!("Safe: {} kept.", count(kept, "row")),
        Outcome::Safe => "Safe.".into(),
        Outcome::Asks => {
            let titles: Vec<&str> = items.iter().map(|item| item.title.as_str()).collect();
            format!("Needs your yes: {}.", titles.join("; "))
        }
        Outcome::Refused => {
            let first = reasons.first().map_or("", |reason| reason.message.as_str());
            match reasons.len() {
                0 | 1 => format!("Refused. {first}"),
                more => format!("Refused. {first} ({} more)", more - 1),
            }
        }
    }
}

fn count(n: u64, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(n)) }
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}
