(with migration = func (_ : { count : Text }) : {} { {} })
persistent actor {
  var size : Nat = 0;
}
