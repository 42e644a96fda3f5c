//! What code found out about objects on every way that leads here: that one has been tested for a shape, and with which result.
//!
//! An object never changes its shape, so a second access of the same local need not look again. The first leaves a place
//! where its answer can be kept, which is filled when somebody wants to know it.

use wasm_encoder::ValType;

use super::{Code, Expected, I, Item, Place, word};
use crate::code::AUX;

/// How many facts are looked through, lest long functions take quadratic time.
const LOOK_MAX: usize = 32;

/// What is known at a place in the code.
#[derive(Default)]
pub(crate) struct Facts {
    known: Vec<Fact>,
    /// Locals from here on are borrowed: they hold one thing and then another.
    locals: u32,
    /// Which of the others are assigned more than once.
    reassigned: Vec<bool>,
}

#[derive(Clone, Copy)]
struct Fact {
    local: Option<u32>,
    shape: u32,
    source: Source,
}

#[derive(Clone, Copy)]
enum Source {
    /// The object was made here, with this shape.
    Made,
    /// The test whose answer can be kept by this item.
    Tested(usize),
}

impl Facts {
    /// Facts are about locals, as many as `reassigned` has.
    pub(crate) fn about(reassigned: Vec<bool>) -> Facts {
        let locals = u32::try_from(reassigned.len()).expect("few locals");
        Facts { known: Vec::new(), locals, reassigned }
    }

    /// Returns a mark for [`Facts::forget_since`].
    pub(crate) fn mark(&self) -> usize {
        self.known.len()
    }

    /// Forgets what was found since a mark, because there is another way that leads here.
    pub(crate) fn forget_since(&mut self, mark: usize) {
        self.known.truncate(mark);
    }

    /// Forgets what a loop's next turn could make untrue.
    pub(crate) fn enter_loop(&mut self) {
        let reassigned = &self.reassigned;
        for fact in &mut self.known {
            fact.local = fact.local.filter(|local| !reassigned[*local as usize]);
        }
    }

    /// Notes that a local is assigned.
    pub(crate) fn assigned(&mut self, local: u32) {
        for fact in self.known.iter_mut().filter(|fact| fact.local == Some(local)) {
            fact.local = None;
        }
    }

    /// Notes that a local now holds an object that was just made.
    pub(crate) fn made(&mut self, local: u32, shape: u32) {
        self.known.push(Fact { local: Some(local), shape, source: Source::Made });
    }

    /// Notes that a local now holds what another one holds.
    pub(crate) fn copied(&mut self, from: u32, to: u32) {
        let copies = self.known.iter().rev().take(LOOK_MAX).filter(|fact| fact.local == Some(from));
        let copies: Vec<Fact> = copies.map(|fact| Fact { local: Some(to), ..*fact }).collect();
        self.known.extend(copies);
    }

    fn find(&self, local: u32, shape: u32) -> Option<Source> {
        let mut known = self.known.iter().rev().take(LOOK_MAX);
        known.find(|fact| fact.local == Some(local) && fact.shape == shape).map(|fact| fact.source)
    }
}

/// Whether an object has the shape that its type suggests.
pub(super) enum HasShape {
    Yes,
    /// The answer is on the stack.
    Tested,
}

impl Code {
    /// Tests an object for a shape, unless that is known; only objects come here, so the rest of the header follows from it.
    pub(super) fn has_shape(&mut self, expected: Expected, object: Place) -> HasShape {
        let own = match object {
            Place::Local(local) if local < self.facts.locals => Some(local),
            _ => None,
        };
        match own.and_then(|local| self.facts.find(local, expected.shape)) {
            Some(Source::Made) => return HasShape::Yes,
            Some(Source::Tested(at)) => {
                let answer = self.answer(at);
                self.push(I::LocalGet(answer));
                return HasShape::Tested;
            }
            None => {}
        }
        self.get(object);
        self.all([I::I32WrapI64, I::I32Load(word(AUX)), I::I32Const(expected.shape.cast_signed()), I::I32Eq]);
        if let Some(local) = own {
            let source = Source::Tested(self.items.len());
            self.facts.known.push(Fact { local: Some(local), shape: expected.shape, source });
            self.push(I::Nop);
        }
        HasShape::Tested
    }

    /// Returns the local in which the answer of a test is kept.
    fn answer(&mut self, at: usize) -> u32 {
        if let Item::Plain(I::LocalTee(local)) = self.items[at] {
            return local;
        }
        let local = self.local(ValType::I32);
        self.items[at] = Item::Plain(I::LocalTee(local));
        local
    }
}
