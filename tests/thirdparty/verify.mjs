// Other people's verifiers, asked about what Ettle signs. Reads {documents, credentials, tokens} as JSON from standard
// input, or a list of these: documents by address (contexts, issuers' keys, status lists), so that nothing is fetched.
// Writes one answer for each credential and token: {verified, error}.
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {createLocalJWKSet, jwtVerify} from 'jose';
import {verifyCredential} from '@digitalbazaar/vc';

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const asked = JSON.parse(Buffer.concat(chunks).toString('utf8'));
let documents = {};
let keys = [];

async function documentLoader(url) {
  const document = documents[url];
  if (!document) {
    throw new Error(`Not served here: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: structuredClone(document)};
}

async function credentialAnswer(credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await verifyCredential({credential, suite, documentLoader, checkStatus});
  // The library says "verified" of a withdrawn badge: whoever asks must read the bit.
  const withdrawn = (result.statusResult?.results ?? []).some(({status}) => status);
  return {verified: result.verified && !withdrawn, error: result.error ? messages(result.error) : null};
}

async function tokenAnswer(token) {
  const {payload} = await jwtVerify(token, createLocalJWKSet({keys}), {algorithms: ['ES256']});
  return {verified: payload.iss === payload.issuer.id && payload.sub === payload.credentialSubject.id, error: null};
}

function messages(error) {
  return [error.message, ...(error.errors ?? []).map(messages), error.cause ? messages(error.cause) : ''].join(' | ');
}

async function answers(things, ask) {
  const told = {};
  for (const [name, thing] of Object.entries(things)) {
    try {
      told[name] = await ask(thing);
    } catch (error) {
      told[name] = {verified: false, error: messages(error)};
    }
  }
  return told;
}

async function roundAnswers(round) {
  ({documents, keys} = round);
  return {
    credentials: await answers(round.credentials, credentialAnswer),
    tokens: await answers(round.tokens, tokenAnswer),
  };
}

const told = [];
for (const round of Array.isArray(asked) ? asked : [asked]) {
  told.push(await roundAnswers(round));
}
process.stdout.write(JSON.stringify(Array.isArray(asked) ? told : told[0]));
