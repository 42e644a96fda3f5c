//! Static data: what the start function lays into memory, and where.

use std::collections::BTreeMap;

use mo_ir::layout::{
    REMEMBERED, ROOTS, TAG_BIGNUM, TAG_BITS64, TAG_BLOB, TAG_CLOSURE, TAG_FLOAT, TAG_TEXT, header,
    label_hash, shape_hash,
};
use mo_ir::{FuncId, Literal, Module, Type, section};

use crate::CodegenError;
use crate::code::{Address, Message, Root};
use crate::link::Linked;

/// Everything that has an address before the program runs.
pub(crate) struct Statics {
    roots: BTreeMap<Root, u32>,
    messages: BTreeMap<Message, u32>,
    table: BTreeMap<FuncId, u32>,
    pub(crate) types: section::Encoded,
    pub(crate) root_count: u32,
    pub(crate) literal_count: u32,
    /// Where static data begins: the type section first.
    pub(crate) base: u32,
    pub(crate) data: Vec<u8>,
    pub(crate) shapes_at: u32,
    pub(crate) shape_count: u32,
    /// The objects of the literals, one behind the other.
    pub(crate) objects: Vec<u8>,
    /// For each literal the pointer to it, were the first at address 0.
    pub(crate) pointers: Vec<u8>,
}

/// Lays out what was found.
pub(crate) fn lay_out(module: &Module, linked: &Linked) -> Result<Statics, CodegenError> {
    let table: BTreeMap<FuncId, u32> = linked.table.iter().copied().zip(1..).collect();
    let roots: BTreeMap<Root, u32> = linked.roots.iter().copied().zip((ROOTS..).step_by(8)).collect();
    let root_count = roots.len() as u32;
    let mut image = Image::default();
    for root in roots.keys() {
        match root {
            Root::Literal(id) => image.add(&module.literals[id.0 as usize]),
            Root::Closure(id) => image.object(header(TAG_CLOSURE, 0, table[id]), &[]),
            Root::Global(_) => {}
        }
    }
    let base = ROOTS + root_count * 8;
    let types = section::encode(&module.types, module.stable, linked.types.iter().copied());
    let mut data = types.bytes();
    let shapes = shapes(module, linked)?;
    let shapes_at = base + data.len() as u32;
    for (shape, hashes) in &shapes {
        let words = [*shape, hashes.len() as u32].into_iter().chain(hashes.iter().copied());
        data.extend(words.flat_map(u32::to_le_bytes));
    }
    let mut messages = BTreeMap::new();
    for message in &linked.messages {
        messages.insert(*message, base + data.len() as u32);
        data.extend(message.text().as_bytes());
    }
    let bytes_max = (REMEMBERED - ROOTS) as usize;
    let bytes = data.len() + root_count as usize * 8;
    if bytes > bytes_max {
        return Err(CodegenError::StaticsTooLarge { bytes, bytes_max });
    }
    Ok(Statics {
        roots,
        messages,
        table,
        types,
        root_count,
        literal_count: (image.pointers.len() / 8) as u32,
        base,
        data,
        shapes_at,
        shape_count: shapes.len() as u32,
        objects: image.objects,
        pointers: image.pointers,
    })
}

impl Statics {
    pub(crate) fn address(&self, address: Address) -> u32 {
        match address {
            Address::Root(root) => self.roots[&root],
            Address::Type(id) => self.base + self.types.offsets[&id],
            Address::TypeSection => self.base,
            Address::Message(message) => self.messages[&message],
            Address::Table(id) => self.table[&id],
        }
    }
}

/// The shapes that code makes or expects, and those of the types that the runtime makes objects of, by hash.
pub(crate) fn shapes(module: &Module, linked: &Linked) -> Result<BTreeMap<u32, Vec<u32>>, CodegenError> {
    let used = linked.shapes.iter().map(|id| module.shapes[id.0 as usize].clone());
    let roots = linked.types.iter().copied();
    let described = section::encode(&module.types, module.stable, roots).offsets.into_keys();
    let described = described.filter_map(|id| match module.types.get(id) {
        Type::Object(fields) => Some(fields.iter().map(|field| field.label.clone()).collect()),
        _ => None,
    });
    let mut labels_of: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut shapes = BTreeMap::new();
    for labels in used.chain(described) {
        let hashes: Vec<u32> = labels.iter().map(|label| label_hash(label)).collect();
        if hashes.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(CodegenError::LabelCollision(labels));
        }
        let shape = shape_hash(&hashes);
        shapes.insert(shape, hashes);
        if let Some(other) = labels_of.insert(shape, labels.clone())
            && other != labels
        {
            return Err(CodegenError::ShapeCollision { one: other, other: labels });
        }
    }
    Ok(shapes)
}

/// Objects as they will lie in the heap.
#[derive(Default)]
struct Image {
    objects: Vec<u8>,
    pointers: Vec<u8>,
}

impl Image {
    fn add(&mut self, literal: &Literal) {
        match literal {
            Literal::Text(text) => {
                self.object(header(TAG_TEXT, 0, text.len() as u32), text.as_bytes());
            }
            Literal::Blob(bytes) => self.object(header(TAG_BLOB, 0, bytes.len() as u32), bytes),
            Literal::Big { negative, limbs } => {
                let bytes: Vec<u8> = limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect();
                self.object(header(TAG_BIGNUM, u32::from(*negative), limbs.len() as u32), &bytes);
            }
            Literal::Float(number) => {
                self.object(header(TAG_FLOAT, 1, 0), &number.to_bits().to_le_bytes());
            }
            Literal::Bits64(bits) => self.object(header(TAG_BITS64, 1, 0), &bits.to_le_bytes()),
        }
    }

    fn object(&mut self, header: u64, body: &[u8]) {
        self.pointers.extend((self.objects.len() as u64 + 1).to_le_bytes());
        self.objects.extend(header.to_le_bytes());
        self.objects.extend(body);
        self.objects.resize(self.objects.len().next_multiple_of(8), 0);
    }
}
