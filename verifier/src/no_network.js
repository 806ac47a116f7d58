/** In place of the parts of the libraries that would fetch: the verifier file asks no one. */

/** Of jsonld-context-parser. */
export class FetchDocumentLoader {
  async load() {
    throw new Error("The verifier file fetches nothing");
  }
}

/** Of jsonld: the loaders and the globals that it sets up. */
export function setupDocumentLoaders() {}

export function setupGlobals() {}
