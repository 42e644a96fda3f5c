//! Actors elsewhere and interface files as imports.

use mo_compile::{Options, build, candid, check};
use source::MemoryWorld;

const LEDGER: &str = "
type Account = record { owner : principal; subaccount : opt blob };
service : (record {}) -> {
  balance : (Account) -> (nat) query;
  \"transfer-all\" : (Account, opt nat64) -> (variant { Ok : nat; Err : text });
  tell : (text) -> () oneway;
}";

fn world(main: &str) -> MemoryWorld {
    let files =
        [("Main.mo", main), ("idl/ledger.did", LEDGER), ("types.did", "type pair = record { int; bool };")];
    MemoryWorld::new(files.map(|(path, text)| (path.to_owned(), text.to_owned())))
}

fn options() -> Options {
    let mut options = Options { actor_idl: vec!["idl".into()], ..Options::default() };
    options.actor_aliases.insert("ledger".into(), "ryjl3-tyaaa-aaaaa-aaaba-cai".into());
    options
}

#[track_caller]
fn errors(main: &str, expected: &[&str]) {
    let checked = mo_compile::with_stack(|| {
        let checked = check(&world(main), "Main.mo", &options());
        checked.diagnostics.iter().map(|error| error.message.clone()).collect::<Vec<_>>()
    });
    assert_eq!(checked, expected);
}

#[test]
fn an_alias_brings_an_actor_and_its_types() {
    let main = "
import Ledger \"canister:ledger\";
import Types \"idl:types.did\";
actor {
  public func owned(account : Ledger.Account) : async (Nat, Types.pair) {
    Ledger.tell(\"asked\");
    (await Ledger.balance(account), (1, true))
  };
}";
    mo_compile::with_stack(|| {
        let (checked, built) = build(&world(main), "Main.mo", &options());
        assert!(built.is_ok(), "{:?}", built.err());
        let interface = candid(&checked).expect("it is an actor");
        assert!(interface.contains("(account: Account) -> (nat, pair)"), "{interface}");
    });
}

#[test]
fn what_cannot_be_imported_is_said() {
    errors("import A \"canister:bank\"; actor {}", &["the actor `bank` has no principal here"]);
    errors(
        "import A \"ic:rwlgt-iiaaa-aaaaa-aaaaa-cai\"; actor {}",
        &["there is no interface file for `rwlgt-iiaaa-aaaaa-aaaaa-cai`"],
    );
    errors("import A \"ic:Hello\"; actor {}", &["`Hello` is no principal"]);
    errors("import A \"idl:none.did\"; actor {}", &["there is no interface file for `none`"]);
}

#[test]
fn a_class_that_does_not_compile_is_reported() {
    let files = [
        ("Main.mo", "import C \"C\"; actor { public func f() : async C.C { await C.C(1) } }"),
        ("C.mo", "actor class C(n : Nat) { public func f() : async Nat { \"no\" } }"),
    ];
    let world = MemoryWorld::new(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let message = mo_compile::with_stack(|| {
        let (_, built) = build(&world, "Main.mo", &Options::default());
        built.expect_err("the class is wrong")[0].message.clone()
    });
    assert_eq!(message, "this has the type Text where Nat is expected");
}
