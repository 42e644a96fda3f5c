persistent actor {
  var one : { name : Text } = { name = "" };
}
