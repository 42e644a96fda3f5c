import Prim "mo:prim";
actor class Cell(init : Nat) = this { var v = init; public func set(n : Nat) : async () { v := n }; public query func get() : async Nat { v }; public func addTo(other : actor { get : query () -> async Nat; set : Nat -> async () }) : async () { await other.set((await other.get()) + v) }; public func me() : async Nat { await this.get() } };
let a = await Cell 5; let b = await Cell 7;
await a.addTo b;
Prim.debugPrint(debug_show (await a.get(), await b.get(), await a.me()));
let cells = [a, b];
for (c in cells.vals()) { await c.set((await c.get()) * 2) };
Prim.debugPrint(debug_show (await a.get(), await b.get()));
let getters : [shared query () -> async Nat] = [a.get, b.get];
for (g in getters.vals()) Prim.debugPrint(debug_show (await g()));
actor Registry {
  type Watcher = shared Nat -> async ();
  var watchers : [Watcher] = [];
  public func watch(w : Watcher) : async () { watchers := Prim.Array_tabulate<Watcher>(watchers.size() + 1, func i = if (i < watchers.size()) watchers[i] else w) };
  public func fire(n : Nat) : async () { for (w in watchers.vals()) await w n };
  public func echo(t : (Nat, Text), o : { x : ?Nat; v : { #a; #b : [Int] } }) : async ((Nat, Text), { x : ?Nat; v : { #a; #b : [Int] } }) { (t, o) };
  public func oneway(n : Nat) : () { Prim.debugPrint("one " # debug_show n) };
  public shared ({ caller }) func who() : async Bool { caller == caller };
};
await Registry.watch(a.set); await Registry.watch(b.set);
await Registry.fire 99;
Prim.debugPrint(debug_show (await a.get(), await b.get()));
Prim.debugPrint(debug_show (await Registry.echo((3, "x"), { x = null; v = #b([-1, 2]) })));
Registry.oneway 5;
Prim.debugPrint(debug_show (await Registry.who()));
Prim.debugPrint(debug_show (Prim.principalOfActor a == Prim.principalOfActor b, Prim.principalOfActor a == Prim.principalOfActor a));
//> (5, 12, 5)
//> (10, 24)
//> 10
//> 24
//> (99, 99)
//> ((3, "x"), {v = #b([-1, +2]); x = null})
//> one 5
//> true
//> (false, true)
