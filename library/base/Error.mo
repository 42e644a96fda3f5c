/// `mo:base/Error` over `mo:core/Error`.
import Core "mo:core/Error";

module {
  /// The type itself.
  public type Error = Core.Error;

  /// The type itself.
  public type ErrorCode = Core.ErrorCode;

  /// As `code` of `mo:core/Error`.
  public func code(x : Error) : ErrorCode { Core.code(x) };

  /// Returns whether the same call may succeed later.
  public func isRetryPossible(x : Error) : Bool { Core.isRetryPossible(x) };

  /// As `message` of `mo:core/Error`.
  public func message(x : Error) : Text { Core.message(x) };

  /// Makes an error to `throw`: the caller's call is rejected with this text.
  public func reject(message : Text) : Error { Core.reject(message) };
}
