module {
  public func migration(_ : {}) : { var late : Nat } { { var late = 1 } };
};
