import Cycles "mo:core/Cycles";
actor {
  func local() : async Nat { Cycles.available() };
  public func paid() : async Nat { await (with cycles = 5_000) local() };
};
