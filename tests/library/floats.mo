// Every function of Float and Float32.
import Debug "mo:core/Debug";
import Float "mo:core/Float";
import Float32 "mo:core/Float32";

func show(name : Text, values : [Float]) {
  var line = name;
  for (x in values.values()) { line #= " " # Float.format(x, #fix 4) };
  Debug.print(line);
};
func show32(name : Text, values : [Float32]) {
  var line = name;
  for (x in values.values()) { line #= " " # Float32.format(x, #fix 4) };
  Debug.print(line);
};
show("Float.abs", [Float.abs(2.5), Float.abs(0.3), Float.abs(-1.5)]);
show("Float.sqrt", [Float.sqrt(2.25), Float.sqrt(0.3)]);
show("Float.ceil", [Float.ceil(2.5), Float.ceil(0.3), Float.ceil(-1.5)]);
show("Float.floor", [Float.floor(2.5), Float.floor(0.3), Float.floor(-1.5)]);
show("Float.trunc", [Float.trunc(2.5), Float.trunc(0.3), Float.trunc(-1.5)]);
show("Float.nearest", [Float.nearest(2.5), Float.nearest(0.3), Float.nearest(-1.5)]);
show("Float.sin", [Float.sin(2.5), Float.sin(0.3), Float.sin(-1.5)]);
show("Float.cos", [Float.cos(2.5), Float.cos(0.3), Float.cos(-1.5)]);
show("Float.tan", [Float.tan(2.5), Float.tan(0.3), Float.tan(-1.5)]);
show("Float.arctan", [Float.arctan(2.5), Float.arctan(0.3), Float.arctan(-1.5)]);
show("Float.exp", [Float.exp(2.5), Float.exp(0.3), Float.exp(-1.5)]);
show("Float.neg", [Float.neg(2.5), Float.neg(0.3), Float.neg(-1.5)]);
show("Float.arcsin", [Float.arcsin(0.5), Float.arcsin(-1.0)]);
show("Float.arccos", [Float.arccos(0.5), Float.arccos(-1.0)]);
show("Float.log", [Float.log(2.5), Float.log(Float.e), Float.pi]);
show("Float.arctan2", [Float.arctan2(2.5, -1.5), Float.arctan2(4.0, 3.0)]);
show("Float.copySign", [Float.copySign(2.5, -1.5), Float.copySign(4.0, 3.0)]);
show("Float.min", [Float.min(2.5, -1.5), Float.min(4.0, 3.0)]);
show("Float.max", [Float.max(2.5, -1.5), Float.max(4.0, 3.0)]);
show("Float.add", [Float.add(2.5, -1.5), Float.add(4.0, 3.0)]);
show("Float.sub", [Float.sub(2.5, -1.5), Float.sub(4.0, 3.0)]);
show("Float.mul", [Float.mul(2.5, -1.5), Float.mul(4.0, 3.0)]);
show("Float.div", [Float.div(2.5, -1.5), Float.div(4.0, 3.0)]);
show("Float.rem", [Float.rem(2.5, -1.5), Float.rem(4.0, 3.0)]);
show("Float.pow", [Float.pow(2.5, -1.5), Float.pow(4.0, 3.0)]);
Debug.print(debug_show (Float.equal(1.0, 1.05, 0.1), Float.notEqual(1.0, 1.05, 0.01), Float.less(1.0, 2.0), Float.lessOrEqual(2.0, 2.0), Float.greater(1.0, 2.0), Float.greaterOrEqual(2.0, 2.0), Float.compare(1.0, 2.0), Float.isNaN(0.0 / 0.0), Float.isNaN(1.0)));
Debug.print(debug_show (Float.toInt(2.9), Float.toInt(-2.9), Float.toInt64(7.5)) # " " # Float.toText(0.5) # " " # Float.format(1234.5, #exp 2) # " " # Float.format(1234.5, #gen 3) # " " # Float.format(0.25, #exact));
show("Float.fromInt64", [Float.fromInt64(-7)]);
show32("Float32.abs", [Float32.abs(2.5), Float32.abs(0.3), Float32.abs(-1.5)]);
show32("Float32.sqrt", [Float32.sqrt(2.25), Float32.sqrt(0.3)]);
show32("Float32.ceil", [Float32.ceil(2.5), Float32.ceil(0.3), Float32.ceil(-1.5)]);
show32("Float32.floor", [Float32.floor(2.5), Float32.floor(0.3), Float32.floor(-1.5)]);
show32("Float32.trunc", [Float32.trunc(2.5), Float32.trunc(0.3), Float32.trunc(-1.5)]);
show32("Float32.nearest", [Float32.nearest(2.5), Float32.nearest(0.3), Float32.nearest(-1.5)]);
show32("Float32.sin", [Float32.sin(2.5), Float32.sin(0.3), Float32.sin(-1.5)]);
show32("Float32.cos", [Float32.cos(2.5), Float32.cos(0.3), Float32.cos(-1.5)]);
show32("Float32.tan", [Float32.tan(2.5), Float32.tan(0.3), Float32.tan(-1.5)]);
show32("Float32.arctan", [Float32.arctan(2.5), Float32.arctan(0.3), Float32.arctan(-1.5)]);
show32("Float32.exp", [Float32.exp(2.5), Float32.exp(0.3), Float32.exp(-1.5)]);
show32("Float32.neg", [Float32.neg(2.5), Float32.neg(0.3), Float32.neg(-1.5)]);
show32("Float32.arcsin", [Float32.arcsin(0.5), Float32.arcsin(-1.0)]);
show32("Float32.arccos", [Float32.arccos(0.5), Float32.arccos(-1.0)]);
show32("Float32.log", [Float32.log(2.5), Float32.log(Float32.e), Float32.pi]);
show32("Float32.arctan2", [Float32.arctan2(2.5, -1.5), Float32.arctan2(4.0, 3.0)]);
show32("Float32.copySign", [Float32.copySign(2.5, -1.5), Float32.copySign(4.0, 3.0)]);
show32("Float32.min", [Float32.min(2.5, -1.5), Float32.min(4.0, 3.0)]);
show32("Float32.max", [Float32.max(2.5, -1.5), Float32.max(4.0, 3.0)]);
show32("Float32.add", [Float32.add(2.5, -1.5), Float32.add(4.0, 3.0)]);
show32("Float32.sub", [Float32.sub(2.5, -1.5), Float32.sub(4.0, 3.0)]);
show32("Float32.mul", [Float32.mul(2.5, -1.5), Float32.mul(4.0, 3.0)]);
show32("Float32.div", [Float32.div(2.5, -1.5), Float32.div(4.0, 3.0)]);
show32("Float32.rem", [Float32.rem(2.5, -1.5), Float32.rem(4.0, 3.0)]);
show32("Float32.pow", [Float32.pow(2.5, -1.5), Float32.pow(4.0, 3.0)]);
Debug.print(debug_show (Float32.equal(1.0, 1.05, 0.1), Float32.notEqual(1.0, 1.05, 0.01), Float32.less(1.0, 2.0), Float32.lessOrEqual(2.0, 2.0), Float32.greater(1.0, 2.0), Float32.greaterOrEqual(2.0, 2.0), Float32.compare(1.0, 2.0), Float32.isNaN(0.0 / 0.0), Float32.isNaN(1.0)));
Debug.print(debug_show (Float32.toInt(2.9), Float32.toInt(-2.9), Float32.toInt64(7.5)) # " " # Float32.toText(0.5) # " " # Float32.format(1234.5, #exp 2) # " " # Float32.format(1234.5, #gen 3) # " " # Float32.format(0.25, #exact));
show32("Float32.fromInt64", [Float32.fromInt64(-7)]);
show("Float.fromInt", [Float.fromInt(12), Float.fromFloat32(0.5), Float32.toFloat(0.75)]);
show32("toFloat32", [Float.toFloat32(0.5), Float32.fromFloat(0.1)]);
// prints: Float.abs 2.5000 0.3000 1.5000
// prints: Float.sqrt 1.5000 0.5477
// prints: Float.ceil 3.0000 1.0000 -1.0000
// prints: Float.floor 2.0000 0.0000 -2.0000
// prints: Float.trunc 2.0000 0.0000 -1.0000
// prints: Float.nearest 2.0000 0.0000 -2.0000
// prints: Float.sin 0.5985 0.2955 -0.9975
// prints: Float.cos -0.8011 0.9553 0.0707
// prints: Float.tan -0.7470 0.3093 -14.1014
// prints: Float.arctan 1.1903 0.2915 -0.9828
// prints: Float.exp 12.1825 1.3499 0.2231
// prints: Float.neg -2.5000 -0.3000 1.5000
// prints: Float.arcsin 0.5236 -1.5708
// prints: Float.arccos 1.0472 3.1416
// prints: Float.log 0.9163 1.0000 3.1416
// prints: Float.arctan2 2.1112 0.9273
// prints: Float.copySign -2.5000 4.0000
// prints: Float.min -1.5000 3.0000
// prints: Float.max 2.5000 4.0000
// prints: Float.add 1.0000 7.0000
// prints: Float.sub 4.0000 1.0000
// prints: Float.mul -3.7500 12.0000
// prints: Float.div -1.6667 1.3333
// prints: Float.rem 1.0000 1.0000
// prints: Float.pow 0.2530 64.0000
// prints: (true, true, true, true, false, true, #less, true, false)
// prints: (+2, -2, +7) 0.500000 1.23e+03 1.23e+03 0.25
// prints: Float.fromInt64 -7.0000
// prints: Float32.abs 2.5000 0.3000 1.5000
// prints: Float32.sqrt 1.5000 0.5477
// prints: Float32.ceil 3.0000 1.0000 -1.0000
// prints: Float32.floor 2.0000 0.0000 -2.0000
// prints: Float32.trunc 2.0000 0.0000 -1.0000
// prints: Float32.nearest 2.0000 0.0000 -2.0000
// prints: Float32.sin 0.5985 0.2955 -0.9975
// prints: Float32.cos -0.8011 0.9553 0.0707
// prints: Float32.tan -0.7470 0.3093 -14.1014
// prints: Float32.arctan 1.1903 0.2915 -0.9828
// prints: Float32.exp 12.1825 1.3499 0.2231
// prints: Float32.neg -2.5000 -0.3000 1.5000
// prints: Float32.arcsin 0.5236 -1.5708
// prints: Float32.arccos 1.0472 3.1416
// prints: Float32.log 0.9163 1.0000 3.1416
// prints: Float32.arctan2 2.1112 0.9273
// prints: Float32.copySign -2.5000 4.0000
// prints: Float32.min -1.5000 3.0000
// prints: Float32.max 2.5000 4.0000
// prints: Float32.add 1.0000 7.0000
// prints: Float32.sub 4.0000 1.0000
// prints: Float32.mul -3.7500 12.0000
// prints: Float32.div -1.6667 1.3333
// prints: Float32.rem 1.0000 1.0000
// prints: Float32.pow 0.2530 64.0000
// prints: (true, true, true, true, false, true, #less, true, false)
// prints: (+2, -2, +7) 0.500000 1.23e+03 1.23e+03 0.25
// prints: Float32.fromInt64 -7.0000
// prints: Float.fromInt 12.0000 0.5000 0.7500
// prints: toFloat32 0.5000 0.1000
