//! Generated code, run: every test builds a little IR, turns it into Wasm and looks at what it does.
//!
//! `machine` is what stands between the tests and the crate: a program of IR with a runtime whose slow paths the host
//! computes, an engine to run it, and readers of its memory.

mod any_program;
mod arrays;
mod build;
mod closures;
mod control;
mod conversions;
mod fixed;
mod floats;
mod listings;
mod machine;
mod module;
mod numbers;
mod objects;
mod options;
mod runtime;
