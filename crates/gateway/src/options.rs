//! What the operator of a gateway may choose.

use crate::metrics::Metrics;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// One request in so long a time in the long run, and so many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub every: Duration,
    pub burst: u32,
}

impl Rate {
    /// So many in a second, and those of ten seconds at once.
    pub fn per_second(number: u32) -> Rate {
        let number = number.max(1);
        Rate { every: Duration::from_secs(1) / number, burst: number.saturating_mul(10) }
    }
}

/// The limits of a gateway, and where it counts.
#[derive(Clone, Debug)]
pub struct Options {
    /// For each address that requests come from, except this machine's own. `None`: no limit.
    pub caller_rate: Option<Rate>,
    /// For each canister, whoever asks. `None`: no limit.
    pub app_rate: Option<Rate>,
    /// How long a request may take until its response begins.
    pub request_time_max: Duration,
    /// Hosts that stand for an app, and what they stand for: names of the operator's own domain, without a port.
    pub domains: Arc<BTreeMap<String, String>>,
    /// Whether `?canisterId=ID` shows a canister on a host that names none. Not where such a host has pages of its own.
    pub canister_by_parameter: bool,
    pub metrics: Arc<Metrics>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            caller_rate: Some(Rate::per_second(200)),
            app_rate: Some(Rate::per_second(20_000)),
            request_time_max: Duration::from_secs(60),
            domains: Arc::default(),
            canister_by_parameter: true,
            metrics: Arc::default(),
        }
    }
}
