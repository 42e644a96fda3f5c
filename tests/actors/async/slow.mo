persistent actor {
  func nothing() : async () {};
  public func slow() : async Nat {
    var i = 0;
    while (i < 3_000) { await nothing(); i += 1 };
    7
  };
};
