persistent actor {
  var step = 0;
  let other : actor { slow : () -> async Nat } = actor "ryjl3-tyaaa-aaaaa-aaaba-cai";
  public func start() : async Nat { step := 1; let n = await other.slow(); step := 100 + n; step };
  public query func at() : async Nat { step };
};
