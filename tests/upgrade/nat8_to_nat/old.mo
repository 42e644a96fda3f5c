persistent actor {
  var count : Nat8 = 0;
}
