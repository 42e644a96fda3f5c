//! Programs made to be hard: deep, long, or short ones that stand for something huge. Each is answered with a diagnostic or compiled, soon
//! and in bounded memory.

mod bombs;
mod chains;
mod counts;
mod literals;
mod nesting;
mod sizes;

/// One of them.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: String,
    pub text: String,
}

impl Case {
    fn new(name: impl Into<String>, text: impl Into<String>) -> Case {
        Case { name: name.into(), text: text.into() }
    }
}

/// Returns all of them.
pub fn cases() -> Vec<Case> {
    let all = [
        nesting::cases(),
        chains::cases(),
        literals::cases(),
        counts::cases(),
        sizes::cases(),
        bombs::cases(),
    ];
    all.into_iter().flatten().collect()
}
