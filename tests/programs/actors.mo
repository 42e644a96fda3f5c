import Prim "mo:prim";
// async stuff at top level
actor A {
  var n = 0;
  public func inc() : async Nat { n += 1; n };
  public func add(m : Nat) : async () { n += m };
  public query func get() : async Nat { n };
  public func fail(t : Text) : async Nat { if (t == "trap") Prim.trap("oops"); throw Prim.error(t) };
  public func loopy(k : Nat) : async [Nat] { let a = Prim.Array_init<Nat>(k, 0); for (i in a.keys()) { a[i] := await inc() }; Prim.Array_tabulate<Nat>(k, func i = a[i]) };
  public func caller_() : async Principal { Prim.principalOfActor A };
  public func one() : () { n += 100 };
  func local() : async Nat { n };
  public func callLocal() : async Nat { await local() };
  func star(x : Nat) : async* Nat { if (x == 0) { await inc() } else { (await* star(x - 1)) + 1 } };
  public func callStar() : async Nat { await* star(3) };
  public func fin(bad : Bool) : async Text {
    var log = "";
    try { try { ignore await inc(); if bad { throw Prim.error "E" }; log #= "ok " } finally { log #= "fin " } } catch e { log #= "caught " # Prim.errorMessage e };
    log
  };
};
Prim.debugPrint(debug_show(await A.inc()));
await A.add 5;
Prim.debugPrint(debug_show(await A.get()));
try { ignore await A.fail("x") } catch e { Prim.debugPrint(debug_show(Prim.errorCode e, Prim.errorMessage e)) };
Prim.debugPrint(debug_show(await A.loopy 3));
A.one();
Prim.debugPrint(debug_show(await A.callLocal(), await A.callStar()));
Prim.debugPrint(await A.fin true);
Prim.debugPrint(await A.fin false);
let f1 = A.inc(); let f2 = A.inc();
Prim.debugPrint(debug_show(await f2, await f1));
let x = async { (await A.inc()) + 1 };
Prim.debugPrint(debug_show(await x));
func g() : async Nat { try { await A.fail "q" } catch (_) { 77 } };
Prim.debugPrint(debug_show(await g()));
let t = async { throw Prim.error "t"; 1 };
try { ignore await t } catch e { Prim.debugPrint(Prim.errorMessage e) };
//> 1
//> 6
//> (#canister_reject, "x")
//> [7, 8, 9]
//> (109, 113)
//> fin caught E
//> ok fin 
//> (114, 113)
//> 116
//> 77
//> t
