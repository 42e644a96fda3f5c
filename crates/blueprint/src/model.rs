//! The description itself: lists of rows, their fields, and one rule per list and action.

use serde::{Deserialize, Serialize};

/// What an app is, as its owner would say it.
///
/// Ids are given out by [`Blueprint::next_id`] and never change or return, so a renamed field is the same field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blueprint {
    /// The version of this format: 1.
    pub format: u32,
    /// What people call the app, such as `Guest book`.
    pub name: String,
    /// The next id to give out.
    pub next_id: u32,
    /// The lists the app keeps, in the order in which the page shows them.
    #[serde(default, rename = "entity", skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
}

/// One kind of row that the app keeps, such as a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    pub id: u32,
    /// One of them, in words: `pet owner`.
    pub name: String,
    /// Many of them, in words: `pet owners`.
    pub plural: String,
    /// One of them on the wire (`addPetOwner`); fixed at birth, so that a rename breaks no open page.
    pub code: String,
    /// Many of them on the wire (`listPetOwners`); fixed at birth.
    pub codes: String,
    pub order: Order,
    /// Whether the page has a search box over the text fields.
    #[serde(default, skip_serializing_if = "is_false")]
    pub search: bool,
    /// Whether the page offers the rows as a CSV file.
    #[serde(default, skip_serializing_if = "is_false")]
    pub export: bool,
    /// The yes/no or choice field by which the page can narrow the list, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrow: Option<u32>,
    pub rules: Rules,
    #[serde(default, rename = "field", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Fields that were removed but that open pages still expect in a reply.
    #[serde(default, rename = "retired", skip_serializing_if = "Vec::is_empty")]
    pub retired: Vec<Retired>,
}

/// One thing a row has, such as a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub id: u32,
    /// In words: `date of birth`.
    pub name: String,
    /// On the wire: `dateOfBirth`; fixed at birth, so that a rename breaks no open page.
    pub code: String,
    pub kind: Kind,
    /// Whether whoever adds or changes a row must give it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether rows may lack it, in memory and on the wire; once true it stays true, since such rows may exist.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// What the form starts with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What can be chosen, for a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

/// A removed field whose name on the wire stays taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    pub code: String,
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// A whole number.
    Number,
    /// A number with two decimals, such as money; kept in hundredths.
    Decimal,
    YesNo,
    /// A day: `2026-11-23`.
    Date,
    /// A time of day: `17:45`.
    Time,
    /// One of the field's options.
    Choice,
}

/// Who may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    Everyone,
    /// Whoever has an identity: a browser has one of its own, a bare request has none.
    SignedIn,
    /// The one who added the row, and nobody else.
    Author,
    /// The one who added the row, and the owner of the app.
    AuthorOrOwner,
    /// The owner of the app: a controller of its canister.
    Owner,
    Nobody,
}

/// One rule per action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub list: Who,
    pub add: Who,
    pub change: Who,
    pub remove: Who,
}

/// Something that can be done with the rows of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    List,
    Add,
    Change,
    Remove,
}

/// In which order rows are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    NewestFirst,
    OldestFirst,
    /// By a field, smallest first.
    Ascending(u32),
    /// By a field, largest first.
    Descending(u32),
}

impl Action {
    pub const ALL: [Action; 4] = [Action::List, Action::Add, Action::Change, Action::Remove];
}

impl Rules {
    /// Returns who may do this.
    pub fn of(&self, action: Action) -> Who {
        match action {
            Action::List => self.list,
            Action::Add => self.add,
            Action::Change => self.change,
            Action::Remove => self.remove,
        }
    }

    /// Sets who may do this.
    pub fn set(&mut self, action: Action, who: Who) {
        match action {
            Action::List => self.list = who,
            Action::Add => self.add = who,
            Action::Change => self.change = who,
            Action::Remove => self.remove = who,
        }
    }
}

impl Kind {
    /// Whether values of this kind are kept as text, the empty one meaning that none was given.
    pub fn is_text(self) -> bool {
        !matches!(self, Kind::Number | Kind::Decimal | Kind::YesNo)
    }

    /// Whether there is a sensible "required": a yes/no always has a value.
    pub fn can_be_required(self) -> bool {
        self != Kind::YesNo
    }
}

impl Entity {
    /// Finds a field by its id.
    pub fn field(&self, id: u32) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// Finds a field by its words, whatever their case.
    pub fn field_named(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }
}

impl Blueprint {
    /// Finds a list by its id.
    pub fn entity(&self, id: u32) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.id == id)
    }

    /// Finds a list by the words for one or many of its rows, whatever their case.
    pub fn entity_named(&self, name: &str) -> Option<&Entity> {
        let same = |word: &str| word.eq_ignore_ascii_case(name);
        self.entities.iter().find(|entity| same(&entity.name) || same(&entity.plural))
    }
}

fn is_false(value: &bool) -> bool {
    !value
}
