import Nat "mo:core/Nat";
import List "mo:core/List";
import Cycles "mo:core/Cycles";
actor Self {
  type Listener = shared (Nat) -> async ();
  type Oneway = shared (Nat) -> ();
  let listeners = List.empty<Listener>();
  var seen = 0;
  public func heard(n : Nat) : async () { seen += n };
  public func subscribe(listener : Listener) : async () { listeners.add(listener) };
  public func subscribeSelf() : async () { await subscribe(heard); await subscribe(Self.heard) };
  public func publish(n : Nat) : async Nat {
    for (listener in listeners.values()) { await listener(n) };
    seen
  };
  func local(n : Nat) : async Nat { seen += n; Cycles.available() };
  public func paid() : async Nat { await (with cycles = 5_000) async { Cycles.available() } };
  public func plain() : async Nat { await local(2) };
  public func both() : async (Nat, Nat) {
    let a = local(1);
    let b = async { seen += 100; seen };
    (await a, await b)
  };
};
