persistent actor {
  public func add(_ : { name : Text }) : async () {};
}
