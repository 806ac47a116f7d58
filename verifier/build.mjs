// Build the script of the verifier file: our modules and the locked libraries as one text, without anything that could
// ask a network. Run by `./ettle verifier`; the argument is the file to write.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const withoutNetwork = fileURLToPath(new URL("src/no_network.js", import.meta.url));

// Both readers of JSON-LD bring a loader that fetches contexts. The file has all that it knows, so neither is bundled.
const leaveNetworkOut = {
  name: "leave-network-out",
  setup(builder) {
    builder.onResolve({ filter: /FetchDocumentLoader$|^(ky|undici)$/ }, () => ({ path: withoutNetwork }));
    builder.onResolve({ filter: /\/platform$/ }, ({ importer }) =>
      /node_modules.jsonld.lib/.test(importer) ? { path: withoutNetwork } : undefined,
    );
  },
};

const { warnings } = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  outfile: process.argv[2],
  bundle: true,
  minify: true,
  format: "iife",
  platform: "browser",
  target: "es2022",
  charset: "ascii",
  legalComments: "eof", // the licences of the libraries ask for their notices
  define: { global: "globalThis", "process.env.NODE_ENV": '"production"' },
  plugins: [leaveNetworkOut],
  logLevel: "warning",
});
process.exitCode = warnings.length ? 1 : 0;
