/// Data that the replica certifies for those who query.
import Prim "mo:⛔";

module {
  /// Sets the data to be certified, 32 bytes at most.
  public func set(data : Blob) { Prim.setCertifiedData(data) };

  /// Returns the certificate of the data; there is one only in a query.
  public func getCertificate() : ?Blob { Prim.getCertificate() };
}
