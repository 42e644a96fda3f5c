import Prim "mo:prim";
actor Bank {
  var balance = 100;
  public func take(n : Nat) : async Nat { if (n > balance) throw Prim.error("only " # debug_show balance); balance -= n; balance };
  public func boom(n : Nat) : async Nat { balance := 0; assert n == 0; balance };
  public query func peek() : async Nat { balance };
};
func attempt(n : Nat) : async Text {
  try { debug_show (await Bank.take n) } catch e { "failed: " # Prim.errorMessage e } finally { Prim.debugPrint("done " # debug_show n) }
};
Prim.debugPrint(await attempt 30);
Prim.debugPrint(await attempt 300);
// traps in callee roll back and are caught
let t = try { debug_show (await Bank.boom 5) } catch e { switch (Prim.errorCode e) { case (#canister_error) "trap"; case _ "other" } };
Prim.debugPrint(t # " " # debug_show (await Bank.peek()));
// nested try, rethrow
func nested() : async Text {
  var log = "";
  try { try { ignore await Bank.take 1000; log #= "unreached " } catch e { log #= "inner "; throw e } finally { log #= "f1 " } } catch e { log #= "outer(" # Prim.errorMessage e # ") " } finally { log #= "f2" };
  log
};
Prim.debugPrint(await nested());
// return and break through finally
func early(k : Nat) : async Nat {
  label l for (i in [1, 2, 3].vals()) { try { if (i == k) return i * 10; if (i == 3) break l; ignore await Bank.peek() } finally { Prim.debugPrint("fin " # debug_show i) } };
  0
};
Prim.debugPrint(debug_show (await early 2, await early 9));
// catch patterns and errors as values
func thrower(n : Nat) : async Nat { if (n == 0) throw Prim.error "zero"; n };
var errs : [Text] = [];
for (n in [1, 0, 2].vals()) { try { ignore await thrower n } catch e { errs := Prim.Array_tabulate<Text>(errs.size() + 1, func i = if (i < errs.size()) errs[i] else Prim.errorMessage e) } };
Prim.debugPrint(debug_show errs);
// async* and exceptions
func star(n : Nat) : async* Nat { if (n > 2) throw Prim.error "deep"; 1 + (await* star(n + 1)) };
try { ignore await* star 0 } catch e { Prim.debugPrint("star: " # Prim.errorMessage e) };
func even(n : Nat) : async* Bool { if (n == 0) true else await* odd(n - 1) };
func odd(n : Nat) : async* Bool { if (n == 0) false else await* even(n - 1) };
Prim.debugPrint(debug_show (await* even 7));
// async in async
let a = async { let b = async { 1 + (await Bank.peek()) }; (await b) * 2 };
Prim.debugPrint(debug_show (await a));
// await the same future twice
let f = Bank.peek();
Prim.debugPrint(debug_show (await f, await f));
// switch on error codes
try { throw Prim.error "mine" } catch e { Prim.debugPrint(debug_show (Prim.errorCode e, Prim.errorMessage e)) };
// ignore future with throw
ignore Bank.take 5000;
Prim.debugPrint(debug_show (await Bank.peek()));
//> done 30
//> 70
//> done 300
//> failed: only 70
//> trap 70
//> inner f1 outer(only 70) f2
//> fin 1
//> fin 2
//> fin 1
//> fin 2
//> fin 3
//> (20, 0)
//> ["zero"]
//> star: deep
//> false
//> 142
//> (70, 70)
//> (#canister_reject, "mine")
//> 70
