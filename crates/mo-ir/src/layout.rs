//! Where things are in a module's memory: the numbers of `docs/design/values.md`.

/// The slot of `null`.
pub const NULL: u64 = 3;
/// The low 32 bits of a variant case without payload.
pub const CASE: u64 = 7;

pub const TAG_OBJECT: u64 = 1;
pub const TAG_TUPLE: u64 = 2;
pub const TAG_ARRAY: u64 = 3;
pub const TAG_VARIANT: u64 = 4;
pub const TAG_SOME: u64 = 5;
pub const TAG_CELL: u64 = 6;
pub const TAG_CLOSURE: u64 = 7;
pub const TAG_TEXT: u64 = 8;
pub const TAG_BLOB: u64 = 9;
pub const TAG_BIGNUM: u64 = 10;
pub const TAG_BITS64: u64 = 11;
pub const TAG_FLOAT: u64 = 12;
pub const TAG_WEAK: u64 = 13;

pub const MAGIC: u64 = u64::from_le_bytes(*b"SELFWRT1");
pub const AT_MAGIC: u32 = 0x00;
pub const AT_FREE: u32 = 0x08;
pub const AT_OLD_END: u32 = 0x0c;
pub const AT_STABLE: u32 = 0x10;
pub const AT_TYPES: u32 = 0x18;
pub const AT_SHAPES: u32 = 0x20;
pub const AT_ROOT_COUNT: u32 = 0x28;
pub const AT_REMEMBERED_COUNT: u32 = 0x2c;
pub const AT_LIVE_BYTES: u32 = 0x30;
pub const AT_MEMORY_LIMIT: u32 = 0x34;
pub const AT_MIGRATIONS: u32 = 0x38;
pub const AT_PENDING: u32 = 0x48;
pub const AT_TIMERS: u32 = 0x58;
pub const ROOTS: u32 = 0x1000;
pub const REMEMBERED: u32 = 0x18_0000;
pub const REMEMBERED_BYTES: u32 = 0x8_0000;
pub const HEAP: u32 = 0x20_0000;

/// Returns the header of an object.
pub const fn header(tag: u64, count: u32, aux: u32) -> u64 {
    tag | (count as u64) << 8 | (aux as u64) << 32
}

/// Returns the slot of an integer that fits in 63 bits.
pub const fn small(n: i64) -> u64 {
    (n << 1) as u64
}

/// Returns the slot of a variant case without payload.
pub const fn case(hash: u32) -> u64 {
    (hash as u64) << 32 | CASE
}

/// Returns whether an integer fits in a slot without a BIGNUM.
pub const fn is_small(n: i128) -> bool {
    n >= -(1 << 62) && n < 1 << 62
}

/// Returns the hash of a label, as Candid defines it, of the name that the label stands for in Candid.
pub fn label_hash(label: &str) -> u32 {
    let number = label
        .strip_prefix('_')
        .and_then(|rest| rest.strip_suffix('_'))
        .and_then(|digits| digits.parse().ok());
    number.unwrap_or_else(|| hash(label.strip_suffix('_').unwrap_or(label)))
}

fn hash(name: &str) -> u32 {
    name.bytes().fold(0u32, |hash, byte| hash.wrapping_mul(223).wrapping_add(u32::from(byte)))
}

/// Returns the shape of an object whose slots have these label hashes, in ascending order.
pub fn shape_hash(label_hashes: &[u32]) -> u32 {
    label_hashes
        .iter()
        .flat_map(|hash| hash.to_le_bytes())
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
