persistent actor {
  var pair : (Nat, Nat, Nat) = (0, 0, 0);
}
