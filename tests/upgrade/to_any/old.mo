persistent actor {
  var one : Text = "";
}
