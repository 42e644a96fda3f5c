//! Whose findings are told: the program's, not those of the packages it uses.

use mo_compile::{Options, build};
use source::MemoryWorld;

/// The messages that building a program gives.
fn messages(main: &str, helper: &str) -> Vec<String> {
    let world = MemoryWorld::new([("Main.mo", main), ("packages/helper/Lib.mo", helper)]);
    let mut options = Options::default();
    options.packages.insert("helper".into(), "packages/helper".into());
    mo_compile::with_stack(|| {
        let (checked, _) = build(&world, "Main.mo", &options);
        checked.diagnostics.iter().map(|found| found.message.clone()).collect()
    })
}

#[test]
fn warnings_of_packages_are_not_told() {
    let main = "
import Map \"mo:core/Map\";
import Nat \"mo:core/Nat\";
import Lib \"mo:helper/Lib\";
actor {
  let ages = Map.empty<Nat, Text>();
  public func f() : async Nat { let unused = 1; Map.toPure(ages, Nat.compare).size + Lib.one() };
}";
    let found = messages(main, "module { public func one() : Nat { let idle = 2; 1 } }");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`unused`"), "{found:?}");
}

#[test]
fn errors_of_packages_are() {
    let main = "import Lib \"mo:helper/Lib\"; actor { public func f() : async Nat { Lib.one() } }";
    let found = messages(main, "module { public func one() : Nat { \"no\" } }");
    assert_eq!(found, ["this has the type Text where Nat is expected"]);
}
