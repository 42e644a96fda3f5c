(with migration = func (_ : { count : Nat }) : { count : Nat } { { count = 0 } })
persistent actor {
  var count : Nat = 0;
}
