persistent actor {
  var count = 0;
  let name = "x";
}
