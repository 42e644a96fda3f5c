// Without a session nothing can be shown; this page says how to get one.

import { useStudio } from "../state/store.ts";
import { connect } from "../state/connection.ts";
import { sentence, Wordmark } from "../ui/parts.tsx";

export function NoSession() {
  const failure = useStudio((s) => s.sessionFailure);
  return (
    <main className="nosession" id="main">
      <Wordmark />
      <h1>This browser is not signed in to your Selfwright</h1>
      <p>
        Only the owner may open the Studio. Its address carries a secret, and <code>selfwright up</code> prints it when it starts.
      </p>
      <ol>
        <li>Go to the terminal where Selfwright runs. If it does not run, start it:<pre><code>selfwright up</code></pre></li>
        <li>Open the address behind “Studio”. It looks like this:<pre><code>{location.origin}/#token=…</code></pre></li>
      </ol>
      <p className="quiet">Nothing was lost: your apps go on running without the Studio.</p>
      {failure && <p className="quiet">The server said: {sentence(failure.message)}</p>}
      <button type="button" className="button" onClick={() => void connect()}>Check again</button>
    </main>
  );
}
