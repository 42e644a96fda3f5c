//! A canister's memory read from outside, by the type section that lies in it (`docs/design/values.md`).
//!
//! Nothing here runs the canister's code, and nothing trusts it: addresses may point anywhere, objects may be in a circle.
//! What cannot be understood is an error or a cut, never a panic. Start at [`Heap::open`].

mod collection;
mod value;

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

use mo_ir::layout;
use mo_ir::section::decode;
use mo_ir::{Field, Prim, Type, TypeId, TypeTable};
use num_bigint::{BigInt, BigUint, Sign};
use replica_wasm::PageMap;

pub use collection::Collection;
pub use value::{Limits, Row, Value};

/// Why a memory cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeapError {
    #[error("the module was not made by Selfwright's compiler")]
    Foreign,
    #[error("the stored types cannot be read: {0}")]
    Types(mo_ir::section::DecodeError),
    #[error("address {0:#x} does not hold what its type says")]
    Damaged(u64),
    #[error("there is too much to look at")]
    TooMuch,
}

/// A typed view of the stored variables.
pub struct Heap<'a> {
    memory: &'a PageMap,
    types: TypeTable,
    root: Option<Slot>,
    /// Label hashes by shape: objects may have more fields than their type says. Read when first needed.
    shapes: OnceCell<BTreeMap<u32, Vec<u32>>>,
    /// Objects that may still be looked at.
    budget: Cell<u64>,
}

/// A value in memory, with its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub ty: TypeId,
    bits: u64,
}

/// A value without parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    Null,
    Bool(bool),
    Integer(BigInt),
    Float(f64),
    Char(char),
    Text(String),
    Blob(Vec<u8>),
    Principal(Vec<u8>),
    /// Functions and the like.
    Opaque(&'static str),
}

/// One layer of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Layer<'t> {
    Scalar(Scalar),
    /// A present option.
    Some(Slot),
    Record(Vec<(&'t str, Slot)>),
    Tuple(Vec<Slot>),
    Variant(&'t str, Slot),
    Rows(Collection),
}

const OBJECTS_MAX: u64 = 200_000_000;
const BYTES_MAX: u32 = 64 << 20;
const SHAPES_MAX: u32 = 100_000;

impl<'a> Heap<'a> {
    /// Opens a memory; there are no variables where no actor has been installed yet.
    pub fn open(memory: &'a PageMap) -> Result<Heap<'a>, HeapError> {
        let mut heap = Heap {
            memory,
            types: TypeTable::default(),
            root: None,
            shapes: OnceCell::new(),
            budget: Cell::new(OBJECTS_MAX),
        };
        if heap.word64(u64::from(layout::AT_MAGIC)) != layout::MAGIC {
            return Err(HeapError::Foreign);
        }
        let section = heap.word64(u64::from(layout::AT_TYPES));
        if section == layout::NULL || section == 0 {
            return Ok(heap);
        }
        let section = heap.bytes(section, layout::TAG_BLOB)?;
        let decoded = decode(&section).map_err(HeapError::Types)?;
        heap.types = decoded.types;
        let bits = heap.word64(u64::from(layout::AT_STABLE));
        heap.root = decoded.stable.filter(|_| bits != layout::NULL && bits != 0).map(|ty| Slot { ty, bits });
        Ok(heap)
    }

    pub fn types(&self) -> &TypeTable {
        &self.types
    }

    /// The stored variables by name.
    pub fn variables(&self) -> Result<Vec<(&str, Slot)>, HeapError> {
        let Some(root) = self.root else { return Ok(Vec::new()) };
        let Type::Object(fields) = self.types.get(root.ty) else { return Err(HeapError::Damaged(root.bits)) };
        let mut variables = self.fields(root, fields)?;
        variables.sort_by_key(|(name, _)| *name);
        Ok(variables)
    }

    /// Returns the outermost layer of a value.
    pub fn layer(&self, slot: Slot) -> Result<Layer<'_>, HeapError> {
        self.spend()?;
        if let Some(collection) = self.collection(slot)? {
            return Ok(Layer::Rows(collection));
        }
        Ok(match self.types.get(slot.ty) {
            Type::Prim(prim) => Layer::Scalar(self.scalar(*prim, slot.bits)?),
            Type::Option(_) | Type::Array(_) | Type::VarArray(_) if slot.bits == layout::NULL => {
                Layer::Scalar(Scalar::Null)
            }
            Type::Option(element) => Layer::Some(self.unwrapped(*element, slot.bits)),
            Type::Array(_) | Type::VarArray(_) => unreachable!("arrays are collections"),
            Type::Weak(_) => Layer::Scalar(Scalar::Opaque("a weak reference")),
            Type::Tuple(parts) if parts.is_empty() => Layer::Tuple(Vec::new()),
            Type::Tuple(parts) => {
                let (at, count, _) = self.object(slot.bits, layout::TAG_TUPLE)?;
                if (count as usize) < parts.len() {
                    return Err(HeapError::Damaged(at));
                }
                Layer::Tuple(parts.iter().enumerate().map(|(i, ty)| self.slot(*ty, at, i as u64)).collect())
            }
            Type::Object(fields) => Layer::Record(self.fields(slot, fields)?),
            Type::Variant(cases) => self.variant(slot, cases)?,
            Type::Shared { .. } => Layer::Scalar(Scalar::Opaque("a shared function")),
            Type::Actor(_) => Layer::Scalar(Scalar::Principal(self.bytes(slot.bits, layout::TAG_BLOB)?)),
        })
    }

    fn unwrapped(&self, element: TypeId, bits: u64) -> Slot {
        match self.tagged(bits) {
            Some((at, layout::TAG_SOME)) => self.slot(element, at, 0),
            _ => Slot { ty: element, bits },
        }
    }

    fn variant(&self, slot: Slot, cases: &[Field]) -> Result<Layer<'_>, HeapError> {
        let (hash, bits) = if slot.bits as u32 == layout::CASE as u32 {
            ((slot.bits >> 32) as u32, layout::small(0))
        } else {
            let (at, _, hash) = self.object(slot.bits, layout::TAG_VARIANT)?;
            (hash, self.word64(at + 8))
        };
        let Type::Variant(known) = self.types.get(slot.ty) else { unreachable!("the caller looked") };
        let at = cases.iter().position(|case| layout::label_hash(&case.label) == hash);
        let case = at.map(|at| &known[at]).ok_or(HeapError::Damaged(slot.bits))?;
        Ok(Layer::Variant(&case.label, Slot { ty: case.ty, bits }))
    }

    /// Finds the fields that the type names in an object that may have more.
    fn fields(&self, slot: Slot, fields: &[Field]) -> Result<Vec<(&str, Slot)>, HeapError> {
        let (at, count, shape) = self.object(slot.bits, layout::TAG_OBJECT)?;
        let hashes: Vec<u32> = fields.iter().map(|field| layout::label_hash(&field.label)).collect();
        let Type::Object(known) = self.types.get(slot.ty) else { unreachable!("the caller looked") };
        let as_typed = shape == layout::shape_hash(&hashes) && count as usize == fields.len();
        let place = |index: usize| -> Option<usize> {
            if as_typed {
                return Some(index);
            }
            self.shapes().get(&shape)?.iter().position(|hash| *hash == hashes[index])
        };
        let mut found = Vec::with_capacity(fields.len());
        for (index, field) in known.iter().enumerate() {
            let place = place(index).filter(|place| *place < count as usize).ok_or(HeapError::Damaged(at))?;
            found.push((field.label.as_str(), self.slot(field.ty, at, place as u64)));
        }
        Ok(found)
    }

    fn shapes(&self) -> &BTreeMap<u32, Vec<u32>> {
        self.shapes.get_or_init(|| {
            let bits = self.word64(u64::from(layout::AT_SHAPES));
            let Ok((at, _, length)) = self.object(bits, layout::TAG_ARRAY) else { return BTreeMap::new() };
            let entries = (0..length.min(SHAPES_MAX)).filter_map(|index| {
                let bytes = self.bytes(self.word64(at + 8 + 8 * u64::from(index)), layout::TAG_BLOB).ok()?;
                let hashes: Vec<u32> =
                    bytes.as_chunks::<4>().0.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect();
                Some((layout::shape_hash(&hashes), hashes))
            });
            entries.collect()
        })
    }

    fn scalar(&self, prim: Prim, bits: u64) -> Result<Scalar, HeapError> {
        let small = (bits & 1 == 0).then_some(bits.cast_signed() >> 1);
        let need = || small.ok_or(HeapError::Damaged(bits));
        Ok(match prim {
            Prim::Null => Scalar::Null,
            Prim::Bool => Scalar::Bool(need()? != 0),
            Prim::Nat | Prim::Int => Scalar::Integer(match small {
                Some(small) => small.into(),
                None => self.bignum(bits)?,
            }),
            Prim::Nat64 | Prim::Int64 => {
                let raw = match small {
                    Some(small) => small.cast_unsigned(),
                    None => self.word64(self.object(bits, layout::TAG_BITS64)?.0 + 8),
                };
                let signed = prim == Prim::Int64;
                Scalar::Integer(if signed { raw.cast_signed().into() } else { raw.into() })
            }
            Prim::Nat8 | Prim::Nat16 | Prim::Nat32 => Scalar::Integer((need()? as u32).into()),
            Prim::Int8 | Prim::Int16 | Prim::Int32 => Scalar::Integer(need()?.into()),
            Prim::Char => {
                let code = u32::try_from(need()?).ok().and_then(char::from_u32);
                Scalar::Char(code.ok_or(HeapError::Damaged(bits))?)
            }
            Prim::Float | Prim::Float32 => {
                let (at, _, _) = self.object(bits, layout::TAG_FLOAT)?;
                Scalar::Float(f64::from_bits(self.word64(at + 8)))
            }
            Prim::Text => {
                let bytes = self.bytes(bits, layout::TAG_TEXT)?;
                Scalar::Text(String::from_utf8(bytes).map_err(|_| HeapError::Damaged(bits))?)
            }
            Prim::Blob => Scalar::Blob(self.bytes(bits, layout::TAG_BLOB)?),
            Prim::Principal => Scalar::Principal(self.bytes(bits, layout::TAG_BLOB)?),
            Prim::Any => Scalar::Opaque("anything"),
            Prim::None => Scalar::Opaque("nothing"),
            Prim::Error => Scalar::Opaque("an error"),
            Prim::LocalFunction => Scalar::Opaque("a function"),
            Prim::Region => Scalar::Opaque("a region of stable memory"),
        })
    }

    fn bignum(&self, bits: u64) -> Result<BigInt, HeapError> {
        let (at, sign, limbs) = self.object(bits, layout::TAG_BIGNUM)?;
        let bytes = self.copy(at + 8, limbs.checked_mul(4).ok_or(HeapError::Damaged(at))?)?;
        let limbs = bytes.as_chunks::<4>().0.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect();
        let sign = if sign == 1 { Sign::Minus } else { Sign::Plus };
        Ok(BigInt::from_biguint(sign, BigUint::new(limbs)))
    }

    fn bytes(&self, bits: u64, tag: u64) -> Result<Vec<u8>, HeapError> {
        let (at, _, length) = self.object(bits, tag)?;
        self.copy(at + 8, length)
    }

    fn copy(&self, at: u64, length: u32) -> Result<Vec<u8>, HeapError> {
        if length > BYTES_MAX || at + u64::from(length) > self.memory.bytes() {
            return Err(HeapError::Damaged(at));
        }
        let mut bytes = vec![0; length as usize];
        self.memory.read(at, &mut bytes);
        Ok(bytes)
    }

    /// The object behind a pointer, if it has this tag: address, count, aux.
    fn object(&self, bits: u64, tag: u64) -> Result<(u64, u32, u32), HeapError> {
        match self.tagged(bits) {
            Some((at, found)) if found == tag => {
                let header = self.word64(at);
                Ok((at, (header >> 8) as u32 & 0xff_ffff, (header >> 32) as u32))
            }
            _ => Err(HeapError::Damaged(bits)),
        }
    }

    /// The address behind a pointer and the tag found there.
    fn tagged(&self, bits: u64) -> Option<(u64, u64)> {
        let is_pointer = bits & 3 == 1 && bits >> 32 == 0;
        let at = bits.wrapping_sub(1);
        (is_pointer && at + 8 <= self.memory.bytes()).then(|| (at, self.word64(at) & 0xff))
    }

    fn slot(&self, ty: TypeId, object: u64, index: u64) -> Slot {
        Slot { ty, bits: self.word64(object + 8 + 8 * index) }
    }

    /// Outside the memory everything is zero, which no type but a number accepts.
    fn word64(&self, at: u64) -> u64 {
        let mut bytes = [0; 8];
        self.memory.read(at, &mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn spend(&self) -> Result<(), HeapError> {
        let left = self.budget.get().checked_sub(1).ok_or(HeapError::TooMuch)?;
        self.budget.set(left);
        Ok(())
    }
}
