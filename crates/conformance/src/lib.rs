//! Runs scripts of calls and upgrades against Motoko actors on the replica, and writes down what comes back.
//!
//! The compiler and the replica do not know each other; this crate, which only tests use, puts them together. Start at
//! [`Script::run`].

mod heap;

use candid::types::{FuncMode, Function, TypeEnv};
use ic_principal::Principal;
use replica_api::{CanisterId, InstallMode, canister_id};
use replica_core::Fork;
use replica_node::{Node, NodeOptions};
use source::DiskWorld;

/// A canister and who acts on it.
pub struct Script {
    /// Keeps the engine of the fork alive.
    _node: Node,
    fork: Fork,
    canister: CanisterId,
    caller: Principal,
    interface: Option<(TypeEnv, candid::types::Type)>,
    logs: usize,
}

/// The owner of the canisters that scripts make.
pub fn owner() -> Principal {
    Principal::self_authenticating(b"owner")
}

impl Script {
    /// Starts with an empty canister, as its owner.
    ///
    /// # Errors
    /// What kept the replica from starting.
    pub fn new() -> Result<Script, String> {
        let node = Node::in_memory(NodeOptions::default()).map_err(|error| error.to_string())?;
        let mut fork = node.fork(&[]);
        let canister = canister_id(0);
        fork.create(canister, vec![owner()]).map_err(|reject| reject.message)?;
        Ok(Script { _node: node, fork, canister, caller: owner(), interface: None, logs: 0 })
    }

    /// Carries out one command and returns what it prints: `install FILE`, `upgrade FILE`, `as NAME`,
    /// `call METHOD (ARGS)`, `query METHOD (ARGS)`, `heap` (checks that the heap is well formed).
    pub fn run(&mut self, command: &str) -> Vec<String> {
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        let outcome = match verb {
            "install" => self.install(rest, InstallMode::Install),
            "reinstall" => self.install(rest, InstallMode::Reinstall),
            "upgrade" => {
                let mode = InstallMode::Upgrade { keep_memory: Some(true), skip_pre_upgrade: false };
                self.install(rest, mode)
            }
            "as" => {
                self.caller = match rest {
                    "owner" => owner(),
                    "anonymous" => Principal::anonymous(),
                    name => Principal::self_authenticating(name),
                };
                Ok(String::new())
            }
            "heap" => self.heap(),
            "call" | "query" => self.call(rest, verb == "query"),
            _ => Err(format!("unknown command `{verb}`")),
        };
        let mut lines: Vec<String> = self.printed();
        match outcome {
            Ok(text) => lines.extend(text.lines().map(str::to_owned)),
            Err(text) => lines.extend(text.lines().map(|line| format!("error: {line}"))),
        }
        lines
    }

    fn install(&mut self, path: &str, mode: InstallMode) -> Result<String, String> {
        let wasm = mo_compile::with_stack(|| {
            let (checked, built) = mo_compile::build(&DiskWorld, path, &mo_compile::Options::default());
            built.map(|compiled| compiled.wasm).map_err(|errors| {
                let shown =
                    errors.iter().map(|error| diagnostics::render_terminal(error, &checked.sources, false));
                shown.collect::<Vec<_>>().join("\n")
            })
        })?;
        self.fork
            .install(self.canister, owner(), mode, &wasm, b"DIDL\0\0")
            .map_err(|reject| reject.message)?;
        let canister = self.fork.canister(self.canister).ok_or("the canister is gone")?;
        let module = canister.module.as_ref().ok_or("the module is gone")?;
        let section = module.metadata().get("candid:service").ok_or("the module has no interface")?;
        let text = String::from_utf8_lossy(&section.content).into_owned();
        self.interface = Some(parse_service(&text)?);
        Ok("installed".into())
    }

    fn call(&mut self, rest: &str, query: bool) -> Result<String, String> {
        let (method, args) = rest.split_once(' ').unwrap_or((rest, "()"));
        let (env, function) = self.method(method)?;
        let parsed = candid_parser::parse_idl_args(args).map_err(|error| error.to_string())?;
        let arg = parsed.to_bytes_with_types(&env, &function.args).map_err(|error| error.to_string())?;
        let outcome = if query || function.modes.contains(&FuncMode::Query) {
            self.fork.query(self.caller, self.canister, method, &arg)
        } else {
            self.fork.call(self.caller, self.canister, method, &arg).outcome
        };
        let reply = outcome.map_err(|reject| reject.message)?;
        let values = candid::IDLArgs::from_bytes_with_types(&reply, &env, &function.rets)
            .map_err(|error| error.to_string())?;
        Ok(values.to_string())
    }

    fn heap(&self) -> Result<String, String> {
        let canister = self.fork.canister(self.canister).ok_or("nothing is installed")?;
        let memory = &canister.image.memory;
        let mut bytes = vec![0; usize::try_from(memory.bytes()).map_err(|error| error.to_string())?];
        memory.read(0, &mut bytes);
        heap::check(&bytes).map(|_| "well formed".to_owned())
    }

    fn method(&self, name: &str) -> Result<(TypeEnv, Function), String> {
        let (env, service) = self.interface.as_ref().ok_or("nothing is installed")?;
        let function = env.get_method(service, name).map_err(|error| error.to_string())?;
        Ok((env.clone(), function.clone()))
    }

    /// What the canister printed since the last command.
    fn printed(&mut self) -> Vec<String> {
        let Some(canister) = self.fork.canister(self.canister) else { return Vec::new() };
        let lines: Vec<String> = canister
            .facts
            .logs
            .iter()
            .map(|record| String::from_utf8_lossy(&record.content).into_owned())
            .collect();
        let new = lines.iter().skip(self.logs).map(|line| format!("log: {line}")).collect();
        self.logs = lines.len();
        new
    }
}

fn parse_service(text: &str) -> Result<(TypeEnv, candid::types::Type), String> {
    let program: candid_parser::IDLProg =
        text.parse().map_err(|error| format!("the interface does not parse: {error}\n{text}"))?;
    let mut env = TypeEnv::new();
    let service =
        candid_parser::check_prog(&mut env, &program).map_err(|error| format!("{error}\n{text}"))?;
    Ok((env, service.ok_or("the interface has no service")?))
}
