// Runs the script of a verifier file, as it is in the file, over many documents. Reads {file, now, asked: {name:
// {content, holder}}} with contents in base64; writes {name: {verdict, compared, fault}}. There is no page here, so the
// script offers its check alone.
import { runInThisContext } from "node:vm";
import { text } from "node:stream/consumers";

const { file, now, asked } = JSON.parse(await text(process.stdin));
const html = Buffer.from(file, "base64").toString("utf8");
const data = JSON.parse(html.match(/<script type="application\/json" id="data">(.*?)<\/script>/s)[1]);
for (const name of ["fetch", "XMLHttpRequest", "WebSocket", "EventSource"]) {
  Object.defineProperty(globalThis, name, {
    get() {
      throw new Error(`The script of the verifier file used ${name}`);
    },
  });
}
runInThisContext(html.match(/<script>(.*)<\/script>/s)[1]);

const answers = {};
for (const [name, { content, holder }] of Object.entries(asked)) {
  const bytes = new Uint8Array(Buffer.from(content, "base64"));
  const found = await globalThis.ettleVerifier.checkContent(data, bytes, { now, holder });
  if (found.verdict) delete found.verdict.document;
  answers[name] = found;
}
process.stdout.write(JSON.stringify(answers));
