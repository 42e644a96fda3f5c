/// Messages for the developer.
import Prim "mo:⛔";

module {
  /// Writes a line to the app's log.
  /// Example: `Debug.print("seen " # debug_show n)`.
  public func print(text : Text) { Prim.debugPrint(text) };

  /// Stands where code is still to be written; traps when reached.
  public func todo() : None { Prim.trap("Debug.todo()") };
}
