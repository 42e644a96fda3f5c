//! Collections, recognised by the form that `mo:core` gives them.

use mo_ir::{Field, Type, TypeId, layout};

use super::{Heap, HeapError, Slot};

/// A value with rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collection {
    form: Form,
    pub key: Option<TypeId>,
    /// `None`: the rows are only keys.
    pub value: Option<TypeId>,
    bits: u64,
    ty: TypeId,
}

/// How the rows lie in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Array,
    Map,
    Set,
    List,
    PriorityQueue,
    Queue,
    Stack,
    PureList,
    PureMap,
    PureSet,
}

const TREE_DEPTH_MAX: usize = 64;

/// A row: its key, where the collection has keys, and its value.
type Visit<'v> = dyn FnMut(Option<Slot>, Option<Slot>) -> Result<(), HeapError> + 'v;

impl Heap<'_> {
    /// Tells whether values of a type have rows, and of which types.
    pub(super) fn collection(&self, slot: Slot) -> Result<Option<Collection>, HeapError> {
        Ok(self.form(slot.ty).map(|(form, key, value)| Collection {
            form,
            key,
            value,
            bits: slot.bits,
            ty: slot.ty,
        }))
    }

    /// Tells whether a type is one of collections.
    pub fn is_collection(&self, ty: TypeId) -> bool {
        self.form(ty).is_some()
    }

    fn form(&self, ty: TypeId) -> Option<(Form, Option<TypeId>, Option<TypeId>)> {
        match self.types.get(ty) {
            Type::Array(element) | Type::VarArray(element) => Some((Form::Array, None, Some(*element))),
            Type::Option(pair) => match self.types.get(*pair) {
                Type::Tuple(parts) if parts.len() == 2 && parts[1] == ty => {
                    Some((Form::PureList, None, Some(parts[0])))
                }
                _ => None,
            },
            Type::Object(fields) => self.object_form(fields),
            _ => None,
        }
    }

    fn object_form(&self, fields: &[Field]) -> Option<(Form, Option<TypeId>, Option<TypeId>)> {
        let names: Vec<&str> = {
            let mut names: Vec<&str> = fields.iter().map(|field| field.label.as_str()).collect();
            names.sort_unstable();
            names
        };
        let field = |name: &str| fields.iter().find(|field| field.label == name).map(|field| field.ty);
        match names.as_slice() {
            ["root", "size"] => {
                let node = self.object_fields(field("root")?)?;
                let part = |name: &str| self.optional_element(node.iter().find(|f| f.label == name)?.ty);
                part("children")?;
                Some((Form::Map, Some(part("keys")?), Some(part("values")?)))
            }
            ["elements"] => match self.form(field("elements")?)? {
                (Form::Map, key, _) => Some((Form::Set, key, None)),
                _ => None,
            },
            ["items", "size"] => Some((Form::List, None, Some(self.optional_element(field("items")?)?))),
            ["heap"] => match self.form(field("heap")?)? {
                (Form::List, _, value) => Some((Form::PriorityQueue, None, value)),
                _ => None,
            },
            ["count", "head", "ring"] => {
                Some((Form::Queue, None, Some(self.optional_element(field("ring")?)?)))
            }
            ["size", "top"] => match self.form(field("top")?)? {
                (Form::PureList, _, value) => Some((Form::Stack, None, value)),
                _ => None,
            },
            ["size", "tree"] => {
                let parts = self.tree_parts(field("tree")?)?;
                Some((Form::PureMap, Some(parts[2]), Some(parts[3])))
            }
            ["members"] => match self.form(field("members")?)? {
                (Form::PureMap, key, _) => Some((Form::PureSet, key, None)),
                _ => None,
            },
            _ => None,
        }
    }

    /// `{ #leaf; #node : (Nat, Tree, K, V, Tree) }`
    fn tree_parts(&self, tree: TypeId) -> Option<&[TypeId]> {
        let Type::Variant(cases) = self.types.get(tree) else { return None };
        let node = cases.iter().find(|case| case.label == "node")?;
        match self.types.get(node.ty) {
            Type::Tuple(parts) if parts.len() == 5 && parts[1] == tree && parts[4] == tree => Some(parts),
            _ => None,
        }
    }

    fn object_fields(&self, ty: TypeId) -> Option<&[Field]> {
        match self.types.get(ty) {
            Type::Object(fields) => Some(fields),
            _ => None,
        }
    }

    /// The `T` of `[var ?T]`.
    fn optional_element(&self, ty: TypeId) -> Option<TypeId> {
        let Type::VarArray(option) = self.types.get(ty) else { return None };
        match self.types.get(*option) {
            Type::Option(element) => Some(*element),
            _ => None,
        }
    }

    /// Calls `visit` with every row, in the order in which the collection gives them.
    pub fn for_each_row(&self, rows: &Collection, visit: &mut Visit<'_>) -> Result<(), HeapError> {
        let slot = Slot { ty: rows.ty, bits: rows.bits };
        match rows.form {
            Form::Array => {
                let (at, _, length) = self.object(rows.bits, layout::TAG_ARRAY)?;
                let element = rows.value.ok_or(HeapError::Damaged(at))?;
                for index in 0..length {
                    self.spend()?;
                    visit(None, Some(self.slot(element, at, u64::from(index))))?;
                }
                Ok(())
            }
            Form::Map => self.map_rows(slot, visit),
            Form::Set => self.map_rows(self.part(slot, "elements")?, &mut |key, _| visit(key, None)),
            Form::List => self.list_rows(slot, visit),
            Form::PriorityQueue => self.list_rows(self.part(slot, "heap")?, visit),
            Form::Queue => self.queue_rows(slot, visit),
            Form::Stack => self.pure_list_rows(self.part(slot, "top")?, visit),
            Form::PureList => self.pure_list_rows(slot, visit),
            Form::PureMap => self.tree_rows(self.part(slot, "tree")?, 0, visit),
            Form::PureSet => {
                let tree = self.part(self.part(slot, "members")?, "tree")?;
                self.tree_rows(tree, 0, &mut |key, _| visit(key, None))
            }
        }
    }

    /// Returns the number of rows, from the collection's own counter where it has one.
    pub fn row_count(&self, rows: &Collection) -> Result<u64, HeapError> {
        let slot = Slot { ty: rows.ty, bits: rows.bits };
        match rows.form {
            Form::Array => self.object(rows.bits, layout::TAG_ARRAY).map(|(_, _, length)| u64::from(length)),
            Form::Map | Form::List | Form::PureMap | Form::Stack => self.number(self.part(slot, "size")?),
            Form::Set => self.number(self.part(self.part(slot, "elements")?, "size")?),
            Form::PureSet => self.number(self.part(self.part(slot, "members")?, "size")?),
            Form::PriorityQueue => self.number(self.part(self.part(slot, "heap")?, "size")?),
            Form::Queue => self.number(self.part(slot, "count")?),
            Form::PureList => {
                let mut count = 0;
                self.for_each_row(rows, &mut |_, _| {
                    count += 1;
                    Ok(())
                })?;
                Ok(count)
            }
        }
    }

    fn map_rows(&self, map: Slot, visit: &mut Visit<'_>) -> Result<(), HeapError> {
        self.node_rows(self.part(map, "root")?, 0, visit)
    }

    /// Keys of a node stand between its children.
    fn node_rows(&self, node: Slot, depth: usize, visit: &mut Visit<'_>) -> Result<(), HeapError> {
        if depth > TREE_DEPTH_MAX {
            return Err(HeapError::Damaged(node.bits));
        }
        self.spend()?;
        let count = self.number(self.part(node, "count")?)?;
        let (keys, values) = (self.part(node, "keys")?, self.part(node, "values")?);
        let children = self.part(node, "children")?;
        for index in 0..=count {
            if let Some(child) = self.optional_at(children, index)? {
                self.node_rows(child, depth + 1, visit)?;
            }
            if index < count {
                self.spend()?;
                let key = self.optional_at(keys, index)?.ok_or(HeapError::Damaged(keys.bits))?;
                let value = self.optional_at(values, index)?.ok_or(HeapError::Damaged(values.bits))?;
                visit(Some(key), Some(value))?;
            }
        }
        Ok(())
    }

    fn list_rows(&self, list: Slot, visit: &mut Visit<'_>) -> Result<(), HeapError> {
        let size = self.number(self.part(list, "size")?)?;
        let items = self.part(list, "items")?;
        let (_, _, room) = self.object(items.bits, layout::TAG_ARRAY)?;
        if size > u64::from(room) {
            return Err(HeapError::Damaged(list.bits));
        }
        for place in 0..size {
            self.spend()?;
            let element = self.optional_at(items, place)?.ok_or(HeapError::Damaged(items.bits))?;
            visit(None, Some(element))?;
        }
        Ok(())
    }

    fn queue_rows(&self, queue: Slot, visit: &mut Visit<'_>) -> Result<(), HeapError> {
        let (head, count) =
            (self.number(self.part(queue, "head")?)?, self.number(self.part(queue, "count")?)?);
        let ring = self.part(queue, "ring")?;
        let (_, _, room) = self.object(ring.bits, layout::TAG_ARRAY)?;
        for index in 0..count.min(u64::from(room)) {
            self.spend()?;
            let place = (head + index) % u64::from(room).max(1);
            let element = self.optional_at(ring, place)?.ok_or(HeapError::Damaged(ring.bits))?;
            visit(None, Some(element))?;
        }
        Ok(())
    }

    fn pure_list_rows(&self, list: Slot, visit: &mut Visit<'_>) -> Result<(), HeapError> {
        let damaged = HeapError::Damaged(list.bits);
        let Type::Option(pair) = self.types.get(list.ty) else { return Err(damaged) };
        let Type::Tuple(parts) = self.types.get(*pair) else { return Err(damaged) };
        let mut next = list;
        while next.bits != layout::NULL {
            self.spend()?;
            let (at, _, _) = self.object(self.unwrapped(*pair, next.bits).bits, layout::TAG_TUPLE)?;
            visit(None, Some(self.slot(parts[0], at, 0)))?;
            next = self.slot(list.ty, at, 1);
        }
        Ok(())
    }

    fn tree_rows(&self, tree: Slot, depth: usize, visit: &mut Visit<'_>) -> Result<(), HeapError> {
        if depth > TREE_DEPTH_MAX {
            return Err(HeapError::Damaged(tree.bits));
        }
        self.spend()?;
        if tree.bits as u32 == layout::CASE as u32 {
            return Ok(());
        }
        let parts = self.tree_parts(tree.ty).ok_or(HeapError::Damaged(tree.bits))?;
        let (at, _, _) = self.object(tree.bits, layout::TAG_VARIANT)?;
        let (at, _, _) = self.object(self.word64(at + 8), layout::TAG_TUPLE)?;
        self.tree_rows(self.slot(tree.ty, at, 1), depth + 1, visit)?;
        visit(Some(self.slot(parts[2], at, 2)), Some(self.slot(parts[3], at, 3)))?;
        self.tree_rows(self.slot(tree.ty, at, 4), depth + 1, visit)
    }

    /// A field of a record by name.
    fn part(&self, record: Slot, name: &str) -> Result<Slot, HeapError> {
        let fields = self.object_fields(record.ty).ok_or(HeapError::Damaged(record.bits))?;
        let found = self.fields(record, fields)?.into_iter().find(|(label, _)| *label == name);
        found.map(|(_, slot)| slot).ok_or(HeapError::Damaged(record.bits))
    }

    /// An element of a `[var ?T]`.
    fn optional_at(&self, array: Slot, index: u64) -> Result<Option<Slot>, HeapError> {
        let element = self.optional_element(array.ty).ok_or(HeapError::Damaged(array.bits))?;
        let (at, _, length) = self.object(array.bits, layout::TAG_ARRAY)?;
        if index >= u64::from(length) {
            return Ok(None);
        }
        let bits = self.slot(element, at, index).bits;
        Ok((bits != layout::NULL).then(|| self.unwrapped(element, bits)))
    }

    fn number(&self, slot: Slot) -> Result<u64, HeapError> {
        u64::try_from(slot.bits.cast_signed() >> 1)
            .ok()
            .filter(|_| slot.bits & 1 == 0)
            .ok_or(HeapError::Damaged(slot.bits))
    }
}
