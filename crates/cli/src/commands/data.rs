//! `selfwright data`: stored data as a table.

use serde_json::{Value, json};

use super::Common;
use crate::Outcome;
use crate::output::{cell, table};

/// Show what an app stores
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  selfwright data guestbook\n  selfwright data guestbook messages --format csv"
)]
pub(crate) struct Args {
    app: String,
    /// A variable, and fields of it after dots [default: all variables]
    #[arg(default_value = "")]
    path: String,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// How many rows
    #[arg(long, default_value_t = 100)]
    limit: usize,
    #[arg(long, default_value_t = 0)]
    offset: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let path: String = args
        .path
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"._-".contains(&b) {
                (b as char).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    let query = format!("apps/{}/data?path={path}&offset={}&limit={}", args.app, args.offset, args.limit);
    let data = common.client()?.get(&query)?;
    if common.json || args.format == Format::Json {
        println!("{data}");
        return Ok(());
    }
    let (header, rows) = if args.path.is_empty() { overview(&data) } else { rows(&data) };
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    match args.format {
        Format::Csv => {
            let header: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
            std::iter::once(&header).chain(&rows).for_each(|row| println!("{}", csv_line(row)));
        }
        _ => {
            table(&header, &rows);
            if data["truncated"] == true {
                eprintln!("({} of {} rows; --offset and --limit show others)", rows.len(), data["total"]);
            }
        }
    }
    Ok(())
}

fn overview(data: &Value) -> (Vec<String>, Vec<Vec<String>>) {
    let variables = data["collections"].as_array().cloned().unwrap_or_default();
    let row = |it: &Value| vec![cell(&it["path"]), cell(&it["rows"]), cell(&it["type"])];
    (vec!["VARIABLE".into(), "ROWS".into(), "TYPE".into()], variables.iter().map(row).collect())
}

fn rows(data: &Value) -> (Vec<String>, Vec<Vec<String>>) {
    let rows = data["rows"].as_array().cloned().unwrap_or_default();
    let keyed = rows.iter().any(|row| !row["key"].is_null());
    let columns: Option<Vec<String>> =
        data["columns"].as_array().map(|columns| columns.iter().map(cell).collect());
    let mut header = Vec::new();
    if keyed {
        header.push("key".to_owned());
    }
    header.extend(columns.clone().unwrap_or_else(|| vec!["value".into()]));
    let line = |row: &Value| {
        let mut line = Vec::new();
        if keyed {
            line.push(cell(&row["key"]));
        }
        match &columns {
            Some(columns) => line.extend(columns.iter().map(|name| cell(&row["value"][name]))),
            None => line.push(cell(&row["value"])),
        }
        line
    };
    (header, rows.iter().map(line).collect())
}

/// Spreadsheets run cells that begin like a formula; a quote in front stops them.
fn csv_line(row: &[String]) -> String {
    let field = |text: &String| {
        let text =
            if text.starts_with(['=', '+', '@', '\t', '\r']) { format!("'{text}") } else { text.clone() };
        if text.contains([',', '"', '\n', '\r']) {
            json!(text)
                .to_string()
                .replace("\\\"", "\"\"")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\\\", "\\")
        } else {
            text
        }
    };
    row.iter().map(field).collect::<Vec<_>>().join(",")
}
