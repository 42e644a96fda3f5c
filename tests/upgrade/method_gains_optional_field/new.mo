persistent actor {
  public func add(_ : { name : Text; city : ?Text }) : async () {};
  public func more() : async () {};
}
