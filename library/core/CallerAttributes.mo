/// What a trusted signer says about the caller of this message.
import Prim "mo:⛔";

module {
  /// Returns the attributes (Candid), or `null` if no signer vouches for any.
  public func getAttributes<system>() : ?Blob {
    if (Prim.callerInfoSigner<system>().size() == 0) { return null };
    ?Prim.callerInfoData<system>()
  };
}
