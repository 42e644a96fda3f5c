persistent actor {
  var name : Text = "";
}
