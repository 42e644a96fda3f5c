persistent actor {
  var count : Text = "";
}
