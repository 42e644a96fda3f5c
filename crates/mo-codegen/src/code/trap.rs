//! Traps: a branch out of the function's body to where the trap is, once for all places that share it.

use wasm_encoder::BlockType;

use super::{Callee, Code, I, Item, Message};
use crate::helper::Helper;

/// A place that traps if the condition on the stack holds.
pub(crate) struct Site {
    message: Message,
    /// The item that stands for the branch.
    at: usize,
    /// How many blocks are open around it.
    depth: u32,
}

impl Code {
    /// Traps if the condition on the stack holds.
    pub(crate) fn trap_if(&mut self, message: Message) {
        self.traps.push(Site { message, at: self.items.len(), depth: self.depth() });
        self.push(I::BrIf(0));
    }
}

/// Puts the traps behind a function's body; one that is needed in one place only is made there.
pub(super) fn placed(mut items: Vec<Item>, sites: &[Site]) -> Vec<Item> {
    let count = |message: Message| sites.iter().filter(|site| site.message == message).count();
    let mut messages: Vec<Message> = sites.iter().map(|site| site.message).collect();
    messages.sort_unstable();
    messages.dedup();
    let (single, shared): (Vec<Message>, Vec<Message>) =
        messages.into_iter().partition(|message| count(*message) == 1);
    let mut alone = Vec::new();
    for site in sites {
        match (0..).zip(&shared).find(|(_, message)| **message == site.message) {
            Some((out, _)) => items[site.at] = Item::Plain(I::BrIf(site.depth + out)),
            None => alone.push(site),
        }
    }
    for site in alone.into_iter().rev() {
        debug_assert!(single.contains(&site.message), "each message is either single or shared");
        let trap = [Item::Plain(I::If(BlockType::Empty)), call(site.message), Item::Plain(I::End)];
        items.splice(site.at..=site.at, trap);
    }
    if shared.is_empty() {
        return items;
    }
    let mut all = vec![Item::Plain(I::Block(BlockType::Empty)); shared.len()];
    all.append(&mut items);
    all.push(Item::Plain(I::Return));
    for message in shared {
        all.extend([Item::Plain(I::End), call(message), Item::Plain(I::Unreachable)]);
    }
    all
}

fn call(message: Message) -> Item {
    Item::Call(Callee::Helper(Helper::Trap(message)))
}
