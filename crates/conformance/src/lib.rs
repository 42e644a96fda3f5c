//! Runs scripts of calls and upgrades against Motoko actors on the replica, and writes down what comes back.
//!
//! The compiler and the replica do not know each other; this crate, which only tests use, puts them together. Start at
//! [`Script::run`].

mod heap;

use std::collections::BTreeMap;

use candid::types::{FuncMode, Function, TypeEnv, TypeInner};
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
    interfaces: BTreeMap<CanisterId, Interface>,
    /// The folder of the chain of migrations that what is installed is compiled with.
    chain: Option<String>,
    /// How many lines of each canister's log were shown.
    logs: BTreeMap<CanisterId, usize>,
}

/// What a canister says that it offers: its actor, and what it takes when it is installed.
struct Interface {
    env: TypeEnv,
    service: candid::types::Type,
    arguments: Vec<candid::types::Type>,
}

/// How many canisters a script can have.
const CANISTERS_MAX: u64 = 8;

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
        let (interfaces, logs) = (BTreeMap::new(), BTreeMap::new());
        Ok(Script { _node: node, fork, canister, caller: owner(), interfaces, chain: None, logs })
    }

    /// Carries out one command and returns what it prints: `install FILE (ARGS)`, `upgrade FILE (ARGS)`, `as NAME`,
    /// `chain FOLDER` (compiles with this chain of migrations from here on), `canister N` (goes to another, which is made if need be), `call METHOD (ARGS)`, `send METHOD (ARGS)` (does not
    /// wait for the answer), `query METHOD (ARGS)`, `wait SECONDS`, `heap`
    /// (checks that the heap is well formed).
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
            "send" => self.send(rest),
            "canister" => self.go_to(rest),
            "chain" => {
                self.chain = Some(rest.to_owned());
                Ok(String::new())
            }
            "wait" => self.wait(rest),
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

    fn go_to(&mut self, number: &str) -> Result<String, String> {
        let number: u64 = number.parse().map_err(|_| format!("`{number}` is no number"))?;
        if number >= CANISTERS_MAX {
            return Err(format!("a script has at most {CANISTERS_MAX} canisters"));
        }
        self.canister = canister_id(number);
        if self.fork.canister(self.canister).is_none() {
            self.fork.create(self.canister, vec![owner()]).map_err(|reject| reject.message)?;
        }
        Ok(String::new())
    }

    /// Lets a call begin, and does not wait for its answer.
    fn send(&mut self, rest: &str) -> Result<String, String> {
        let (method, args) = rest.split_once(' ').unwrap_or((rest, "()"));
        let (env, function) = self.method(method)?;
        let parsed = candid_parser::parse_idl_args(args).map_err(|error| error.to_string())?;
        let arg = parsed.to_bytes_with_types(&env, &function.args).map_err(|error| error.to_string())?;
        self.fork.submit(self.caller, self.canister, method, &arg);
        Ok(String::new())
    }

    fn wait(&mut self, seconds: &str) -> Result<String, String> {
        let seconds: u64 = seconds.parse().map_err(|_| format!("`{seconds}` is no number of seconds"))?;
        self.fork.advance(seconds * 1_000_000_000);
        // What came due has set off messages, and these others.
        (0..20).for_each(|_| self.fork.advance(0));
        Ok(String::new())
    }

    fn install(&mut self, rest: &str, mode: InstallMode) -> Result<String, String> {
        let (path, args) = rest.split_once(' ').unwrap_or((rest, "()"));
        let options =
            mo_compile::Options { enhanced_migration: self.chain.clone(), ..mo_compile::Options::default() };
        let wasm = mo_compile::with_stack(|| {
            let (checked, built) = mo_compile::build(&DiskWorld, path, &options);
            built.map(|compiled| compiled.wasm).map_err(|errors| {
                let shown =
                    errors.iter().map(|error| diagnostics::render_terminal(error, &checked.sources, false));
                shown.collect::<Vec<_>>().join("\n")
            })
        })?;
        let interface = interface_of(&wasm)?;
        let parsed = candid_parser::parse_idl_args(args).map_err(|error| error.to_string())?;
        let arg = parsed
            .to_bytes_with_types(&interface.env, &interface.arguments)
            .map_err(|error| error.to_string())?;
        self.fork.install(self.canister, owner(), mode, &wasm, &arg).map_err(|reject| reject.message)?;
        self.interfaces.insert(self.canister, interface);
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
            self.fork
                .admits(self.caller, self.canister, method, &arg)
                .and_then(|()| self.fork.call(self.caller, self.canister, method, &arg).outcome)
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
        if bytes.is_empty() {
            return Err("nothing is installed".into());
        }
        memory.read(0, &mut bytes);
        heap::check(&bytes).map(|_| "well formed".to_owned())
    }

    fn method(&self, name: &str) -> Result<(TypeEnv, Function), String> {
        let interface = self.interfaces.get(&self.canister).ok_or("nothing is installed")?;
        let function =
            interface.env.get_method(&interface.service, name).map_err(|error| error.to_string())?;
        Ok((interface.env.clone(), function.clone()))
    }

    /// What the canisters printed since the last command.
    fn printed(&mut self) -> Vec<String> {
        (0..CANISTERS_MAX).flat_map(|number| self.printed_by(canister_id(number))).collect()
    }

    fn printed_by(&mut self, id: CanisterId) -> Vec<String> {
        let Some(canister) = self.fork.canister(id) else { return Vec::new() };
        let lines: Vec<String> = canister
            .facts
            .logs
            .iter()
            .map(|record| String::from_utf8_lossy(&record.content).into_owned())
            .collect();
        let shown = self.logs.insert(id, lines.len()).unwrap_or_default();
        lines.iter().skip(shown).map(|line| format!("log: {line}")).collect()
    }
}

/// Reads the interface out of a module's custom section.
fn interface_of(wasm: &[u8]) -> Result<Interface, String> {
    let name: &[u8] = b"icp:public candid:service";
    let at =
        wasm.windows(name.len()).rposition(|bytes| bytes == name).ok_or("the module has no interface")?;
    let text = &wasm[at + name.len()..];
    // The sections behind it are not text.
    let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
    parse_service(&String::from_utf8_lossy(&text[..end]))
}

fn parse_service(text: &str) -> Result<Interface, String> {
    let program: candid_parser::IDLProg =
        text.parse().map_err(|error| format!("the interface does not parse: {error}\n{text}"))?;
    let mut env = TypeEnv::new();
    let service =
        candid_parser::check_prog(&mut env, &program).map_err(|error| format!("{error}\n{text}"))?;
    let service = service.ok_or("the interface has no service")?;
    Ok(match service.as_ref() {
        TypeInner::Class(arguments, service) => {
            Interface { env, service: service.clone(), arguments: arguments.clone() }
        }
        _ => Interface { env, service, arguments: Vec::new() },
    })
}
