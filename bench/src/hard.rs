//! Programs made to be hard, and how long our compiler takes for them.

use std::time::Instant;

use fuzzing::{Target, cases};

/// How many are shown.
const SHOWN: usize = 10;

/// Prints the ones that take longest, of those whose names contain a text.
pub(crate) fn print(filter: &str) {
    mo_compile::warm_up();
    let mut times = Vec::new();
    for case in cases().into_iter().filter(|case| case.name.contains(filter)) {
        eprintln!("{}", case.name);
        let start = Instant::now();
        Target::Compiler.run(case.text.as_bytes());
        times.push((start.elapsed(), case.name));
    }
    println!("{} programs; the {SHOWN} that take longest:", times.len());
    times.sort_by(|(one, _), (other, _)| other.cmp(one));
    for (took, name) in times.iter().take(SHOWN) {
        println!("{:>6} ms  {name}", took.as_millis());
    }
}
