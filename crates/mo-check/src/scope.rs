//! Names in scope. Scopes are shared, so that a function's body can be checked later in the scope it was written in.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use mo_types::{ConId, Ty, TyKind};
use source::Span;

/// A scope and those around it.
#[derive(Clone)]
pub(crate) struct Scope(Rc<Data>);

struct Data {
    parent: Option<Scope>,
    values: RefCell<BTreeMap<String, Rc<Value>>>,
    types: RefCell<BTreeMap<String, ConId>>,
    /// The modules among the values, as long as that cannot change.
    modules: RefCell<Option<Modules>>,
    /// The body of a function or an asynchronous block begins here.
    is_boundary: bool,
}

/// A name for a value.
pub(crate) struct Value {
    /// Missing until its declaration was checked.
    pub(crate) ty: RefCell<Option<Ty>>,
    pub(crate) var: bool,
    pub(crate) span: Span,
    pub(crate) used: Cell<bool>,
}

/// The modules of a scope.
#[derive(Default)]
struct Modules {
    all: Vec<(String, Rc<Value>, Ty)>,
    /// Those with a field, or with modules in them, by the fields that were asked for.
    with: HashMap<String, Vec<usize>>,
}

impl Modules {
    fn with(&mut self, field: &str) -> Vec<(String, Rc<Value>, Ty)> {
        if self.all.is_empty() {
            return Vec::new();
        }
        if !self.with.contains_key(field) {
            let has = |ty: &Ty| match &**ty {
                TyKind::Object(object) => object.field(field).is_some() || ty.has_modules(),
                _ => false,
            };
            let places = (0..self.all.len()).filter(|at| has(&self.all[*at].2)).collect();
            self.with.insert(field.to_owned(), places);
        }
        self.with[field].iter().map(|at| self.all[*at].clone()).collect()
    }
}

impl Value {
    pub(crate) fn new(ty: Option<Ty>, var: bool, span: Span) -> Value {
        Value { ty: RefCell::new(ty), var, span, used: Cell::new(false) }
    }
}

impl Scope {
    pub(crate) fn root() -> Scope {
        Scope::with_parent(None, false)
    }

    fn with_parent(parent: Option<Scope>, is_boundary: bool) -> Scope {
        Scope(Rc::new(Data {
            parent,
            values: RefCell::default(),
            types: RefCell::default(),
            modules: RefCell::default(),
            is_boundary,
        }))
    }

    /// Returns a new scope inside this one.
    pub(crate) fn inner(&self) -> Scope {
        Scope::with_parent(Some(self.clone()), false)
    }

    /// Returns a new scope inside this one for a body that runs at its own time.
    pub(crate) fn boundary(&self) -> Scope {
        Scope::with_parent(Some(self.clone()), true)
    }

    /// Returns the value with a name, and whether it belongs to another body than the one here. Parameters do.
    pub(crate) fn value_across_boundary(&self, name: &str) -> Option<(Rc<Value>, bool)> {
        let mut crossed = false;
        for scope in self.up() {
            crossed |= scope.0.is_boundary;
            if let Some(value) = scope.own(name) {
                return Some((value, crossed));
            }
        }
        None
    }

    /// Adds a value; returns the one of this very scope that had the name before.
    pub(crate) fn add(&self, name: &str, value: Value) -> Option<Rc<Value>> {
        self.0.modules.take();
        self.0.values.borrow_mut().insert(name.to_owned(), Rc::new(value))
    }

    /// Gives a value of this very scope its type; returns whether there is one with the name.
    pub(crate) fn give(&self, name: &str, ty: &Ty) -> bool {
        let value = self.own(name);
        if let Some(value) = &value {
            self.0.modules.take();
            *value.ty.borrow_mut() = Some(ty.clone());
        }
        value.is_some()
    }

    pub(crate) fn add_type(&self, name: &str, con: ConId) -> Option<ConId> {
        self.0.types.borrow_mut().insert(name.to_owned(), con)
    }

    /// Returns the value with a name in this very scope.
    pub(crate) fn own(&self, name: &str) -> Option<Rc<Value>> {
        self.0.values.borrow().get(name).cloned()
    }

    pub(crate) fn own_values(&self) -> Vec<(String, Rc<Value>)> {
        self.0.values.borrow().iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    pub(crate) fn value(&self, name: &str) -> Option<Rc<Value>> {
        self.up().find_map(|scope| scope.own(name))
    }

    /// Returns all values with a name, also those that others hide, innermost first.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = Rc<Value>> {
        self.up().filter_map(move |scope| scope.own(name))
    }

    pub(crate) fn ty(&self, name: &str) -> Option<ConId> {
        self.up().find_map(|scope| scope.0.types.borrow().get(name).copied())
    }

    /// Returns the visible values, innermost first; shadowed ones are left out.
    pub(crate) fn visible(&self) -> Vec<(String, Rc<Value>)> {
        let mut seen = std::collections::BTreeSet::new();
        let mut found = Vec::new();
        for scope in self.up() {
            for (name, value) in scope.own_values() {
                if seen.insert(name.clone()) {
                    found.push((name, value));
                }
            }
        }
        found
    }

    /// Returns the visible modules with a field, or with modules in them, innermost first, each with its name and type.
    pub(crate) fn modules_with(&self, field: &str) -> Vec<(String, Rc<Value>, Ty)> {
        let mut found = Vec::new();
        for scope in self.up() {
            let visible = |(name, value, _): &(String, Rc<Value>, Ty)| {
                self.value(name).is_some_and(|visible| Rc::ptr_eq(&visible, value))
            };
            found.extend(scope.own_modules_with(field).into_iter().filter(visible));
        }
        found
    }

    /// The same for this very scope. What was found is kept once every name has its type.
    fn own_modules_with(&self, field: &str) -> Vec<(String, Rc<Value>, Ty)> {
        let mut kept = self.0.modules.borrow_mut();
        if let Some(modules) = kept.as_mut() {
            return modules.with(field);
        }
        let mut modules = Modules::default();
        let mut all_known = true;
        for (name, value) in self.0.values.borrow().iter() {
            match &*value.ty.borrow() {
                Some(ty) if ty.is_module() => modules.all.push((name.clone(), value.clone(), ty.clone())),
                Some(_) => {}
                None => all_known = false,
            }
        }
        let found = modules.with(field);
        *kept = all_known.then_some(modules);
        found
    }

    pub(crate) fn visible_types(&self) -> Vec<String> {
        self.up().flat_map(|scope| scope.0.types.borrow().keys().cloned().collect::<Vec<_>>()).collect()
    }

    fn up(&self) -> impl Iterator<Item = &Scope> {
        std::iter::successors(Some(self), |scope| scope.0.parent.as_ref())
    }
}
