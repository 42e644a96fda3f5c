// Reads a `text/event-stream` from chunks of text, wherever the chunks happen to be cut.

export interface ServerEvent {
  event: string;
  data: string;
}

/** Returns a function that takes the next chunk and gives the events that it completes. */
export function eventReader(): (chunk: string) => ServerEvent[] {
  let rest = "";
  let event = "";
  let data: string[] = [];

  return (chunk) => {
    const events: ServerEvent[] = [];
    rest += chunk;
    // A carriage return at the very end may be half of a pair: it waits for the next chunk.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (data.length > 0) events.push({ event: event || "message", data: data.join("\n") });
        event = "";
        data = [];
        continue;
      }
      if (line.startsWith(":")) continue;
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "event") event = value;
      else if (field === "data") data.push(value);
    }
    return events;
  };
}
