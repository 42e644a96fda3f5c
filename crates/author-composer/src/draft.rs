//! What has been read so far, before it becomes a blueprint.

use blueprint::{Action, Blueprint, NewField, Order, Rules, Who};

use crate::lexicon::{Habit, noun};

/// An app that is being read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) name: Option<String>,
    pub(crate) lists: Vec<DraftList>,
    /// Whether the lists come from words that only stand somewhere in the wish.
    pub(crate) guessed: bool,
}

/// A list that is being read.
#[derive(Debug, Clone)]
pub(crate) struct DraftList {
    pub(crate) name: String,
    pub(crate) habit: Habit,
    /// Fields that the wish names; when there are none, the usual ones are taken.
    pub(crate) fields: Vec<NewField>,
    /// Fields that come on top of the usual ones.
    pub(crate) extra: Vec<NewField>,
    pub(crate) order: Option<Order>,
    pub(crate) sort_by: Option<(String, bool)>,
    pub(crate) search: bool,
    pub(crate) export: bool,
    pub(crate) narrow: Option<String>,
    /// Rules that the wish states.
    pub(crate) said: Vec<(Action, Who)>,
}

impl Draft {
    /// Returns the place of the list of this noun, made if there is none.
    pub(crate) fn list(&mut self, name: &str, otherwise: Habit) -> usize {
        if let Some(index) = self.lists.iter().position(|list| list.name == name) {
            return index;
        }
        let habit = noun(name).map_or(otherwise, |noun| noun.habit);
        self.lists.push(DraftList {
            name: name.to_owned(),
            habit,
            fields: Vec::new(),
            extra: Vec::new(),
            order: None,
            sort_by: None,
            search: false,
            export: false,
            narrow: None,
            said: Vec::new(),
        });
        self.lists.len() - 1
    }

    pub(crate) fn blueprint(&self) -> Blueprint {
        let plurals: Vec<String> =
            self.lists.iter().take(3).map(|list| blueprint::plural(&list.name)).collect();
        let first = (!plurals.is_empty()).then(|| blueprint::heading(&blueprint::listed(&plurals)));
        let name = self.name.clone().or(first).unwrap_or_else(|| "App".to_owned());
        let mut app = Blueprint::new(&name.chars().take(blueprint::NAME_CHARS_MAX).collect::<String>());
        for list in self.lists.iter().take(blueprint::ENTITIES_MAX) {
            list.add_to(&mut app);
        }
        app
    }
}

impl DraftList {
    /// Returns the fields: those named, else the usual ones, else a name.
    pub(crate) fn all_fields(&self) -> Vec<NewField> {
        let usual = || match noun(&self.name) {
            Some(noun) => noun.fields(),
            None => vec![NewField::new("name", blueprint::Kind::Text).required()],
        };
        let mut fields = if self.fields.is_empty() { usual() } else { self.fields.clone() };
        for extra in &self.extra {
            if !fields.iter().any(|field| field.name == extra.name) {
                fields.push(extra.clone());
            }
        }
        // A row in which nothing must be given could be added empty.
        if !fields.iter().any(|field| field.required)
            && let Some(first) = fields.iter_mut().find(|field| field.kind.can_be_required())
        {
            first.required = true;
        }
        fields.truncate(blueprint::FIELDS_MAX);
        fields
    }

    /// Returns the rules: those said, the habit's for the rest.
    pub(crate) fn rules(&self) -> Rules {
        let mut rules = self.habit.rules();
        for (action, who) in &self.said {
            rules.set(*action, *who);
        }
        rules
    }

    fn add_to(&self, app: &mut Blueprint) {
        let id = app.add_entity(&self.name);
        let mut narrow = None;
        let mut sort = None;
        for field in self.all_fields() {
            let name = field.name.clone();
            let field = app.add_field(id, field);
            if self.narrow.as_deref() == Some(name.as_str()) {
                narrow = Some(field);
            }
            if let Some((by, descending)) = &self.sort_by
                && *by == name
            {
                sort = Some(if *descending { Order::Descending(field) } else { Order::Ascending(field) });
            }
        }
        let rules = self.rules();
        let entity = app.entity_mut(id);
        entity.narrow = narrow;
        entity.order = sort.or(self.order).unwrap_or(Order::NewestFirst);
        entity.search = self.search;
        entity.export = self.export;
        entity.rules = rules;
    }
}
