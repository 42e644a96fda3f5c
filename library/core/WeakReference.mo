/// References that do not keep what they refer to.
import Prim "mo:⛔";

module {
  /// A reference to a value, which may go at the end of any message if nothing else holds it.
  public type WeakReference<T> = { ref : weak T };

  /// Returns a weak reference to a value.
  public func allocate<T>(obj : T) : WeakReference<T> { { ref = Prim.allocWeakRef<T>(obj) } };

  /// Returns the value, or `null` once it is gone.
  public func get<T>(self : WeakReference<T>) : ?T { Prim.weakGet<T>(self.ref) };

  /// Returns whether the value is still there.
  public func isLive<T>(self : WeakReference<T>) : Bool { Prim.isLive(self.ref) };
}
