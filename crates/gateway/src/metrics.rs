//! Counts and latencies, in the text format that Prometheus reads. No label comes from a request.

use axum::http::StatusCode;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What a request was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Status,
    Call,
    Query,
    ReadState,
    /// A file of an app's page.
    Asset,
    /// Answered by a canister's `http_request`.
    Canister,
    Other,
}

const KINDS: [(Kind, &str); 7] = [
    (Kind::Status, "status"),
    (Kind::Call, "call"),
    (Kind::Query, "query"),
    (Kind::ReadState, "read_state"),
    (Kind::Asset, "asset"),
    (Kind::Canister, "canister_http"),
    (Kind::Other, "other"),
];
const OUTCOMES: [&str; 4] = ["ok", "refused", "limited", "failed"];
/// The upper bounds of the classes of latencies, in microseconds.
const BOUNDS_US: [u64; 12] =
    [250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 2_000_000, 10_000_000];

/// Whether a number only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    Counter,
    Gauge,
}

/// A number that someone else knows, shown beside the gateway's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    pub name: &'static str,
    pub help: &'static str,
    pub kind: FactKind,
    pub value: f64,
}

#[derive(Debug, Default)]
struct Series {
    outcomes: [AtomicU64; OUTCOMES.len()],
    /// How many took at most so long; the last counts all others.
    classes: [AtomicU64; BOUNDS_US.len() + 1],
    sum_us: AtomicU64,
}

/// What a gateway has served since it started.
#[derive(Debug, Default)]
pub struct Metrics {
    series: [Series; KINDS.len()],
    running: AtomicU64,
}

impl Metrics {
    pub(crate) fn begin(&self) {
        self.running.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn end(&self) {
        self.running.fetch_sub(1, Ordering::Relaxed);
    }

    pub(crate) fn count(&self, kind: Kind, status: StatusCode, took: Duration) {
        let series =
            &self.series[KINDS.iter().position(|(known, _)| *known == kind).expect("each is listed")];
        let outcome = match status.as_u16() {
            429 => 2,
            400..500 => 1,
            500.. => 3,
            _ => 0,
        };
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let class = BOUNDS_US.iter().position(|bound| us <= *bound).unwrap_or(BOUNDS_US.len());
        series.outcomes[outcome].fetch_add(1, Ordering::Relaxed);
        series.classes[class].fetch_add(1, Ordering::Relaxed);
        series.sum_us.fetch_add(us, Ordering::Relaxed);
    }

    /// Writes everything in the text format, version 0.0.4.
    pub fn render(&self, facts: &[Fact]) -> String {
        let mut out = String::new();
        let load = |number: &AtomicU64| number.load(Ordering::Relaxed);
        head(&mut out, "selfwright_requests_total", "Requests that were answered.", FactKind::Counter);
        for ((_, kind), series) in KINDS.iter().zip(&self.series) {
            for (outcome, count) in OUTCOMES.iter().zip(&series.outcomes) {
                let labels = format!("kind=\"{kind}\",outcome=\"{outcome}\"");
                line(&mut out, "selfwright_requests_total", &labels, load(count));
            }
        }
        let name = "selfwright_request_duration_seconds";
        let _ = writeln!(out, "# HELP {name} Time until the response began.\n# TYPE {name} histogram");
        for ((_, kind), series) in KINDS.iter().zip(&self.series) {
            let mut total = 0;
            let bounds = BOUNDS_US.iter().map(|bound| (*bound as f64 / 1e6).to_string());
            for (bound, class) in bounds.chain(["+Inf".to_owned()]).zip(&series.classes) {
                total += load(class);
                line(&mut out, &format!("{name}_bucket"), &format!("kind=\"{kind}\",le=\"{bound}\""), total);
            }
            let sum = load(&series.sum_us) as f64 / 1e6;
            line(&mut out, &format!("{name}_sum"), &format!("kind=\"{kind}\""), sum);
            line(&mut out, &format!("{name}_count"), &format!("kind=\"{kind}\""), total);
        }
        head(&mut out, "selfwright_requests_running", "Requests that have no response yet.", FactKind::Gauge);
        line(&mut out, "selfwright_requests_running", "", load(&self.running));
        for fact in facts {
            head(&mut out, fact.name, fact.help, fact.kind);
            line(&mut out, fact.name, "", fact.value);
        }
        out
    }
}

fn head(out: &mut String, name: &str, help: &str, kind: FactKind) {
    let kind = if kind == FactKind::Counter { "counter" } else { "gauge" };
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn line(out: &mut String, name: &str, labels: &str, value: impl std::fmt::Display) {
    let _ = match labels {
        "" => writeln!(out, "{name} {value}"),
        labels => writeln!(out, "{name}{{{labels}}} {value}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_shown_and_classes_add_up() {
        let metrics = Metrics::default();
        metrics.count(Kind::Query, StatusCode::OK, Duration::from_micros(300));
        metrics.count(Kind::Query, StatusCode::OK, Duration::from_secs(60));
        metrics.count(Kind::Query, StatusCode::TOO_MANY_REQUESTS, Duration::ZERO);
        let fact =
            Fact { name: "selfwright_blocks_total", help: "Blocks.", kind: FactKind::Counter, value: 7.0 };
        let text = metrics.render(&[fact]);
        for expected in [
            "selfwright_requests_total{kind=\"query\",outcome=\"ok\"} 2",
            "selfwright_requests_total{kind=\"query\",outcome=\"limited\"} 1",
            "selfwright_requests_total{kind=\"call\",outcome=\"ok\"} 0",
            "selfwright_request_duration_seconds_bucket{kind=\"query\",le=\"0.00025\"} 1",
            "selfwright_request_duration_seconds_bucket{kind=\"query\",le=\"0.0005\"} 2",
            "selfwright_request_duration_seconds_bucket{kind=\"query\",le=\"10\"} 2",
            "selfwright_request_duration_seconds_bucket{kind=\"query\",le=\"+Inf\"} 3",
            "selfwright_request_duration_seconds_sum{kind=\"query\"} 60.0003",
            "selfwright_request_duration_seconds_count{kind=\"query\"} 3",
            "# TYPE selfwright_blocks_total counter",
            "selfwright_blocks_total 7",
        ] {
            assert!(text.lines().any(|line| line == expected), "{expected}\n{text}");
        }
    }
}
