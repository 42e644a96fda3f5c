//! How often a caller or an app may be served: each has a budget that fills again with time.
//!
//! Kept per key is one number: when the budget would be full again if nothing more came. A request moves it on by
//! the time one request costs; it is refused when that lies further ahead than a full budget takes.

use crate::options::{Options, Rate};
use crate::refusal::Refusal;
use replica_api::CanisterId;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// So many keys are kept apart; further ones share a budget until old ones are full again.
const KEYS_MAX: usize = 16_384;

/// The budgets of all callers and all apps.
pub(crate) struct Rates {
    started: Instant,
    callers: Option<Budgets<IpAddr>>,
    apps: Option<Budgets<CanisterId>>,
}

impl Rates {
    pub(crate) fn new(options: &Options) -> Rates {
        Rates {
            started: Instant::now(),
            callers: options.caller_rate.map(Budgets::new),
            apps: options.app_rate.map(Budgets::new),
        }
    }

    /// Takes one request of a caller from its budget; this machine's own are not counted.
    pub(crate) fn take_caller(&self, caller: IpAddr) -> Result<(), Refusal> {
        let caller = network(caller);
        let Some(budgets) = self.callers.as_ref().filter(|_| !caller.is_loopback()) else { return Ok(()) };
        budgets
            .take(caller, self.started.elapsed())
            .map_err(|wait| Refusal::too_many("from this address", wait))
    }

    /// Takes one request for an app from its budget.
    pub(crate) fn take_app(&self, canister: CanisterId) -> Result<(), Refusal> {
        let Some(budgets) = &self.apps else { return Ok(()) };
        budgets.take(canister, self.started.elapsed()).map_err(|wait| Refusal::too_many("for this app", wait))
    }
}

/// A caller has a whole /64 of IPv6, so its lower half tells nothing.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) if !address.is_loopback() => {
            IpAddr::V6((u128::from(address) & (u128::MAX << 64)).into())
        }
        other => other,
    }
}

struct Budgets<K> {
    /// What one request costs, and what a full budget is worth.
    cost: Duration,
    full: Duration,
    until: Mutex<HashMap<Option<K>, Duration>>,
}

impl<K: Hash + Eq> Budgets<K> {
    fn new(rate: Rate) -> Budgets<K> {
        let full = rate.every.saturating_mul(rate.burst.max(1));
        Budgets { cost: rate.every, full, until: Mutex::default() }
    }

    /// Takes one request from a key's budget, or tells how long to wait.
    fn take(&self, key: K, now: Duration) -> Result<(), Duration> {
        let mut until = self.until.lock().expect("no holder panics");
        if until.len() >= KEYS_MAX {
            until.retain(|_, until| *until > now);
        }
        let key = Some(key);
        let apart = until.len() < KEYS_MAX || until.contains_key(&key);
        let until = until.entry(key.filter(|_| apart)).or_insert(now);
        let next = (*until).max(now) + self.cost;
        match next.checked_sub(now + self.full) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => {
                *until = next;
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn taken(budgets: &Budgets<u32>, key: u32, now: Duration, tries: usize) -> usize {
        (0..tries).filter(|_| budgets.take(key, now).is_ok()).count()
    }

    #[test]
    fn a_burst_passes_then_as_many_as_the_rate_and_keys_are_apart() {
        let budgets = Budgets::new(Rate { every: SECOND / 10, burst: 30 });
        assert_eq!(taken(&budgets, 1, SECOND, 100), 30);
        assert_eq!(budgets.take(1, SECOND), Err(SECOND / 10));
        assert_eq!(taken(&budgets, 2, SECOND, 100), 30);
        assert_eq!(taken(&budgets, 1, 2 * SECOND, 100), 10);
        assert_eq!(taken(&budgets, 1, 60 * SECOND, 100), 30, "no more is saved up than a burst");
    }

    #[test]
    fn many_keys_take_bounded_memory_and_share_what_is_left() {
        let budgets = Budgets::new(Rate { every: SECOND, burst: 1 });
        let keys = KEYS_MAX as u32 + 100;
        let passed: usize = (0..keys).map(|key| taken(&budgets, key, SECOND, 1)).sum();
        assert_eq!(passed, KEYS_MAX + 1);
        assert_eq!(budgets.until.lock().expect("no holder panics").len(), KEYS_MAX + 1);
        assert_eq!(taken(&budgets, keys, 3 * SECOND, 1), 1, "old budgets are full again and make room");
    }

    #[test]
    fn a_known_key_keeps_its_own_budget_when_it_is_crowded() {
        let budgets = Budgets::new(Rate { every: SECOND, burst: 2 });
        (0..KEYS_MAX as u32 + 10).for_each(|key| {
            let _ = budgets.take(key, SECOND);
        });
        assert_eq!(taken(&budgets, 0, SECOND, 5), 1);
    }

    #[test]
    fn addresses_of_one_ipv6_network_are_one_caller() {
        let parsed = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(parsed("2001:db8::1"), parsed("2001:db8::ffff:1"));
        assert_ne!(parsed("2001:db8::1"), parsed("2001:db8:0:1::1"));
        assert_eq!(parsed("::ffff:192.0.2.1"), parsed("192.0.2.1"));
        assert!(parsed("::1").is_loopback());
    }
}
