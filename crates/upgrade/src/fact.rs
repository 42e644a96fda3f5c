//! What is known about an upgrade: bare facts, without judgement and without words.

use serde::{Deserialize, Serialize};

/// One thing that is so. Kept with the verdict, hence the encoding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Fact {
    /// The types do not allow the upgrade.
    Incompatible {
        code: String,
        path: String,
        message: String,
    },
    /// Stored values that the upgrade itself makes fit their new type.
    Converted {
        path: String,
        change: Change,
    },
    /// A stored variable that the old version did not have; `given`: a migration makes it.
    VariableAdded {
        name: String,
        ty: String,
        #[serde(default)]
        given: bool,
    },
    /// The migration takes a stored variable.
    VariableTaken {
        name: String,
        ty: String,
        given: bool,
        declared: bool,
    },

    MethodAdded {
        method: String,
    },
    MethodRemoved {
        method: String,
    },
    MethodChanged {
        method: String,
        message: String,
    },

    /// The module is none, or none that the replica accepts.
    NotAModule {
        message: String,
    },
    /// Nothing can be found out about the stored data from outside.
    Unreadable {
        message: String,
    },
    UpgradeTrapped {
        message: String,
    },
    UpgradeTooLong {
        instructions: u64,
    },
    UpgradeOutOfMemory {
        message: String,
    },
    /// The first installation failed.
    StartFailed {
        message: String,
    },
    /// What the rehearsal cost.
    Rehearsed {
        instructions: u64,
    },

    /// Rows of a collection before and after.
    Rows {
        path: String,
        before: u64,
        after: u64,
    },
    /// A collection that is found again under another name.
    CollectionMoved {
        from: String,
        to: String,
        rows: u64,
    },
    CollectionGone {
        path: String,
        rows: u64,
    },
    /// The same rows, but the values of one field are gone.
    ValuesGone {
        path: String,
        values: u64,
        loss: Loss,
    },
    /// The values of one field are found again under another name.
    ValuesMoved {
        from: String,
        to: String,
        values: u64,
    },
    /// The field is still there, but with fewer values.
    ValuesFell {
        path: String,
        before: u64,
        after: u64,
    },
    /// The field has as many values, but different rows now have the same.
    ValuesMerged {
        path: String,
        before: u64,
        after: u64,
    },
    SumChanged {
        path: String,
        before: String,
        after: String,
    },
    ContentChanged {
        path: String,
        values: u64,
    },
    /// The upgrade carried out again on its own result changes something.
    NotRepeatable {
        path: String,
        before: String,
        after: String,
    },

    /// The data of a snapshot comes back; what was stored since is lost.
    Restores {
        snapshot: u64,
        taken: String,
    },
    /// Rows that there are today and that the snapshot does not have.
    RowsSince {
        path: String,
        rows: u64,
    },

    /// A query that answered before, or is new, traps on today's data.
    QueryFails {
        method: String,
        message: String,
        answered_before: bool,
    },
    /// Somebody who was turned away gets an answer.
    AccessWidened {
        method: String,
        who: String,
        /// What of the data the replies show, most of all.
        #[serde(default)]
        path: Option<String>,
        #[serde(default)]
        rows: u64,
        /// Whether it changes what is stored.
        #[serde(default)]
        changes: bool,
    },
    /// Somebody else than the owner gets an answer now, and the owner none: the check was turned round.
    AccessInverted {
        method: String,
        who: String,
    },
    /// Replies show values in rows that belong to other people, and did not before.
    OthersShown {
        method: String,
        who: String,
        path: String,
        values: u64,
    },
    /// Replies show stored values that this person did not see before.
    ShownMore {
        method: String,
        who: String,
        path: String,
        values: u64,
    },
    /// A new method changes what this person could not change before.
    ChangeOpened {
        method: String,
        who: String,
        path: String,
    },
    /// Who calls the method may then use others that were the owner's.
    Promotes {
        method: String,
        who: String,
        opened: Vec<String>,
    },
    /// A method costs much more than before on today's data, in instructions.
    Slower {
        method: String,
        before: u64,
        after: u64,
    },
    /// A key or password stands in a file; `public`: of the page.
    SecretInFile {
        file: String,
        line: u64,
        what: String,
        public: bool,
    },
    /// Replies show a stored value that its name calls a secret, to somebody who did not see it before.
    SecretShown {
        method: String,
        who: String,
        path: String,
    },
    /// A method that did not end when it was tried, and did before or was not there.
    Endless {
        method: String,
        who: String,
        instructions: u64,
    },
    /// Trials for which there was no time.
    AccessUntried {
        trials: usize,
    },
    /// Somebody who got an answer is turned away.
    AccessNarrowed {
        method: String,
        who: String,
        message: String,
    },
}

/// How values of a field got lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    Dropped,
    /// A new field of the same type is the same in every row: it looks as if a rename was meant.
    InsteadOf(String),
}

/// How stored values become values of a new type, without anything being lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Records gain a field, which is null.
    FieldAdded {
        ty: String,
    },
    /// Records gain a field, for which the source gives a value.
    FieldGiven {
        ty: String,
    },
    CaseAdded,
    Widened {
        from: String,
        to: String,
    },
    MadeMutable,
    MadeImmutable,
}
