// Elements, made without ever turning text into markup.

export type Child = Node | string | undefined | false;

/** Makes an element. Properties that begin with `on` listen; others are attributes. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Record<string, string | boolean | ((event: Event) => void) | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** Shows a view instead of what was there. Its heading gets the focus, so that a reader hears where one is. */
export function show(title: string, ...children: Child[]): void {
  const heading = h("h1", { tabindex: "-1" }, title);
  document.title = title;
  document.querySelector("#page")!.replaceChildren(heading, ...children.filter((child) => child !== undefined && child !== false));
  heading.focus();
}

/** Shows that something is going on, and how to leave it. */
export function showBusy(title: string, ...children: Child[]): void {
  show(title, h("p", { class: "quiet busy", role: "status" }, "One moment…"), ...children);
}

/** A button that does one thing at a time. */
export function button(text: string, kind: string, work: () => unknown): HTMLButtonElement {
  const made = h("button", { type: "button", class: kind }, text);
  made.addEventListener("click", async ({ detail }) => {
    // The second half of a double click was meant for what stood here before.
    if (detail > 1) return;
    made.disabled = true;
    try {
      await work();
    } finally {
      made.disabled = false;
    }
  });
  return made;
}
