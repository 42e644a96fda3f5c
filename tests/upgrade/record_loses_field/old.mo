persistent actor {
  var one : { name : Text; city : Text } = { name = ""; city = "" };
}
