persistent actor {
  public query func size() : async Nat { 0 };
}
