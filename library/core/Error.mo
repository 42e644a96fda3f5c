/// What `throw` throws and `catch` catches.
import Prim "mo:⛔";

module {
  /// What `throw` throws and `catch` catches.
  public type Error = Prim.Types.Error;

  /// What kind of error it is.
  public type ErrorCode = Prim.ErrorCode;

  /// Makes an error to `throw`: the caller's call is rejected with this text.
  public func reject(message : Text) : Error { Prim.error(message) };

  /// Returns what kind of error it is.
  public func code(self : Error) : ErrorCode { Prim.errorCode(self) };

  /// Returns the text of the error.
  public func message(self : Error) : Text { Prim.errorMessage(self) };

  /// Returns whether the callee has certainly not done anything.
  public func isCleanReject(self : Error) : Bool {
    switch (code(self)) { case (#system_fatal or #system_transient or #destination_invalid or #call_error _) true; case _ false };
  };

  /// Returns whether the same call may succeed later.
  public func isRetryPossible(self : Error) : Bool {
    switch (code(self)) { case (#system_transient or #system_unknown or #call_error _) true; case _ false };
  };
}
