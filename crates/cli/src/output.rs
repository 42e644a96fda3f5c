//! Tables and times for people.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How far something is, on a terminal only, and not more often than anyone reads.
pub(crate) struct Progress {
    told: Instant,
    is_shown: bool,
}

impl Default for Progress {
    fn default() -> Progress {
        Progress { told: Instant::now(), is_shown: std::io::stderr().is_terminal() }
    }
}

impl Progress {
    const PAUSE: Duration = Duration::from_millis(200);

    pub(crate) fn say(&mut self, words: impl FnOnce() -> String) {
        if self.is_shown && self.told.elapsed() > Progress::PAUSE {
            self.told = Instant::now();
            let _ = write!(std::io::stderr(), "\r\x1b[K{}", words());
        }
    }

    /// Takes the last words away again.
    pub(crate) fn clear(&self) {
        if self.is_shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// Prints rows under a header, in columns as wide as they need to be.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) {
    print!("{}", table_text(header, rows));
}

fn table_text(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = header.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count()).min(CELL_CHARS_MAX);
        }
    }
    let header: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
    let mut out = String::new();
    for row in std::iter::once(&header).chain(rows) {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| {
                let shown = shortened(cell);
                let padding = width.saturating_sub(shown.chars().count());
                format!("{shown}{}", " ".repeat(padding))
            })
            .collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

const CELL_CHARS_MAX: usize = 60;

/// One line, without control characters: what is stored may not move the cursor.
fn shortened(cell: &str) -> String {
    let plain: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if plain.chars().count() <= CELL_CHARS_MAX {
        return plain;
    }
    plain.chars().take(CELL_CHARS_MAX - 1).chain(['…']).collect()
}

/// Returns a JSON value as a cell.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Returns a time of the server's.
pub(crate) fn time(value: &Value) -> String {
    value.as_u64().map_or_else(String::new, platform::release::time_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_cells() {
        let rows = vec![vec!["guestbook".into(), "2".into()], vec!["a\u{1b}[2J".into(), "10".into()]];
        assert_eq!(table_text(&["NAME", "N"], &rows), "NAME       N\nguestbook  2\na [2J      10\n");
    }
}
