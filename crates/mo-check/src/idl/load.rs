//! Imports of actors elsewhere: finds their interfaces.

use source::Span;

use crate::errors::imports;
use crate::program::{Loader, Target, join};
use crate::{ActorId, Import, ImportedActor};

/// What an import names.
pub(crate) struct Wanted {
    /// What the interface file may be called, without folder and ending.
    names: Vec<String>,
    /// The principal as text; none if only types are wanted.
    principal: Option<String>,
    /// A file of its own rather than one in the folders of interfaces.
    path: Option<String>,
}

impl Loader<'_> {
    /// Returns what an import of an actor or interface names, if it is one.
    pub(crate) fn interface(&self, importer: &str, url: &str) -> Option<Target> {
        if let Some(principal) = url.strip_prefix("ic:") {
            return Some(actor(vec![principal.to_owned()], principal));
        }
        if let Some(alias) = url.strip_prefix("canister:") {
            return Some(match self.options.actor_aliases.get(alias) {
                Some(principal) => actor(vec![alias.to_owned(), principal.clone()], principal),
                None => {
                    let known: Vec<String> = self.options.actor_aliases.keys().cloned().collect();
                    let alias = alias.to_owned();
                    Target::Error(Box::new(move |span| imports::unknown_alias(span, &alias, &known)))
                }
            });
        }
        let path = url.strip_prefix("idl:")?;
        let base = importer.rsplit_once('/').map_or("", |(dir, _)| dir);
        let path = Some(join(base, path));
        Some(Target::Interface(Wanted { names: Vec::new(), principal: None, path }))
    }

    /// Reads an interface and makes its types.
    pub(crate) fn import_interface(&mut self, span: Span, wanted: &Wanted) -> Import {
        let places: Vec<String> = match &wanted.path {
            Some(path) => vec![path.clone()],
            None => {
                let folders = self.options.actor_idl.iter();
                folders
                    .flat_map(|folder| wanted.names.iter().map(move |name| format!("{folder}/{name}.did")))
                    .collect()
            }
        };
        let Some((path, text)) =
            places.into_iter().find_map(|path| self.world.read(&path).ok().map(|text| (path, text)))
        else {
            let name = wanted.names.first().or(wanted.path.as_ref()).cloned().unwrap_or_default();
            self.diagnostics.push(imports::no_interface(
                span,
                name.trim_end_matches(".did"),
                &self.options.actor_idl,
            ));
            return Import::Unknown;
        };
        let types = &self.base.types;
        let found = super::parse(&text).map_err(|fault| format!("line {}: {}", fault.line, fault.message));
        let ty = found.and_then(|interface| match wanted.principal {
            Some(_) => super::actor(&interface, types),
            None => super::module(&interface, types),
        });
        match ty {
            Ok(ty) => {
                let id = ActorId(u32::try_from(self.base.actors.len()).expect("few imports"));
                let principal = wanted.principal.clone().unwrap_or_default();
                self.base.actors.push(ImportedActor { ty, principal });
                if wanted.principal.is_some() { Import::Actor(id) } else { Import::Types(id) }
            }
            Err(reason) => {
                self.diagnostics.push(imports::wrong_interface(span, &path, &reason));
                Import::Unknown
            }
        }
    }
}

fn actor(names: Vec<String>, principal: &str) -> Target {
    if !looks_like_principal(principal) {
        let text = principal.to_owned();
        return Target::Error(Box::new(move |span| imports::not_a_principal(span, &text)));
    }
    Target::Interface(Wanted { names, principal: Some(principal.to_owned()), path: None })
}

/// Groups of five letters and digits 2 to 7, the last one perhaps shorter, at most 29 bytes and a checksum in all.
fn looks_like_principal(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let Some((last, before)) = groups.split_last() else { return false };
    let letters = |group: &&str| group.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'));
    text.len() <= 63
        && groups.iter().all(letters)
        && before.iter().all(|group| group.len() == 5)
        && (1..=5).contains(&last.len())
}
