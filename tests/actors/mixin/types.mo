module {
  public type Role = { #admin; #user; #guest };
  public type State = { var admin : ?Principal; roles : { var count : Nat } };
  public func init() : State { { var admin = null; roles = { var count = 0 } } };
};
