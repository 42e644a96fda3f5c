//! Nothing but tests: see `tests/ic_agent.rs`.
