persistent actor {
  public func add(_ : { name : Text; city : Text }) : async () {};
}
