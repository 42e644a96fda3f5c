//! Whether a module's heap is well formed: objects follow one another without gaps, and pointers lead to objects.

use std::collections::BTreeSet;

use mo_ir::layout;

/// Checks the heap in a memory between messages and returns how many objects it has.
///
/// # Errors
/// The first thing that is wrong.
pub(crate) fn check(memory: &[u8]) -> Result<usize, String> {
    let word = |at: usize| u32::from_le_bytes(memory[at..at + 4].try_into().expect("four bytes"));
    let free = word(layout::AT_FREE as usize) as usize;
    let mut starts = BTreeSet::new();
    let mut slots = Vec::new();
    let mut at = layout::HEAP as usize;
    while at < free {
        starts.insert(at);
        let (header, aux) = (word(at), word(at + 4) as usize);
        let (tag, count) = (u64::from(header & 0xff), (header >> 8) as usize);
        let (pointers, words) = match tag {
            layout::TAG_ARRAY => (aux, aux),
            layout::TAG_TEXT | layout::TAG_BLOB => (0, aux.div_ceil(8)),
            layout::TAG_BIGNUM => (0, aux.div_ceil(2)),
            layout::TAG_BITS64 | layout::TAG_FLOAT => (0, 1),
            layout::TAG_WEAK => (1, 1),
            layout::TAG_OBJECT..=layout::TAG_CLOSURE => (count, count),
            _ => {
                return Err(format!(
                    "at {at:#x}: {tag} is no tag (header {header:#x}, aux {aux:#x}); free is {free:#x}"
                ));
            }
        };
        slots.extend((0..pointers).map(|slot| at + 8 + slot * 8));
        at += 8 + words * 8;
    }
    if at != free {
        return Err(format!("the last object ends at {at:#x}, beyond free at {free:#x}"));
    }
    if let Some(dirty) = memory[free..].iter().position(|byte| *byte != 0) {
        return Err(format!("the memory behind the heap is not zero at {:#x}", free + dirty));
    }
    let roots = word(layout::AT_ROOT_COUNT as usize) as usize;
    slots.extend((0..roots).map(|root| layout::ROOTS as usize + root * 8));
    slots.extend(
        [
            layout::AT_STABLE,
            layout::AT_TYPES,
            layout::AT_SHAPES,
            layout::AT_MIGRATIONS,
            layout::AT_PENDING,
            layout::AT_TIMERS,
        ]
        .map(|at| at as usize),
    );
    for slot in slots {
        let value = u64::from_le_bytes(memory[slot..slot + 8].try_into().expect("eight bytes"));
        if value & 3 == 1 && !starts.contains(&(usize::try_from(value).unwrap_or(usize::MAX) - 1)) {
            return Err(format!("the slot at {slot:#x} holds {value:#x}, which leads to no object"));
        }
    }
    Ok(starts.len())
}
