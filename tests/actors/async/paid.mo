import Cycles "mo:core/Cycles";
actor {
  func local() : async Nat { Cycles.available() };
  func with_argument(n : Nat) : async (Nat, Nat) { (n, Cycles.available()) };
  func passed_on() : async Nat { await local() };
  func wrapped() : async Nat = local();
  func started(f : () -> async Nat) : () -> async Nat { f };

  public func paid() : async Nat { await (with cycles = 5_000) local() };
  public func unpaid() : async Nat { ignore await (with cycles = 5_000) local(); await local() };

  // The argument starts a block of its own, which gets nothing of it.
  public func argument() : async (Nat, Nat) {
    await (with cycles = 7) with_argument(await local())
  };

  // The block has the cycles, not what it calls.
  public func on() : async Nat { await (with cycles = 9) passed_on() };
  public func through() : async Nat { await (with cycles = 11) wrapped() };
  public func closure() : async Nat { await (with cycles = 13) (started(local))() };

  public func amount(n : Nat) : async Nat {
    let more = { cycles = n; timeout = 10 : Nat32 };
    await (more with cycles = n + 1) local()
  };
};
