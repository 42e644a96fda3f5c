//! The Candid reader that runs inside each module, on a host of its own, beside the one that agents use.

use std::rc::Rc;

use candid::types::{Type, TypeInner};
use candid::{DecoderConfig, IDLArgs, TypeEnv};
use mo_compile::{Options, with_stack};
use source::MemoryWorld;
use wasmtime::{Caller, Config, Engine, Extern, InstancePre, Linker, Memory, Module, Store, Trap, Val};

use crate::counters::{COUNTERS, counting};

/// An actor whose methods take a bit of everything; a method for each kind of trouble.
const ACTOR: &str = include_str!("takes.mo");

/// Instructions that a message may cost: so many for itself, and so many for each byte.
const FUEL: u64 = 80_000_000;
const FUEL_PER_BYTE: u64 = 20_000;

/// Pages of memory that a message may come to: so many for itself, and a byte of it may become so many bytes.
const PAGES: u64 = 256;
const BYTES_PER_BYTE: u64 = 4_096;

/// The compiled actor, ready to be called.
pub struct CandidHost {
    engine: Engine,
    instance: InstancePre<State>,
    methods: Vec<Method>,
}

struct Method {
    export: String,
    types: Vec<Type>,
    env: TypeEnv,
}

#[derive(Default)]
struct State {
    argument: Vec<u8>,
    replied: bool,
    /// The message of a trap that the module itself wanted.
    trapped: Option<String>,
}

impl CandidHost {
    /// Returns the host of this thread.
    pub fn shared() -> Rc<CandidHost> {
        thread_local!(static HOST: Rc<CandidHost> = Rc::new(CandidHost::new()));
        HOST.with(Rc::clone)
    }

    fn new() -> CandidHost {
        let world = MemoryWorld::new([("takes.mo", ACTOR)]);
        let (wasm, interface) = with_stack(|| {
            let (checked, built) = mo_compile::build(&world, "takes.mo", &Options::default());
            let compiled = built.unwrap_or_else(|errors| panic!("the actor is accepted: {errors:?}"));
            (compiled.wasm, mo_compile::candid(&checked).expect("an actor has an interface"))
        });
        let engine = Engine::new(Config::new().consume_fuel(true)).expect("the settings fit together");
        let module = Module::new(&engine, counting(&wasm)).expect("our own module is valid");
        let instance = linker(&engine, &module).instantiate_pre(&module).expect("all imports are there");
        CandidHost { engine, instance, methods: methods(&interface) }
    }

    /// Reads a message: the first byte chooses the method, the others are its argument.
    ///
    /// # Panics
    /// If the module fails in another way than by refusing the message, takes too long or too much, or does not agree with
    /// the reader that agents use.
    pub fn run(&self, bytes: &[u8]) {
        self.run_counting(bytes, |_| {});
    }

    /// The same, shows where the module's code went, and returns whether the message was taken.
    ///
    /// # Panics
    /// As [`CandidHost::run`].
    pub fn run_counting(&self, bytes: &[u8], look: impl FnOnce(&[u8])) -> bool {
        let Some((choice, argument)) = bytes.split_first() else { return false };
        let method = &self.methods[usize::from(*choice) % self.methods.len()];
        let size = argument.len() as u64;
        let mut store = Store::new(&self.engine, State { argument: argument.to_vec(), ..State::default() });
        store.set_fuel(u64::MAX).expect("fuel is counted");
        let instance = self.instance.instantiate(&mut store).expect("the module starts");
        let init = instance.get_typed_func::<(), ()>(&mut store, "canister_init");
        init.and_then(|init| init.call(&mut store, ())).expect("the actor can be installed");
        store.set_fuel(FUEL + FUEL_PER_BYTE * size).expect("fuel is counted");
        let call =
            instance.get_typed_func::<(), ()>(&mut store, &method.export).expect("the method is there");
        let outcome = call.call(&mut store, ());
        let memory = instance.get_memory(&mut store, "memory").expect("the module has a memory");
        look(&memory.data(&store)[COUNTERS]);
        let pages = PAGES + size * BYTES_PER_BYTE / 0x1_0000;
        assert!(memory.size(&store) <= pages, "a message of {size} bytes took {} pages", memory.size(&store));
        let accepted = match (outcome, &store.data().trapped) {
            (Ok(()), _) => store.data().replied,
            (Err(_), Some(_)) => false,
            (Err(error), None) => match error.downcast_ref::<Trap>() {
                Some(trap) => panic!("the module failed instead of refusing the message: {trap}"),
                None => panic!("the module failed instead of refusing the message: {error:?}"),
            },
        };
        self.compare(method, argument, accepted, store.data().trapped.as_deref().unwrap_or_default());
        accepted
    }

    /// Returns the message that agents make of values for each method that they fit.
    pub(crate) fn messages_of(&self, values: &IDLArgs) -> Vec<Vec<u8>> {
        let encoded = (0..).zip(&self.methods).filter_map(|(choice, method)| {
            let bytes = values.to_bytes_with_types(&method.env, &method.types).ok()?;
            Some([&[choice], bytes.as_slice()].concat())
        });
        encoded.collect()
    }

    /// Agents' reader takes what ours takes. Both have limits of their own, which are no difference; that a Nat32 is meant as a
    /// character, only ours knows, and only ours looks at the text in what it skips.
    fn compare(&self, method: &Method, argument: &[u8], accepted: bool, trapped: &str) {
        let limited =
            ["more values than its size", "nest too deeply", "too large", "no character", "no UTF-8"];
        if limited.iter().any(|limit| trapped.contains(limit)) {
            return;
        }
        let mut config = DecoderConfig::new();
        config.set_decoding_quota(50_000_000).set_skipping_quota(50_000_000);
        let read = IDLArgs::from_bytes_with_types_with_config(argument, &method.env, &method.types, &config);
        // Ours compares the types as a whole before it reads; agents look at the values that are there, and take an unknown case
        // of a variant as long as no value has it.
        let is_stricter = trapped.contains("not of the types that the method takes");
        match read {
            Ok(_) => {
                assert!(accepted || is_stricter, "{} refuses what agents take: {trapped}", method.export)
            }
            Err(error) => {
                let said = format!("{error:?}");
                let limits = ["limit", "quota", "recursion"];
                let limited = limits.iter().any(|limit| said.contains(limit));
                assert!(!accepted || limited, "{} takes what agents refuse: {said}", method.export);
            }
        }
    }
}

/// The methods of an interface, in the order of their names.
fn methods(interface: &str) -> Vec<Method> {
    let program: candid_parser::IDLProg = interface.parse().expect("our own interface can be read");
    let mut env = TypeEnv::new();
    let service = candid_parser::check_prog(&mut env, &program).expect("our own interface is right");
    let service = service.expect("an actor is a service");
    let TypeInner::Service(methods) = service.as_ref() else { panic!("an actor is a service") };
    let found = methods.iter().map(|(name, ty)| {
        let TypeInner::Func(func) = ty.as_ref() else { panic!("a method is a function") };
        Method { export: format!("canister_update {name}"), types: func.args.clone(), env: env.clone() }
    });
    found.collect()
}

fn linker(engine: &Engine, module: &Module) -> Linker<State> {
    let mut linker: Linker<State> = Linker::new(engine);
    for import in module.imports() {
        let ty = import.ty().func().cloned().expect("a module imports functions");
        let name = import.name().to_owned();
        let results: Vec<_> = ty.results().collect();
        linker
            .func_new(import.module(), import.name(), ty, move |mut caller, arguments, out| {
                for (slot, result) in out.iter_mut().zip(&results) {
                    *slot = Val::default_for_ty(result).expect("numbers have defaults");
                }
                answer(&name, &mut caller, arguments, out)
            })
            .expect("each import is there once");
    }
    linker
}

fn answer(
    name: &str,
    caller: &mut Caller<'_, State>,
    arguments: &[Val],
    results: &mut [Val],
) -> wasmtime::Result<()> {
    let number = |at: usize| arguments[at].unwrap_i32().cast_unsigned() as usize;
    match name {
        "msg_arg_data_size" => {
            let size = i32::try_from(caller.data().argument.len()).expect("messages are short");
            results[0] = Val::I32(size);
        }
        "msg_arg_data_copy" => {
            let (to, from, size) = (number(0), number(1), number(2));
            let bytes = caller.data().argument[from..from + size].to_vec();
            memory(caller).write(&mut *caller, to, &bytes)?;
        }
        "msg_reply" => caller.data_mut().replied = true,
        "trap" => {
            let (at, size) = (number(0), number(1));
            let text = memory(caller).data(&*caller)[at..at + size].to_vec();
            caller.data_mut().trapped = Some(String::from_utf8_lossy(&text).into_owned());
            return Err(wasmtime::Error::msg("trapped"));
        }
        _ => {}
    }
    Ok(())
}

fn memory(caller: &mut Caller<'_, State>) -> Memory {
    caller.get_export("memory").and_then(Extern::into_memory).expect("the module has a memory")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::CandidHost;
    use crate::{Target, seeds};

    #[test]
    fn every_method_takes_a_message_and_its_code_is_counted() {
        let host = CandidHost::shared();
        let (mut taken, mut ways) = (BTreeSet::new(), BTreeSet::new());
        for seed in seeds(Target::Candid) {
            let mut way = Vec::new();
            if host.run_counting(&seed, |counters| way = counters.to_vec()) {
                taken.insert(usize::from(seed[0]) % host.methods.len());
            }
            assert!(way.iter().any(|count| *count > 0), "code runs without being counted");
            ways.insert(way);
        }
        assert_eq!(taken.len(), host.methods.len(), "a method takes none of the messages: {taken:?}");
        assert!(ways.len() > host.methods.len(), "what is counted does not depend on the message");
    }
}
