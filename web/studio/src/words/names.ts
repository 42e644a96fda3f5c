// Which names an app may have: a label of a host name.

/** Returns an address for an app called so, which no other app has: "Guest book" lives at `guestbook`, the next at `guestbook-2`. */
export function addressFor(title: string, taken: readonly string[]): string {
  const plain = title.toLowerCase().replace(/[^a-z0-9-]+/g, "").replace(/^[^a-z]+|-+$/g, "").slice(0, 30).replace(/-+$/, "") || "app";
  let name = plain;
  for (let n = 2; taken.includes(name); n++) name = `${plain}-${n}`;
  return name;
}

export function nameTrouble(name: string, taken: readonly string[]): string | null {
  if (name === "") return "An app needs a name.";
  if (name.length > 63) return "At most 63 characters.";
  if (!/^[a-z0-9-]+$/.test(name)) return "Only small letters, digits and hyphens.";
  if (name.startsWith("-") || name.endsWith("-")) return "A hyphen can stand only between other characters.";
  if (taken.includes(name)) return `There is already an app called ${name}.`;
  return null;
}
