//! The bytes of blocks and checkpoints: fixed-width little-endian numbers and length-prefixed blobs.
//!
//! A hand-written format rather than a derived one, because the log is read by later versions:
//! a field's place is decided here and nowhere else.

use ic_principal::Principal;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Bytes ended, or held something that no encoder writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are cut off or were not written by this program")]
pub struct TruncatedError;

/// Collects encoded bytes.
#[derive(Default)]
pub struct Encoder {
    pub bytes: Vec<u8>,
}

/// Reads encoded bytes from the front.
pub struct Decoder<'a> {
    pub rest: &'a [u8],
}

/// A value with one encoding.
pub trait Codec: Sized {
    fn encode(&self, to: &mut Encoder);
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError>;

    /// Returns the encoding of this value alone.
    fn to_bytes(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        self.encode(&mut encoder);
        encoder.bytes
    }

    /// Reads a value that fills the bytes exactly.
    fn from_bytes(bytes: &[u8]) -> Result<Self, TruncatedError> {
        let mut decoder = Decoder { rest: bytes };
        let value = Self::decode(&mut decoder)?;
        if decoder.rest.is_empty() { Ok(value) } else { Err(TruncatedError) }
    }
}

impl<'a> Decoder<'a> {
    /// Takes the next `count` bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], TruncatedError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(TruncatedError)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Takes a length that the remaining bytes could hold, so that noise cannot ask for memory.
    fn take_length(&mut self) -> Result<usize, TruncatedError> {
        let length = u32::decode(self)? as usize;
        if length > self.rest.len() { Err(TruncatedError) } else { Ok(length) }
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Codec for $number {
            fn encode(&self, to: &mut Encoder) {
                to.bytes.extend_from_slice(&self.to_le_bytes());
            }
            fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
                let bytes = from.take(size_of::<$number>())?;
                Ok(<$number>::from_le_bytes(bytes.try_into().expect("the length was just asked for")))
            }
        }
    )*};
}
numbers!(u16, u32, u64, u128);

// A byte is its own encoding; it is apart so that `Vec<u8>` is not encoded element by element.
impl Codec for bool {
    fn encode(&self, to: &mut Encoder) {
        to.bytes.push(u8::from(*self));
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        match from.take(1)? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(TruncatedError),
        }
    }
}

impl Codec for Vec<u8> {
    fn encode(&self, to: &mut Encoder) {
        (self.len() as u32).encode(to);
        to.bytes.extend_from_slice(self);
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        let length = from.take_length()?;
        Ok(from.take(length)?.to_vec())
    }
}

impl Codec for Arc<[u8]> {
    fn encode(&self, to: &mut Encoder) {
        (self.len() as u32).encode(to);
        to.bytes.extend_from_slice(self);
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        Ok(Vec::<u8>::decode(from)?.into())
    }
}

impl Codec for String {
    fn encode(&self, to: &mut Encoder) {
        (self.len() as u32).encode(to);
        to.bytes.extend_from_slice(self.as_bytes());
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        String::from_utf8(Vec::<u8>::decode(from)?).map_err(|_| TruncatedError)
    }
}

impl Codec for [u8; 32] {
    fn encode(&self, to: &mut Encoder) {
        to.bytes.extend_from_slice(self);
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        Ok(from.take(32)?.try_into().expect("32 bytes were asked for"))
    }
}

impl Codec for Principal {
    fn encode(&self, to: &mut Encoder) {
        self.as_slice().to_vec().encode(to);
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        Principal::try_from_slice(&Vec::<u8>::decode(from)?).map_err(|_| TruncatedError)
    }
}

impl<T: Codec> Codec for Option<T> {
    fn encode(&self, to: &mut Encoder) {
        self.is_some().encode(to);
        if let Some(value) = self {
            value.encode(to);
        }
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        Ok(if bool::decode(from)? { Some(T::decode(from)?) } else { None })
    }
}

// A list of anything but bytes: `u8` has no `Codec`, so that `Vec<u8>` stays a blob.
macro_rules! lists {
    ($($list:ident),*) => {$(
        impl<T: Codec> Codec for $list<T> {
            fn encode(&self, to: &mut Encoder) {
                (self.len() as u32).encode(to);
                self.iter().for_each(|item| item.encode(to));
            }
            fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
                let length = from.take_length()?;
                (0..length).map(|_| T::decode(from)).collect()
            }
        }
    )*};
}
lists!(Vec, VecDeque);

impl<T: Codec + Ord> Codec for BTreeSet<T> {
    fn encode(&self, to: &mut Encoder) {
        (self.len() as u32).encode(to);
        self.iter().for_each(|item| item.encode(to));
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        let length = from.take_length()?;
        (0..length).map(|_| T::decode(from)).collect()
    }
}

impl<K: Codec + Ord, V: Codec> Codec for BTreeMap<K, V> {
    fn encode(&self, to: &mut Encoder) {
        (self.len() as u32).encode(to);
        for (key, value) in self {
            key.encode(to);
            value.encode(to);
        }
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        let length = from.take_length()?;
        (0..length).map(|_| Ok((K::decode(from)?, V::decode(from)?))).collect()
    }
}

impl<A: Codec, B: Codec> Codec for (A, B) {
    fn encode(&self, to: &mut Encoder) {
        self.0.encode(to);
        self.1.encode(to);
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        Ok((A::decode(from)?, B::decode(from)?))
    }
}

/// Gives a struct the encoding of its fields in the order they are listed.
#[macro_export]
macro_rules! codec_struct {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::Codec for $name {
            fn encode(&self, to: &mut $crate::Encoder) {
                $( $crate::Codec::encode(&self.$field, to); )*
            }
            fn decode(from: &mut $crate::Decoder<'_>) -> Result<Self, $crate::TruncatedError> {
                $( let $field = $crate::Codec::decode(from)?; )*
                Ok($name { $($field),* })
            }
        }
    };
}

/// Gives an enum a numbered encoding; numbers are never reused, so old logs stay readable.
#[macro_export]
macro_rules! codec_enum {
    ($name:ident { $($tag:literal => $variant:ident $({ $($field:ident),* })? $(( $($item:ident),* ))?),* $(,)? }) => {
        impl $crate::Codec for $name {
            fn encode(&self, to: &mut $crate::Encoder) {
                match self {
                    $( $name::$variant $({ $($field),* })? $(( $($item),* ))? => {
                        to.bytes.push($tag);
                        $( $( $crate::Codec::encode($field, to); )* )?
                        $( $( $crate::Codec::encode($item, to); )* )?
                    } )*
                }
            }
            fn decode(from: &mut $crate::Decoder<'_>) -> Result<Self, $crate::TruncatedError> {
                Ok(match from.take(1)?[0] {
                    $( $tag => {
                        $( $( let $field = $crate::Codec::decode(from)?; )* )?
                        $( $( let $item = $crate::Codec::decode(from)?; )* )?
                        $name::$variant $({ $($field),* })? $(( $($item),* ))?
                    } )*
                    _ => return Err($crate::TruncatedError),
                })
            }
        }
    };
}
