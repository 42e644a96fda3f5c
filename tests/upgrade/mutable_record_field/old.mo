persistent actor {
  let one : { var n : Nat } = { var n = 0 };
}
