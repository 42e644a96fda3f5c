persistent actor {
  var pair : (Nat, Nat) = (0, 0);
}
