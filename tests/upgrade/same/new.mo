persistent actor {
  let count = 0;
  var name = "x";
}
