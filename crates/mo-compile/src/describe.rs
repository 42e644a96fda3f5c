//! What an actor says about itself: its Candid interface, and the custom sections that carry it.

use std::collections::BTreeSet;

use candid::TypeEnv;
use candid::types::{Field, FuncMode, Function, Label, Type, TypeInner};
use mo_check::Checked;
use mo_types::{Prim, Sharing, Ty, TyKind, Types};

/// Returns the Candid interface of the program's actor, if it is one.
pub fn candid(checked: &Checked) -> Option<String> {
    let actor = checked.main().actor.as_ref()?;
    let mut writer = Writer { types: &checked.types, env: TypeEnv::new(), open: BTreeSet::new() };
    let mut methods: Vec<(String, Type)> = actor
        .methods
        .iter()
        .filter_map(|method| match &*writer.types.expand(&method.ty) {
            TyKind::Func(func) => Some((unescaped(&method.name), writer.func(func))),
            _ => None,
        })
        .collect();
    methods.sort();
    let service: Type = TypeInner::Service(methods).into();
    let service = match &actor.parameters {
        Some(parameters) => {
            let arguments = match parameters.as_slice() {
                [only] => writer.list(only),
                several => several.iter().map(|ty| writer.ty(ty)).collect(),
            };
            TypeInner::Class(arguments, service).into()
        }
        None => service,
    };
    Some(candid::pretty::candid::compile(&writer.env, &Some(service)))
}

/// Returns the stable signature of the program's actor, if it is one.
pub fn stable_types(checked: &Checked) -> Option<String> {
    checked.main().actor.as_ref().map(|actor| actor.stable_signature(&checked.types))
}

/// Returns what outsiders read: that memory may be kept over upgrades, what is kept, and the interface.
pub(crate) fn sections(checked: &Checked) -> Vec<(&'static str, Vec<u8>)> {
    let mut sections = vec![("icp:public enhanced-orthogonal-persistence", Vec::new())];
    if let Some(actor) = &checked.main().actor {
        sections
            .push(("icp:public motoko:stable-types", actor.stable_signature(&checked.types).into_bytes()));
    }
    if let Some(interface) = candid(checked) {
        sections.push(("icp:public candid:service", interface.into_bytes()));
    }
    sections
}

/// Appends a custom section to a module.
pub(crate) fn append_section(wasm: &mut Vec<u8>, name: &str, content: &[u8]) {
    let mut body = Vec::new();
    leb128(&mut body, name.len());
    body.extend(name.as_bytes());
    body.extend(content);
    wasm.push(0);
    leb128(wasm, body.len());
    wasm.extend(body);
}

fn leb128(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

struct Writer<'a> {
    types: &'a Types,
    env: TypeEnv,
    /// Names whose definition is being written.
    open: BTreeSet<String>,
}

impl Writer<'_> {
    fn func(&mut self, func: &mo_types::Func) -> Type {
        let args = match func.args.as_slice() {
            [only] => self.list(&only.ty),
            several => several.iter().map(|arg| self.ty(&arg.ty)).collect(),
        };
        let (rets, oneway) = match &*self.types.expand(&func.result) {
            TyKind::Async { result, .. } => (self.list(result), false),
            _ => (Vec::new(), true),
        };
        let modes = match func.sharing {
            Sharing::Query => vec![FuncMode::Query],
            Sharing::Composite => vec![FuncMode::CompositeQuery],
            _ if oneway => vec![FuncMode::Oneway],
            _ => Vec::new(),
        };
        TypeInner::Func(Function { modes, args, rets }).into()
    }

    /// A tuple stands for several arguments or results.
    fn list(&mut self, ty: &Ty) -> Vec<Type> {
        match &*self.types.expand(ty) {
            TyKind::Tuple(parts) => parts.iter().map(|part| self.ty(part)).collect(),
            _ => vec![self.ty(ty)],
        }
    }

    fn ty(&mut self, ty: &Ty) -> Type {
        if let TyKind::Con(con, arguments) = &**ty
            && !self.types.is_abstract(*con)
        {
            let name = self.name(&self.types.name(*con), ty, !arguments.is_empty());
            if let Some(name) = name {
                return name;
            }
        }
        self.structure(ty)
    }

    /// Gives records, variants and the like their name from the source; scalars are plainer without.
    fn name(&mut self, name: &str, ty: &Ty, generic: bool) -> Option<Type> {
        let expanded = self.types.expand(ty);
        let worth = matches!(
            &*expanded,
            TyKind::Object(_) | TyKind::Variant(_) | TyKind::Tuple(_) | TyKind::Option(_) | TyKind::Func(_)
        );
        if !worth {
            return None;
        }
        // An instance of a generic type is named by its arguments as well.
        let name = if generic { format!("{name}_{:x}", hash(&self.types.show(ty))) } else { name.to_owned() };
        let var = || Type::from(TypeInner::Var(name.clone()));
        if self.open.contains(&name) {
            return Some(var());
        }
        let known = self.env.0.contains_key(&name);
        self.open.insert(name.clone());
        let body = self.structure(&expanded);
        self.open.remove(&name);
        if known && self.env.0.get(&name) != Some(&body) {
            // Two modules use one name for two types.
            return Some(body);
        }
        self.env.0.insert(name.clone(), body);
        Some(var())
    }

    fn structure(&mut self, ty: &Ty) -> Type {
        let inner = match &*self.types.expand(ty) {
            TyKind::Prim(prim) => prim_type(*prim),
            TyKind::Any => TypeInner::Reserved,
            TyKind::None => TypeInner::Empty,
            TyKind::Option(inner) => TypeInner::Opt(self.ty(inner)),
            TyKind::Array(inner) | TyKind::VarArray(inner) => TypeInner::Vec(self.ty(inner)),
            TyKind::Tuple(parts) if parts.is_empty() => TypeInner::Record(Vec::new()),
            TyKind::Tuple(parts) => {
                let parts: Vec<Type> = parts.iter().map(|part| self.ty(part)).collect();
                let field = |(at, ty)| Field { id: Label::Unnamed(at).into(), ty };
                TypeInner::Record((0u32..).zip(parts).map(field).collect())
            }
            TyKind::Object(object) if object.sort == mo_types::Sort::Actor => {
                let methods = object.fields.iter().map(|field| (unescaped(&field.name), self.ty(&field.ty)));
                let mut methods: Vec<(String, Type)> = methods.collect();
                methods.sort();
                TypeInner::Service(methods)
            }
            TyKind::Object(object) => TypeInner::Record(self.fields(&object.fields, false)),
            TyKind::Variant(cases) => TypeInner::Variant(self.fields(cases, true)),
            TyKind::Func(func) => return self.func(func),
            _ => TypeInner::Reserved,
        };
        inner.into()
    }

    fn fields(&mut self, fields: &[mo_types::Field], cases: bool) -> Vec<Field> {
        let mut out: Vec<Field> = fields
            .iter()
            .map(|field| {
                // A case without payload is written without one.
                let ty = if cases && self.types.expand(&field.ty).is_unit() {
                    TypeInner::Null.into()
                } else {
                    self.ty(&field.ty)
                };
                Field { id: label(&field.name).into(), ty }
            })
            .collect();
        out.sort_by_key(|field| field.id.get_id());
        out
    }
}

/// A label as Candid has it: `_12_` is a number, `query_` is `query`.
fn label(name: &str) -> Label {
    let number = name.strip_prefix('_').and_then(|rest| rest.strip_suffix('_'));
    match number.and_then(|digits| digits.parse().ok()) {
        Some(number) => Label::Id(number),
        None => Label::Named(unescaped(name)),
    }
}

fn unescaped(name: &str) -> String {
    name.strip_suffix('_').unwrap_or(name).to_owned()
}

fn prim_type(prim: Prim) -> TypeInner {
    match prim {
        Prim::Null => TypeInner::Null,
        Prim::Bool => TypeInner::Bool,
        Prim::Nat => TypeInner::Nat,
        Prim::Int => TypeInner::Int,
        Prim::Nat8 => TypeInner::Nat8,
        Prim::Nat16 => TypeInner::Nat16,
        Prim::Nat32 | Prim::Char => TypeInner::Nat32,
        Prim::Nat64 => TypeInner::Nat64,
        Prim::Int8 => TypeInner::Int8,
        Prim::Int16 => TypeInner::Int16,
        Prim::Int32 => TypeInner::Int32,
        Prim::Int64 => TypeInner::Int64,
        Prim::Float => TypeInner::Float64,
        Prim::Float32 => TypeInner::Float32,
        Prim::Text => TypeInner::Text,
        Prim::Blob => TypeInner::Vec(TypeInner::Nat8.into()),
        Prim::Principal => TypeInner::Principal,
        Prim::Error | Prim::Region => TypeInner::Reserved,
    }
}

fn hash(text: &str) -> u32 {
    mo_ir::layout::label_hash(text)
}
