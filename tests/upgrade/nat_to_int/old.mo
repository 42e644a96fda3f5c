persistent actor {
  var count : Nat = 0;
  let all : [?Nat] = [];
}
