// The running app, in a frame from its own origin: it can reach nothing of the Studio's.

import { useState } from "react";
import { api } from "../api/client.ts";
import type { AppDetail } from "../api/types.ts";
import { becameOwner, noticeFailure } from "../state/actions.ts";
import { hostOf, Icon, webAddress } from "../ui/parts.tsx";
import { useStudio } from "../state/store.ts";

const OWNING = {
  asked: "This page is being made the owner's …",
  owner: "You use this page as the app's owner.",
  silent: "No owner was added: this page is an owner's already, or it did not take the link.",
};

export function Preview({ app }: { app: AppDetail }) {
  const [narrow, setNarrow] = useState(false);
  const [turn, setTurn] = useState(0);
  const [loaded, setLoaded] = useState("");
  const away = useStudio((s) => s.connection === "away");
  const generation = useStudio((s) => s.generation);
  const address = webAddress(app.url);
  const [claim, setClaim] = useState<string | null>(null);
  const key = `${app.release} ${turn} ${generation} ${claim ?? ""}`;
  if (!address) return <p className="empty">The server gave no address for this app.</p>;
  const [owning, setOwning] = useState<"" | "asked" | "owner" | "silent">("");
  // The frame has a key of its own at the app's origin; the link makes that key an owner's, once. What happens in the frame
  // cannot be seen from here, but the list of owners can.
  const actAsOwner = async () => {
    const before = await api.owners(app.name);
    const link = await api.claimLink(app.name);
    setClaim(webAddress(link.url));
    setOwning("asked");
    setOwning((await becameOwner(app.name, before.length)) ? "owner" : "silent");
  };
  return (
    <section className="preview" aria-label={`${app.name}, running`}>
      <div className="preview-bar">
        <span className="state-dot" data-state={app.state} aria-hidden="true" />
        <span className="address" title={address}>{hostOf(address)}</span>
        <span className="visually-hidden">{app.state === "running" ? "Running" : "Stopped"}</span>
        <button type="button" className="tool" aria-pressed={narrow} onClick={() => setNarrow(!narrow)} title="Width of a phone">
          <Icon name="phone" /><span className="visually-hidden">Width of a phone</span>
        </button>
        <button type="button" className="tool" onClick={() => void actAsOwner().catch(noticeFailure)} title="Use the app as its owner">
          <Icon name="key" /><span className="visually-hidden">Use the app as its owner</span>
        </button>
        <button type="button" className="tool" onClick={() => setTurn(turn + 1)} title="Reload the app">
          <Icon name="reload" /><span className="visually-hidden">Reload the app</span>
        </button>
        <a className="tool" href={address} target="_blank" rel="noreferrer" title="Open in a new tab">
          <Icon name="external" /><span className="visually-hidden">Open in a new tab</span>
        </a>
      </div>
      {app.state === "stopped" && (
        <p className="preview-note" role="status">This app is stopped: its page opens, but calls to it are not answered. Its data is kept. <code>selfwright show {app.name}</code> says why.</p>
      )}
      {owning && <p className="preview-note" data-tone="plain" role="status">{OWNING[owning]}</p>}
      <div className="stage" data-narrow={narrow} aria-busy={loaded !== key}>
        {loaded !== key && !away && <p className="stage-wait" aria-hidden="true"><span className="spinner" /></p>}
        <iframe
          key={key} src={claim ?? address} title={`${app.name}, running`} referrerPolicy="no-referrer" onLoad={() => setLoaded(key)}
          sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads"
          allow="publickey-credentials-get; publickey-credentials-create; clipboard-write"
        />
      </div>
    </section>
  );
}
