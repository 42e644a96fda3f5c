//! What whoever runs the server asks of it: whether it is well, and its numbers. At the Studio's names only, because
//! an app's page may have files of these names.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use gateway::{Fact, FactKind};
use replica_api::Replica as _;

use super::Server;

/// Answers `/health` and `/metrics`.
pub(super) fn answer(server: &Server, path: &str) -> Option<Response> {
    match path {
        "/health" => Some(health(server)),
        "/metrics" => {
            let text = server.limits.metrics.render(&facts(server));
            let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
            Some((kind, text).into_response())
        }
        _ => None,
    }
}

fn health(server: &Server) -> Response {
    match server.platform.node().failure() {
        None => "ok\n".into_response(),
        Some(failure) => {
            (StatusCode::SERVICE_UNAVAILABLE, format!("the replica has stopped: {failure}\n")).into_response()
        }
    }
}

fn facts(server: &Server) -> Vec<Fact> {
    let node = server.platform.node();
    let (height, time, _) = node.tip();
    let canisters: Vec<_> = node.canisters().into_iter().filter_map(|id| node.canister_info(id)).collect();
    let sum = |part: fn(&replica_api::CanisterInfo) -> u64| canisters.iter().map(part).sum::<u64>() as f64;
    let counter = |name, help, value| Fact { name, help, kind: FactKind::Counter, value };
    let gauge = |name, help, value| Fact { name, help, kind: FactKind::Gauge, value };
    vec![
        counter("selfwright_blocks_total", "Blocks of the log; each was synced once.", height as f64),
        gauge("selfwright_block_time_seconds", "The time of the newest block.", time as f64 / 1e9),
        gauge("selfwright_apps", "Apps.", server.platform.records().apps().len() as f64),
        gauge("selfwright_canisters", "Canisters, those of apps among them.", canisters.len() as f64),
        gauge(
            "selfwright_instructions",
            "Instructions of all canisters there are.",
            sum(|it| it.instructions_total),
        ),
        gauge(
            "selfwright_memory_bytes",
            "Memory and stable memory of all canisters.",
            sum(|it| it.memory_bytes.saturating_add(it.stable_memory_bytes)),
        ),
        gauge(
            "selfwright_uptime_seconds",
            "Time since the server started.",
            server.started.elapsed().as_secs_f64(),
        ),
    ]
}
