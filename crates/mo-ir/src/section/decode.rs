//! From words to a type table, for bytes that anybody may have written.

use std::collections::BTreeMap;

use super::kind;
use crate::layout::label_hash;
use crate::{Field, Mode, Prim, Type, TypeId, TypeTable};

/// How many bytes of labels a section may unfold to: labels are shared in it, but not in a [`TypeTable`].
const LABEL_BYTES_MAX: usize = 1 << 24;

/// Reads the types that can be reached from the stable object.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let mut decoder = Decoder::new(bytes)?;
    let stable = match decoder.word(1)? {
        0 => None,
        offset => Some(decoder.read(offset)?),
    };
    Ok(Decoded { types: decoder.types, stable })
}

/// What a type section says.
#[derive(Clone, Debug, Default)]
pub struct Decoded {
    pub types: TypeTable,
    /// The type of the stable object, if the module is an actor.
    pub stable: Option<TypeId>,
}

/// Why bytes are no type section. The number is a byte offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    #[error("its length is not what its first word says")]
    Length,
    #[error("it points outside itself, to {0}")]
    Outside(u32),
    #[error("there is no type of the kind at {0}")]
    Kind(u32),
    #[error("the label at {0} is not UTF-8, or not the one of its hash")]
    Label(u32),
    #[error("the fields at {0} are not in order")]
    Order(u32),
    #[error("it says more than its size allows")]
    TooMuch,
}

/// Reads types at chosen offsets of one section, each once.
pub struct Decoder {
    words: Vec<u32>,
    types: TypeTable,
    ids: BTreeMap<u32, TypeId>,
    /// Nodes of an honest section do not overlap, so together they have at most its words.
    words_left: usize,
    label_bytes_left: usize,
}

impl Decoder {
    /// Takes the bytes of a section.
    pub fn new(bytes: &[u8]) -> Result<Decoder, DecodeError> {
        let (chunks, rest) = bytes.as_chunks();
        let words: Vec<u32> = chunks.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect();
        if !rest.is_empty() || words.len() < 2 || words[0] as usize != words.len() {
            return Err(DecodeError::Length);
        }
        let words_left = words.len();
        Ok(Decoder {
            words,
            types: TypeTable::default(),
            ids: BTreeMap::new(),
            words_left,
            label_bytes_left: LABEL_BYTES_MAX,
        })
    }

    /// Returns the types read so far.
    pub fn types(&self) -> &TypeTable {
        &self.types
    }

    /// Reads the type at a byte offset and all it is made of.
    pub fn read(&mut self, offset: u32) -> Result<TypeId, DecodeError> {
        let mut waiting = Vec::new();
        let id = self.id(offset, &mut waiting);
        while let Some((offset, id)) = waiting.pop() {
            let ty = self.node(offset, &mut waiting)?;
            self.types.types[id.0 as usize] = ty;
        }
        Ok(id)
    }

    /// Returns the id of the type at an offset; one not met before is filled in later.
    fn id(&mut self, offset: u32, waiting: &mut Vec<(u32, TypeId)>) -> TypeId {
        let Decoder { ids, types, .. } = self;
        *ids.entry(offset).or_insert_with(|| {
            let id = types.add(Type::Prim(Prim::None));
            waiting.push((offset, id));
            id
        })
    }

    fn node(&mut self, offset: u32, waiting: &mut Vec<(u32, TypeId)>) -> Result<Type, DecodeError> {
        if !offset.is_multiple_of(4) {
            return Err(DecodeError::Outside(offset));
        }
        let mut node = Node { decoder: self, offset, at: offset / 4, waiting };
        let kind = node.next()?;
        Ok(match kind {
            kind::OPTION => Type::Option(node.ty()?),
            kind::ARRAY => Type::Array(node.ty()?),
            kind::VAR_ARRAY => Type::VarArray(node.ty()?),
            kind::WEAK => Type::Weak(node.ty()?),
            kind::TUPLE => Type::Tuple(node.types()?),
            kind::OBJECT => Type::Object(node.fields(true, |field| label_hash(&field.label))?),
            kind::VARIANT => Type::Variant(node.fields(false, |field| label_hash(&field.label))?),
            kind::ACTOR => Type::Actor(node.fields(false, |field| field.label.clone())?),
            kind::SHARED => Type::Shared { mode: node.mode()?, args: node.types()?, results: node.types()? },
            other => Type::Prim(Prim::from_kind(other).ok_or(DecodeError::Kind(offset))?),
        })
    }

    fn word(&self, index: u32) -> Result<u32, DecodeError> {
        self.words.get(index as usize).copied().ok_or(DecodeError::Outside(index.saturating_mul(4)))
    }

    fn label(&mut self, offset: u32) -> Result<String, DecodeError> {
        if !offset.is_multiple_of(4) {
            return Err(DecodeError::Outside(offset));
        }
        let length = self.word(offset / 4)? as usize;
        self.label_bytes_left = self.label_bytes_left.checked_sub(length).ok_or(DecodeError::TooMuch)?;
        let start = offset as usize / 4 + 1;
        let words = self.words.get(start..start + length.div_ceil(4)).ok_or(DecodeError::Outside(offset))?;
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        bytes.truncate(length);
        String::from_utf8(bytes).map_err(|_| DecodeError::Label(offset))
    }
}

/// One node while its words are read.
struct Node<'a> {
    decoder: &'a mut Decoder,
    offset: u32,
    at: u32,
    waiting: &'a mut Vec<(u32, TypeId)>,
}

impl Node<'_> {
    fn next(&mut self) -> Result<u32, DecodeError> {
        self.decoder.words_left = self.decoder.words_left.checked_sub(1).ok_or(DecodeError::TooMuch)?;
        let word = self.decoder.word(self.at)?;
        self.at += 1;
        Ok(word)
    }

    fn ty(&mut self) -> Result<TypeId, DecodeError> {
        let offset = self.next()?;
        Ok(self.decoder.id(offset, self.waiting))
    }

    fn types(&mut self) -> Result<Vec<TypeId>, DecodeError> {
        let count = self.next()?;
        (0..count).map(|_| self.ty()).collect()
    }

    fn mode(&mut self) -> Result<Mode, DecodeError> {
        Ok(match self.next()? {
            0 => Mode::Update,
            1 => Mode::Query,
            2 => Mode::Composite,
            3 => Mode::Oneway,
            _ => return Err(DecodeError::Kind(self.offset)),
        })
    }

    fn fields<K: Ord>(
        &mut self,
        with_var: bool,
        key: impl Fn(&Field) -> K,
    ) -> Result<Vec<Field>, DecodeError> {
        let count = self.next()?;
        let fields: Vec<Field> = (0..count).map(|_| self.field(with_var)).collect::<Result<_, _>>()?;
        let ascending = fields.is_sorted_by(|one, next| key(one) < key(next));
        if ascending { Ok(fields) } else { Err(DecodeError::Order(self.offset)) }
    }

    fn field(&mut self, with_var: bool) -> Result<Field, DecodeError> {
        let hash = self.next()?;
        let place = self.next()?;
        let label = self.decoder.label(place)?;
        if label_hash(&label) != hash {
            return Err(DecodeError::Label(place));
        }
        let var = match if with_var { self.next()? } else { 0 } {
            0 => false,
            1 => true,
            _ => return Err(DecodeError::Kind(self.offset)),
        };
        Ok(Field { label, var, ty: self.ty()? })
    }
}
