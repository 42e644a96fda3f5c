// One old variable is set several times in a message, each time to something new.
persistent actor {
  type Item = { id : Nat; var text : Text; next : ?Item };
  var last : ?Item = null;
  let all : [var ?Item] = [var null, null, null, null];
  public func work() : async () {
    var i = 0;
    while (i < 3) {
      let next = switch last { case (?item) ?{ item with next = null }; case null null };
      let item : Item = { id = i; var text = "item " # debug_show i; next };
      all[i] := ?item;
      last := ?item;
      i += 1;
    };
  };
  public query func show() : async Text { debug_show (last, all) };
};
