//! Calls of the library, found by the type that is wanted.

use super::library::{Arg, Member};
use super::types::Type;
use super::writer::Writer;

/// A type of the library that holds others.
pub(super) struct Collection {
    /// As programs name it.
    pub(super) name: &'static str,
    /// Keys and values, rather than elements.
    pub(super) keyed: bool,
    /// What makes one of an iterator takes an order.
    pub(super) ordered: bool,
    /// What shows the elements: an iterator, of the value `$`.
    pub(super) elements: &'static str,
}

pub(super) const COLLECTIONS: [Collection; 12] = [
    Collection { name: "Iter.Iter", keyed: false, ordered: false, elements: "Iter.take($, 20)" },
    Collection { name: "List.List", keyed: false, ordered: false, elements: "List.values($)" },
    Collection { name: "Map.Map", keyed: true, ordered: true, elements: "Map.entries($)" },
    Collection { name: "Set.Set", keyed: false, ordered: true, elements: "Set.values($)" },
    Collection { name: "Queue.Queue", keyed: false, ordered: false, elements: "Queue.values($)" },
    Collection { name: "Stack.Stack", keyed: false, ordered: false, elements: "Stack.values($)" },
    Collection {
        name: "PriorityQueue.PriorityQueue",
        keyed: false,
        ordered: true,
        elements: "[PriorityQueue.size($)].values()",
    },
    Collection { name: "PureList.List", keyed: false, ordered: false, elements: "PureList.values($)" },
    Collection { name: "PureMap.Map", keyed: true, ordered: true, elements: "PureMap.entries($)" },
    Collection { name: "PureSet.Set", keyed: false, ordered: true, elements: "PureSet.values($)" },
    Collection { name: "PureQueue.Queue", keyed: false, ordered: false, elements: "PureQueue.values($)" },
    Collection {
        name: "PureRealTimeQueue.Queue",
        keyed: false,
        ordered: false,
        elements: "PureRealTimeQueue.values($)",
    },
];

impl Type {
    /// Whether it holds a collection that needs an order of keys for which the library has none.
    fn lacks_order(&self) -> bool {
        match self {
            Type::Named(name, arguments) => {
                let ordered = COLLECTIONS.iter().any(|it| it.ordered && it.name == name);
                (ordered && !arguments[0].is_key()) || arguments.iter().any(Type::lacks_order)
            }
            Type::Option(inner) | Type::Array(inner) | Type::VarArray(inner) => inner.lacks_order(),
            Type::Tuple(parts) => parts.iter().any(Type::lacks_order),
            Type::Record(fields) => fields.iter().any(|field| field.ty.lacks_order()),
            Type::Variant(cases) => cases.iter().any(|(_, ty)| ty.lacks_order()),
            Type::Func(args, result) => args.iter().any(Type::lacks_order) || result.lacks_order(),
            Type::Prim(_) | Type::Parameter(_) => false,
        }
    }
}

/// Modules of numbers, in whose functions a large argument does no harm.
const NUMBERS: [&str; 11] =
    ["Nat", "Int", "Nat8", "Nat16", "Nat32", "Nat64", "Int8", "Int16", "Int32", "Int64", "Float"];

impl Writer<'_> {
    pub(super) fn collection(&mut self) -> Type {
        let Collection { name, keyed, .. } = self.chance.choose(&COLLECTIONS);
        let arguments = if *keyed { vec![self.key(), self.key()] } else { vec![self.key()] };
        Type::Named((*name).into(), arguments)
    }

    /// A call of a library function with such a result.
    pub(super) fn call(&mut self, ty: &Type, depth: usize) -> Option<String> {
        for _ in 0..12 {
            let library = self.library;
            let member = self.chance.choose(&library.members);
            let mut known = Vec::new();
            if !member.result.unify(ty, &mut known) || !self.wanted(member, ty) {
                continue;
            }
            return self.applied(member, known, depth);
        }
        // Few functions give a type of the library: look for them.
        let fits = |member: &&Member| member.result.unify(ty, &mut Vec::new());
        let fitting: Vec<&Member> = self.library.members.iter().filter(fits).collect();
        if fitting.is_empty() {
            return None;
        }
        let member = *self.chance.choose(&fitting);
        let mut known = Vec::new();
        member.result.unify(ty, &mut known);
        if self.wanted(member, ty) { self.applied(member, known, depth) } else { None }
    }

    /// Whether a member may be used here: it does not trap unless that is allowed, and has no effects that are not asked for.
    fn wanted(&mut self, member: &Member, ty: &Type) -> bool {
        let traps = [
            "at",
            "get",
            "unwrap",
            "expect",
            "assertErr",
            "assertOk",
            "add",
            "sub",
            "mul",
            "pow",
            "neg",
            "abs",
            "div",
            "rem",
            "put",
            "first",
            "last",
            "trap",
            "fromText",
            "range",
            "insert",
        ];
        let narrows = |name: &str| {
            (name.starts_with("from") || name.starts_with("to"))
                && !name.contains("Wrap")
                && (ty.is_fixed() || ty.is("Nat") || ty.is("Char"))
        };
        let number = NUMBERS.contains(&member.module.as_str()) || member.module == "Char";
        let danger = if number {
            narrows(&member.name)
                || traps.contains(&member.name.as_str())
                || member.name.starts_with("explode")
        } else {
            ["at", "put", "unwrap", "expect", "insert", "get"].contains(&member.name.as_str())
        };
        let bare = matches!(member.result, Type::Parameter(_)) && self.chance.percent(60);
        (self.risky || !danger) && !bare
    }

    fn applied(&mut self, member: &Member, mut known: Vec<(String, Type)>, depth: usize) -> Option<String> {
        let missing = member.parameters.iter().filter(|name| !known.iter().any(|(own, _)| own == *name));
        for name in missing.cloned().collect::<Vec<_>>() {
            let ty = self.key();
            known.push((name, ty));
        }
        let ordered = |ty: &Type| ty.is_key() || matches!(ty, Type::Prim("Bool"));
        let implicit = member.args.iter().any(|arg| arg.implicit);
        if implicit && !known.iter().all(|(_, ty)| ordered(ty)) {
            return None;
        }
        let types = member.args.iter().map(|arg| &arg.ty).chain([&member.result]);
        if types.map(|ty| ty.with(&known)).any(|ty| ty.lacks_order()) {
            return None;
        }
        self.modules.insert(member.module.clone());
        known.iter().for_each(|(_, ty)| self.uses(ty));
        if member.value {
            return Some(format!("{}.{}", member.module, member.name));
        }
        // The orders of keys are found in their modules.
        for (_, ty) in known.iter().filter(|_| implicit) {
            if let Type::Prim(name) = ty {
                self.modules.insert((*name).into());
            }
        }
        let mut args = Vec::new();
        for arg in member.args.iter().filter(|arg| !arg.implicit) {
            args.push(self.argument(member, arg, &arg.ty.with(&known), depth));
        }
        let dotted = member.args.first().is_some_and(|arg| arg.name == "self")
            && !["Option", "PureList", "Result", "Order"].contains(&member.module.as_str())
            && self.chance.percent(50);
        let explicit = !known.is_empty() && (!dotted || self.chance.percent(20));
        let instance = if explicit && known.len() == member.parameters.len() {
            let of = |name: &String| known.iter().find(|(own, _)| own == name).map(|(_, ty)| ty.clone());
            let types: Vec<Type> = member.parameters.iter().filter_map(of).collect();
            format!("<{}>", types.iter().map(|ty| self.spelled_argument(ty)).collect::<Vec<_>>().join(", "))
        } else {
            String::new()
        };
        if dotted {
            let receiver = args.remove(0);
            return Some(format!("({receiver}).{}{instance}({})", member.name, args.join(", ")));
        }
        Some(format!("{}.{}{instance}({})", member.module, member.name, args.join(", ")))
    }

    fn argument(&mut self, member: &Member, arg: &Arg, ty: &Type, depth: usize) -> String {
        let receiver = arg.name == "self" || member.args.len() == 1;
        match ty {
            Type::Func(args, result) => self.lambda(args, result, depth.min(1), true),
            Type::Prim(name) if *name != "Text" => {
                let number = NUMBERS.contains(&member.module.as_str());
                let small = !number
                    || member.name.contains("pow")
                    || member.name.contains("Shift")
                    || member.name.contains("bit");
                let integer = NUMBERS.contains(name) && *name != "Float";
                if integer && small && !receiver {
                    return format!("{}", self.chance.below(5));
                }
                self.expression(ty, depth, false)
            }
            _ => self.expression(ty, depth, false),
        }
    }

    /// A value of a library type from its elements.
    pub(super) fn made(&mut self, name: &str, arguments: &[Type], depth: usize, checked: bool) -> String {
        let module = name.split_once('.').map_or(name, |(module, _)| module).to_owned();
        match name {
            "Order.Order" => {
                let text = self.chance.pick(&["#less", "#equal", "#greater"]).to_owned();
                self.uses(&Type::Named(name.into(), vec![]));
                return if checked { text } else { format!("({text} : Order.Order)") };
            }
            "Result.Result" => {
                let at = self.chance.below(2);
                let text = self.tagged(["ok", "err"][at], &arguments[at], depth);
                let spelled = self.spelled(&Type::Named(name.into(), arguments.to_vec()));
                return format!("({text} : {spelled})");
            }
            _ => {}
        }
        self.modules.insert(module.clone());
        let Some(collection) = COLLECTIONS.iter().find(|it| it.name == name) else { return "()".into() };
        let element = if collection.keyed { Type::Tuple(arguments.to_vec()) } else { arguments[0].clone() };
        let count = self.chance.below(5);
        let parts: Vec<String> = (0..count).map(|_| self.expression(&element, depth.min(1), false)).collect();
        let spelled = self.spelled(&Type::array(element));
        let iterator = format!("([{}] : {spelled}).values()", parts.join(", "));
        if name == "Iter.Iter" {
            return iterator;
        }
        let instance: Vec<String> = arguments.iter().map(|ty| self.spelled_argument(ty)).collect();
        let mut compare = String::new();
        if let (true, Type::Prim(key)) = (collection.ordered, &arguments[0]) {
            self.modules.insert((*key).into());
            if self.chance.percent(50) {
                compare = format!(", {key}.compare");
            }
        }
        format!("{module}.fromIter<{}>({iterator}{compare})", instance.join(", "))
    }

    pub(super) fn shown_collection(&mut self, name: &str, text: &str) -> String {
        self.modules.insert("Iter".into());
        let module = name.split_once('.').map_or(name, |(module, _)| module);
        self.modules.insert(module.to_owned());
        let collection = COLLECTIONS.iter().find(|it| it.name == name);
        let elements = collection.map_or_else(|| text.to_owned(), |it| it.elements.replace('$', text));
        format!("debug_show (Iter.toArray({elements}))")
    }
}
