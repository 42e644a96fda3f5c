(with migration = func (_ : { size : Text }) : { size : Nat } { { size = 0 } })
persistent actor {
  var count : Text = "";
  var size : Nat = 0;
}
