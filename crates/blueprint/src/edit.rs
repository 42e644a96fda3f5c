//! Changes to a blueprint that keep its promises: ids never return, names on the wire never change.

use crate::model::{Blueprint, Entity, Field, Kind, Order, Retired, Rules, Who};
use crate::names::{camel, free, plural, unused};

/// What a new field is, before it has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewField {
    pub name: String,
    pub kind: Kind,
    pub required: bool,
    pub default: Option<String>,
    pub options: Vec<String>,
}

impl NewField {
    /// Describes a field that need not be given.
    pub fn new(name: &str, kind: Kind) -> Self {
        NewField { name: name.to_owned(), kind, required: false, default: None, options: Vec::new() }
    }

    /// The same, but it must be given.
    pub fn required(mut self) -> Self {
        self.required = self.kind.can_be_required();
        self
    }

    /// The same, as a choice between these.
    pub fn options(mut self, options: &[&str]) -> Self {
        self.options = options.iter().map(|option| (*option).to_owned()).collect();
        self
    }
}

impl Blueprint {
    /// Makes an app that keeps nothing yet.
    pub fn new(name: &str) -> Self {
        Blueprint { format: 1, name: name.to_owned(), next_id: 1, entities: Vec::new() }
    }

    /// Adds a list of rows that everyone sees, and returns its id.
    pub fn add_entity(&mut self, name: &str) -> u32 {
        self.add_entity_with_plural(name, &plural(name))
    }

    /// Adds a list of rows whose plural is not the usual one, and returns its id.
    pub fn add_entity_with_plural(&mut self, name: &str, plural: &str) -> u32 {
        let code = unused(&camel(name), |code| self.entities.iter().any(|entity| entity.code == code));
        let codes = unused(&camel(plural), |codes| self.entities.iter().any(|entity| entity.codes == codes));
        let id = self.take_id();
        self.entities.push(Entity {
            id,
            name: name.to_owned(),
            plural: plural.to_owned(),
            code,
            codes,
            order: Order::NewestFirst,
            search: false,
            export: false,
            narrow: None,
            rules: Rules {
                list: Who::Everyone,
                add: Who::Everyone,
                change: Who::AuthorOrOwner,
                remove: Who::AuthorOrOwner,
            },
            fields: Vec::new(),
            retired: Vec::new(),
        });
        id
    }

    /// Adds a field to a list that has no rows yet, and returns its id.
    ///
    /// # Panics
    /// Panics if there is no such list.
    pub fn add_field(&mut self, entity: u32, new: NewField) -> u32 {
        let nullable = !new.required && !new.kind.is_text() && new.kind != Kind::YesNo;
        self.push_field(entity, new, nullable)
    }

    /// Adds a field to a list that may have rows: those have no value for it.
    ///
    /// # Panics
    /// Panics if there is no such list.
    pub fn add_field_later(&mut self, entity: u32, new: NewField) -> u32 {
        self.push_field(entity, new, true)
    }

    /// Removes a field; what the rows have in it goes away when this is released.
    ///
    /// # Panics
    /// Panics if there is no such list.
    pub fn remove_field(&mut self, entity: u32, field: u32) {
        let entity = self.entity_mut(entity);
        let Some(position) = entity.fields.iter().position(|candidate| candidate.id == field) else { return };
        let Field { code, kind, nullable, .. } = entity.fields.remove(position);
        entity.retired.push(Retired { code, kind, nullable });
        if matches!(entity.order, Order::Ascending(by) | Order::Descending(by) if by == field) {
            entity.order = Order::NewestFirst;
        }
        if entity.narrow == Some(field) {
            entity.narrow = None;
        }
    }

    /// Says whether a field must be given. Rows that lack it stay as they are.
    ///
    /// # Panics
    /// Panics if there is no such list.
    pub fn set_required(&mut self, entity: u32, field: u32, required: bool) {
        let entity = self.entity_mut(entity);
        let Some(field) = entity.fields.iter_mut().find(|candidate| candidate.id == field) else { return };
        field.required = required && field.kind.can_be_required();
        if !required && !field.kind.is_text() && field.kind != Kind::YesNo {
            field.nullable = true;
        }
    }

    /// Returns the list with this id, to change it.
    ///
    /// # Panics
    /// Panics if there is no such list.
    pub fn entity_mut(&mut self, id: u32) -> &mut Entity {
        self.entities
            .iter_mut()
            .find(|entity| entity.id == id)
            .expect("the caller took the id from this blueprint")
    }

    fn push_field(&mut self, entity: u32, new: NewField, nullable: bool) -> u32 {
        let id = self.take_id();
        let entity = self.entity_mut(entity);
        let NewField { name, kind, required, default, options } = new;
        let is_used = |code: &str| {
            entity.fields.iter().any(|field| field.code == code)
                || entity.retired.iter().any(|retired| retired.code == code)
        };
        let code = unused(&free(camel(&name), "Value"), is_used);
        entity.fields.push(Field { id, name, code, kind, required, nullable, default, options });
        id
    }

    fn take_id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }
}
