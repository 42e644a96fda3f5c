persistent actor {
  var count : Nat = 0;
}
