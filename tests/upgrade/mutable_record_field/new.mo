persistent actor {
  let one : { n : Nat } = { n = 0 };
}
