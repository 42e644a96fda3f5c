persistent actor {
  var name : ?Text = null;
}
