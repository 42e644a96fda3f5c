// Plain values to Candid and back.
//
// Numbers: a number where it is exact, else a bigint. Options: the value or null. Principals: text. Byte vectors: Uint8Array.
// Records: objects; tuples: arrays. Variants: the name for a case without a value, else { name: value }.
// An option of something that may itself be null keeps its value in a box, { some: value }, so that nothing is mixed up.
import { IDL } from "@icp-sdk/core/candid";
import { Principal } from "@icp-sdk/core/principal";

import { CallError } from "./errors.ts";

/** Encodes plain values as the arguments of a method; missing ones count as null. */
export function encode(types: IDL.Type[], values: unknown[], method: string): Uint8Array {
  if (values.length > types.length) {
    throw new CallError(`${method} takes ${types.length} values, not ${values.length}.`, "bad-argument");
  }
  return IDL.encode(types, types.map((type, index) => toCandid(type, values[index], method)));
}

/** Decodes a reply: nothing, one value, or several as an array. */
export function decode(types: IDL.Type[], reply: Uint8Array): unknown {
  const values = IDL.decode(types, reply).map((value, index) => toPlain(types[index]!, value));
  return values.length > 1 ? values : values[0];
}

/** Returns the type behind names. */
function resolved(type: IDL.Type): IDL.Type {
  let found = type;
  while (found instanceof IDL.RecClass) found = found.getType() as IDL.Type;
  return found;
}

const mayBeNull = (type: IDL.Type): boolean => {
  const found = resolved(type);
  return found instanceof IDL.OptClass || found instanceof IDL.NullClass || found instanceof IDL.ReservedClass;
};

// The libraries keep what a type is made of to themselves at compile time; it is there at run time.
type Made = { _type: IDL.Type; _fields: [string, IDL.Type][]; _components: IDL.Type[] };
const made = (type: IDL.Type) => type as unknown as Made;

const isBytes = (type: IDL.Type): boolean => {
  const found = resolved(made(type)._type);
  return found instanceof IDL.FixedNatClass && found._bits === 8;
};

const isNumber = (type: IDL.Type): boolean =>
  type instanceof IDL.NatClass || type instanceof IDL.IntClass || ((type instanceof IDL.FixedNatClass || type instanceof IDL.FixedIntClass) && type._bits === 64);

export function toCandid(named: IDL.Type, value: unknown, where: string): unknown {
  const type = resolved(named);
  const wrong = (expected: string): never => {
    const found = value === undefined ? "nothing" : value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
    throw new CallError(`${where} must be ${expected}, and is ${found}.`, "bad-argument");
  };
  if (type instanceof IDL.OptClass) {
    if (value === null || value === undefined) return [];
    const inner = made(type)._type;
    return [toCandid(inner, mayBeNull(inner) ? (value as { some: unknown }).some : value, where)];
  }
  if (type instanceof IDL.NullClass || type instanceof IDL.ReservedClass) return null;
  if (isNumber(type)) return toBigInt(value) ?? wrong("a whole number");
  if (type instanceof IDL.FixedNatClass || type instanceof IDL.FixedIntClass || type instanceof IDL.FloatClass) {
    return typeof value === "number" ? value : wrong("a number");
  }
  if (type instanceof IDL.PrincipalClass) return toPrincipal(value) ?? wrong("a principal as text");
  if (type instanceof IDL.TupleClass) {
    const components = made(type)._components;
    if (!Array.isArray(value)) return wrong(`a list of ${components.length}`);
    return components.map((component, index) => toCandid(component, value[index], `${where}[${index}]`));
  }
  if (type instanceof IDL.VecClass) {
    if (isBytes(type)) return value instanceof Uint8Array || Array.isArray(value) ? value : wrong("bytes");
    if (!Array.isArray(value)) return wrong("a list");
    return value.map((item, index) => toCandid(made(type)._type, item, `${where}[${index}]`));
  }
  if (type instanceof IDL.RecordClass) {
    if (typeof value !== "object" || value === null) return wrong("an object");
    const record = value as Record<string, unknown>;
    return Object.fromEntries(made(type)._fields.map(([name, field]) => [name, toCandid(field, record[name], `${where}.${name}`)]));
  }
  if (type instanceof IDL.VariantClass) {
    const name = typeof value === "string" ? value : Object.keys((value as object) ?? {})[0];
    const found = made(type)._fields.find(([known]) => known === name);
    if (!found) return wrong(`one of ${made(type)._fields.map(([known]) => known).join(", ")}`);
    const content = typeof value === "string" ? null : (value as Record<string, unknown>)[found[0]];
    return { [found[0]]: toCandid(found[1], content, `${where}.${found[0]}`) };
  }
  if (type instanceof IDL.TextClass && typeof value !== "string") return wrong("text");
  if (type instanceof IDL.BoolClass && typeof value !== "boolean") return wrong("true or false");
  return value;
}

export function toPlain(named: IDL.Type, value: any): unknown {
  const type = resolved(named);
  if (type instanceof IDL.OptClass) {
    if (value.length === 0) return null;
    const inner = made(type)._type;
    const plain = toPlain(inner, value[0]);
    return mayBeNull(inner) ? { some: plain } : plain;
  }
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (type instanceof IDL.PrincipalClass) return value.toText();
  if (type instanceof IDL.TupleClass) return made(type)._components.map((component, index) => toPlain(component, value[index]));
  if (type instanceof IDL.VecClass) {
    if (isBytes(type)) return Uint8Array.from(value);
    return Array.from(value as ArrayLike<unknown>, (item) => toPlain(made(type)._type, item));
  }
  if (type instanceof IDL.RecordClass) {
    return Object.fromEntries(made(type)._fields.map(([name, field]) => [name, toPlain(field, value[name])]));
  }
  if (type instanceof IDL.VariantClass) {
    const name = Object.keys(value)[0]!;
    const [, content] = made(type)._fields.find(([known]) => known === name)!;
    return resolved(content) instanceof IDL.NullClass ? name : { [name]: toPlain(content, value[name]) };
  }
  return value;
}

function toBigInt(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
}

function toPrincipal(value: unknown): Principal | undefined {
  try {
    return typeof value === "string" ? Principal.fromText(value) : undefined;
  } catch {
    return undefined;
  }
}
