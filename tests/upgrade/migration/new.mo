(with migration = func (_ : { var count : Text }) : { var count : Nat } { { var count = 0 } })
persistent actor {
  var count : Nat = 0;
}
