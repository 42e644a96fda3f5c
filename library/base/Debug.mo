/// `mo:base/Debug` over `mo:core/Debug`.
import Core "mo:core/Debug";
import Prim "mo:⛔";

module {
  /// Writes a line to the app's log.
  public func print(text : Text) : () { Core.print(text) };

  /// Ends the message with an error.
  public func trap(errorMessage : Text) : None { Prim.trap(errorMessage) };
}
