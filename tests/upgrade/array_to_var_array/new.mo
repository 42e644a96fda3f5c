persistent actor {
  let all : [var Nat] = [var];
}
