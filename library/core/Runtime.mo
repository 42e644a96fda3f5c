/// Ending a message with an error, and what the app is told from outside.
import Prim "mo:⛔";

module {
  /// Ends the message; what it has changed is undone, and the caller gets this text.
  /// Example: `if (caller != owner) { Runtime.trap("Unauthorized") }`.
  public func trap(errorMessage : Text) : None { Prim.trap(errorMessage) };

  /// Marks code that cannot be reached; traps if it is.
  public func unreachable() : None { Prim.trap("Runtime.unreachable()") };

  /// Returns an environment variable of the app.
  public func envVar<system>(name : Text) : ?Text { Prim.envVar<system>(name) };

  /// Returns the names of the app's environment variables.
  public func envVarNames<system>() : [Text] { Prim.envVarNames<system>() };
}
