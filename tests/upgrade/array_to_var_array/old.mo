persistent actor {
  let all : [Nat] = [];
}
