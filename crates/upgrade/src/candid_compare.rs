//! May clients of the old interface go on with the new one?

use candid::TypeEnv;
use candid::types::subtype::{Incompatibility, subtype_check_all};
use candid::types::{Type, TypeInner};
use candid_parser::utils::CandidSource;

use crate::Fact;

/// An interface, read.
#[derive(Clone, Debug, Default)]
pub struct Interface {
    pub env: TypeEnv,
    /// The service without its installation arguments.
    pub methods: Vec<(String, Type)>,
    pub init: Vec<Type>,
}

/// Why a text is no interface.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no Candid interface: {0}")]
pub struct InterfaceError(pub String);

impl Interface {
    /// Reads Candid text.
    pub fn parse(text: &str) -> Result<Interface, InterfaceError> {
        let wrong = |error: candid_parser::Error| InterfaceError(error.to_string());
        let (env, actor) = CandidSource::Text(text).load().map_err(wrong)?;
        let Some(actor) = actor else { return Ok(Interface { env, ..Interface::default() }) };
        let actor = env.trace_type(&actor).map_err(|error| InterfaceError(error.to_string()))?;
        let (init, service) = match actor.as_ref() {
            TypeInner::Class(init, service) => (init.clone(), service.clone()),
            _ => (Vec::new(), actor.clone()),
        };
        let methods = env.as_service(&service).map_err(|error| InterfaceError(error.to_string()))?.to_vec();
        Ok(Interface { methods, init, env })
    }

    /// Returns the function type of a method.
    pub fn method(&self, name: &str) -> Option<candid::types::Function> {
        let (_, ty) = self.methods.iter().find(|(known, _)| known == name)?;
        self.env.as_func(ty).ok().cloned()
    }
}

/// Says what changed for callers.
pub fn compare_interfaces(old: &Interface, new: &Interface) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (method, old_type) in &old.methods {
        let Some((_, new_type)) = new.methods.iter().find(|(name, _)| name == method) else {
            facts.push(Fact::MethodRemoved { method: method.clone() });
            continue;
        };
        let mut env = new.env.clone();
        let old_type = env.merge_type(old.env.clone(), old_type.clone());
        let found = subtype_check_all(&mut Default::default(), &env, new_type, &old_type);
        if !found.is_empty() {
            let message = found.iter().map(one).collect::<Vec<_>>().join("; ");
            facts.push(Fact::MethodChanged { method: method.clone(), message });
        }
    }
    for (method, _) in
        new.methods.iter().filter(|(name, _)| old.methods.iter().all(|(other, _)| other != name))
    {
        facts.push(Fact::MethodAdded { method: method.clone() });
    }
    facts
}

fn one(found: &Incompatibility) -> String {
    let path: Vec<&str> = found.path.iter().map(String::as_str).collect();
    if path.is_empty() { found.message.clone() } else { format!("{}: {}", path.join(", "), found.message) }
}
