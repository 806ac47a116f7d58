export type Json = Record<string, any>;
export type Result = "YES" | "NO" | "NOT_CHECKED";

/** What the site writes into the file: who it knows, the contexts, and every sentence. */
export interface FileData {
  made: string;
  locale: string;
  issuers: { id: string; name: string; keys: Json }[];
  trusted: { id: string; name: string }[];
  contexts: Record<string, Json>;
  names: { credentials: string };
  questions: Record<string, string>;
  results: Record<Result, string>;
  answers: Record<string, string>;
  rules: [string, Result, string][];
  required: { signed: string[]; hosted: string[]; endorsement: string[] };
  reasons: Record<string, string>;
  faults: Record<string, string>;
  matches: Record<string, string>;
  page: Record<string, string>;
}

export interface Submitted {
  document: Json;
  token?: string;
  header?: Json;
  claims?: Json;
  isVersion2?: boolean;
}

export interface Check {
  question: string;
  result: Result;
  reason: string;
}

export interface PublicKey {
  kind: "ed25519" | "p256" | "rsa";
  bytes: Uint8Array;
  jwk?: Json;
  unsafeSince?: number;
}

export interface Finding {
  finding: string;
  detail?: string;
}

export interface Verdict {
  answer: string;
  why: string;
  checks: Check[];
  issuerName: string;
  keyName: string;
  document: Json;
  endorsements: { by: string; comment: string; verdict: Verdict }[];
}
