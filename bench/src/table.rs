//! The figures side by side.

use std::time::Duration;

use crate::run::Measured;

/// One program.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) ours: Measured,
    /// The longest collection of ours.
    pub(crate) pause: Duration,
    pub(crate) peer: Option<Measured>,
}

/// Prints a line per program, and the geometric mean of the ratios.
pub(crate) fn print(rows: &[Row]) {
    println!(
        "| program | instructions, millions: ours | reference | ratio | ms: ours | reference | ratio | longest call, ms: ours | longest collection, ms: ours | memory, MB: ours | of it live | reference | module, KB: ours | reference |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    let (mut instructions, mut times) = (Vec::new(), Vec::new());
    for Row { name, ours, pause, peer } in rows {
        let peer_of = |show: &dyn Fn(&Measured) -> String| peer.as_ref().map_or_else(|| "-".into(), show);
        let ratio = |of: &dyn Fn(&Measured) -> f64| peer.as_ref().map(|peer| of(peer) / of(ours));
        let (work, time) = (ratio(&|it| it.instructions as f64), ratio(&|it| it.time.as_secs_f64()));
        instructions.extend(work);
        times.extend(time);
        let shown = |ratio: Option<f64>| ratio.map_or_else(|| "-".into(), |ratio| format!("{ratio:.2}"));
        println!(
            "| {name}{} | {} | {} | {} | {} | {} | {} | {} | {:.1} | {} | {} | {} | {} | {} |",
            if peer.as_ref().is_some_and(|peer| peer.reply != ours.reply) { " (replies differ)" } else { "" },
            millions(ours),
            peer_of(&millions),
            shown(work),
            milliseconds(ours),
            peer_of(&milliseconds),
            shown(time),
            ours.longest_call.as_millis(),
            pause.as_secs_f64() * 1_000.0,
            megabytes(ours.memory_bytes),
            ours.live_bytes.map_or_else(|| "-".into(), megabytes),
            peer_of(&|it| megabytes(it.memory_bytes)),
            ours.module_bytes / 1024,
            peer_of(&|it| (it.module_bytes / 1024).to_string()),
        );
    }
    if !instructions.is_empty() {
        println!(
            "\nGeometric mean, reference / ours: instructions {:.2}, time {:.2}",
            mean(&instructions),
            mean(&times)
        );
    }
}

fn millions(it: &Measured) -> String {
    format!("{:.1}", it.instructions as f64 / 1e6)
}

fn milliseconds(it: &Measured) -> String {
    it.time.as_millis().to_string()
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}

fn mean(ratios: &[f64]) -> f64 {
    (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp()
}
