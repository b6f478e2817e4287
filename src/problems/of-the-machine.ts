import type { ErrorCode } from '../../events/errors.ts';
import type { WordsOf } from './words.ts';

const path = 'the file or folder';
const operator = 'Nothing you send changes that; tell the operator, who runs `govledger doctor`.';

/** What the store, the vault, key files and the machine itself refuse. */
export const ofTheMachine = {
  'not-canonical': {
    means: 'Bytes that should be an event in its one canonical form are not.',
    remedy: operator,
    facts: { rule: 'what the form asks', path: 'where in the value, as a JSON Pointer' },
  },
  'invalid-store-call': {
    means: 'The program asked its store, or its record of credentials, for something that cannot be.',
    remedy:
      'Where an address of the store was given, give it as `sqlite:FILE` or `memory:`; else report it as a fault of ours.',
    facts: { field: 'what was given', rule: 'what it has to be' },
  },
  'unknown-position': {
    means: 'The place to go on from is not one of this ledger.',
    remedy: 'Start from the beginning, or from an index that this ledger gave.',
    facts: { position: 'the place that was given', head: 'the last one there is' },
  },
  'outcome-unknown': {
    means: 'The store did not say whether it recorded the act.',
    remedy:
      'Send the same command with the same id again: if it was recorded you get its answer, and nothing happens twice.',
    facts: { stream: 'the stream it was for' },
  },
  'stream-destroyed': {
    means: 'Entries of this stream were removed from the store, which the record does not allow.',
    remedy: operator,
    facts: { stream: 'the stream' },
  },
  'integrity-violation': {
    means: 'What is stored is not what was recorded.',
    remedy:
      'Stop writing, keep the folder as it is, and restore from a backup; `govledger doctor` says what differs.',
    facts: { where: 'where it shows' },
  },
  'store-unavailable': {
    means: 'The store cannot be reached or opened now.',
    remedy: 'Try again later; the same command id acts once however often it is sent.',
    facts: { reason: 'what the store said' },
  },
  'store-read-only': {
    means: 'The store can be read and not written.',
    remedy: 'The operator makes the folder writable, or opens the ledger where it is.',
    facts: { path },
  },
  'store-full': {
    means: 'There is no room left where the ledger is kept.',
    remedy: 'The operator makes room; nothing of the act was recorded.',
    facts: { path },
  },
  'ledger-locked': {
    means: 'Another process writes this ledger; there is one writer at a time.',
    remedy: 'Go through the server that is running, or stop it first.',
    facts: { path },
  },
  'schema-mismatch': {
    means: 'A database of the data folder does not have the tables that this program made.',
    remedy: operator,
    facts: { path },
  },
  'port-unavailable': {
    means: 'The address to listen on is taken, or may not be used.',
    remedy: 'Stop what listens there, or give another `--port` or `--host`.',
    facts: { host: 'the address', port: 'the port' },
  },
  'ledger-newer-than-software': {
    means: 'The ledger holds an event that this release does not know.',
    remedy: 'Upgrade to the release that wrote it; reading what is known goes on.',
    facts: { type: 'the type of the event', v: 'its version' },
  },
  'invalid-event': {
    means: 'An event does not have the shape that its type asks.',
    remedy: operator,
    facts: { type: 'the type of the event', field: 'the field', rule: 'what it has to be' },
  },
  'disclosure-mismatch': {
    means: 'A sealed text does not belong to the digest that the log holds.',
    remedy: operator,
    facts: { digest: 'the digest' },
  },
  'vault-key-missing': {
    means: 'The key that opens the vault is not where it should be.',
    remedy: 'The operator puts the key file back; without it sealed texts stay closed.',
    facts: { path },
  },
  'vault-key-wrong': {
    means: 'The vault was sealed with another key than the one given.',
    remedy: 'The operator gives the key that belongs to this vault.',
    facts: { key: 'the id of the key that is needed' },
  },
  'disclosure-missing': {
    means: 'A sealed text that is needed here is no longer in the vault.',
    remedy: 'If it was erased, what needed it can no longer be done; else the operator restores the vault.',
    facts: { digest: 'the digest' },
  },
  'disclosure-damaged': {
    means: 'A sealed text or an attachment in the vault cannot be decrypted.',
    remedy: operator,
    facts: { digest: 'the digest, or the attachment' },
  },
  'vault-missing': {
    means: 'The ledger has a vault, and it is not in the data folder.',
    remedy: 'The operator puts it back; no new one is made in its place.',
    facts: { path },
  },
  'blob-unknown': {
    means: 'The vault holds no attachment of that id.',
    remedy: 'Upload the file first, and name the id that you get for it.',
    facts: { blob: 'the id that was given' },
  },
  'blob-taken': {
    means: 'The attachment belongs to something that is recorded already.',
    remedy: 'Upload the file again, and name the new id.',
    facts: { blob: 'the id that was given' },
  },
  'import-key-missing': {
    means: 'The key under which imported ids are made is not where it should be.',
    remedy:
      'The operator puts the key file back: with another key, nothing imported before would be found again.',
    facts: { path },
  },
  'key-exists': {
    means: 'There is a key already, and a key is never overwritten.',
    remedy: 'Use the one there is, or move it away first.',
    facts: { path },
  },
  'key-exposed': {
    means: 'Others on the machine may read a key file.',
    remedy: 'The operator sets its mode to 600.',
    facts: { path, mode: 'the mode it has' },
  },
  'key-malformed': {
    means: 'A key file does not hold a key.',
    remedy: 'The operator puts the right file there.',
    facts: { path, rule: 'what it has to be' },
  },
  'log-forked': {
    means:
      'A witness holds another history of this log, or a longer one: the ledger was rolled back or forked.',
    remedy:
      'Stop writing and keep both; compare with the newest backup and with `head/`. Where entries are lost for good, `govledger recover` goes on under a new origin.',
    facts: {
      witness: 'which witness',
      ours: 'size of our checkpoint',
      theirs: 'size that the witness holds',
    },
  },
  'log-key-missing': {
    means: 'A key by which the log has to be signed is not there.',
    remedy: 'The operator puts the key file back into `keys/`, or retires the key.',
    facts: { key: 'the verifier key' },
  },
} as const satisfies Partial<WordsOf<ErrorCode>>;
