import type { ErrorCode } from '../../events/errors.ts';
import type { WordsOf } from './words.ts';

const command = 'the command';
const field = 'the field';
const rule = 'what would be accepted';

/** What is refused of any command or question, whatever it is about. */
export const ofCommands = {
  'too-large': {
    means: 'What was sent is longer than an entry of the log may be.',
    remedy: 'Shorten the field that is named; long texts go into an attachment.',
    facts: { field, bytes: 'how long it is', limit: 'how long it may be' },
  },
  'revision-conflict': {
    means: 'Somebody else’s act was recorded on the same stream in the meantime.',
    remedy: 'Look at what has changed, and send the command again if you still mean it.',
    facts: {
      stream: 'the stream',
      expected: 'the revision that the command was made for',
      actual: 'the revision now',
    },
  },
  'idempotency-mismatch': {
    means: 'The command’s id has been used for something else, or by somebody else.',
    remedy: 'Use a new id for a new command; the same id is for sending the same command again.',
    facts: { stream: 'the stream' },
  },
  'invalid-time': {
    means: 'A time cannot be read.',
    remedy: 'Give an instant like 2026-03-01T09:00:00.000Z, a day or a month.',
    facts: { field, rule },
  },
  'invalid-command': {
    means: 'A field of the command is missing, unknown, or says what cannot be.',
    remedy: 'Change the field as the rule says; `govledger schema COMMAND` prints the whole shape.',
    facts: { command, field, rule },
  },
  'unknown-command': {
    means: 'There is no command of that name.',
    remedy: '`govledger schema commands` lists them.',
    facts: { command: 'the name that was given' },
  },
  'unknown-reference': {
    means: 'A field refers to something that is not on record, or is not of this case.',
    remedy: 'Name something that is; the message says what there is, where that is short.',
    facts: { field, id: 'the id that was given' },
  },
  'already-exists': {
    means: 'What would be made is there already.',
    remedy: 'Nothing is left to do, or choose another name.',
    facts: { what: 'what there is', id: 'its id' },
  },
  'not-found': {
    means: 'There is no such thing, or none that you may see.',
    remedy: 'Check the id; whoever is not part of a case is told that there is none.',
    facts: { what: 'what was looked for', id: 'the id that was given' },
  },
  'not-permitted': {
    means: 'Nothing that you are, or hold, lets you do this or ask for it.',
    remedy: 'Somebody with one of the accepted roles does it; docs/roles.md lists them.',
    facts: { command: 'the command or the request', accepted: 'who may' },
  },
  'operator-cannot-vote': {
    means: 'Judgments, votes, recusals and decisions are a person’s own act, never the operator’s.',
    remedy: 'The person does it with their own token.',
    facts: { command },
  },
  'separation-of-duties': {
    means: 'You may do such things, but not this one: somebody else has to.',
    remedy: 'Ask somebody whom the rule does not name. The refusal is on record.',
    facts: { rule: 'which separation of duties: docs/roles.md says what each asks', command },
  },
  fenced: {
    means: 'Whoever is recused from a case is fenced off from it: they read and do nothing there.',
    remedy: 'Nothing, for the recused; and nobody recused is given a seat or a condition to verify.',
    facts: { command },
  },
  'import-closed': {
    means: 'History is imported only into what the same import opened, until people go on with it here.',
    remedy: 'Record what is new as an act of its own.',
    facts: { stream: 'the stream' },
  },
  'not-signed-in': {
    means: 'No credential was shown, or one that is unknown, used up, expired or revoked.',
    remedy: 'Sign in, or send a token as `Authorization: Bearer …`.',
    facts: { accepted: 'what would be accepted' },
  },
  'code-refused': {
    means: 'The code is not good: mistyped, used, replaced or expired.',
    remedy: 'Ask for a new one.',
    facts: { kind: 'what the code is for' },
  },
  'too-many-attempts': {
    means: 'Too many codes were tried from here.',
    remedy: 'Wait as long as it says, and try again.',
    facts: { retryAfterS: 'how many seconds to wait' },
  },
  'token-limit': {
    means: 'A person has so many tokens at most.',
    remedy: 'Revoke one that is no longer used.',
    facts: { limit: 'how many' },
  },
  'invalid-history': {
    means: 'A history file holds lines that cannot be imported; nothing was.',
    remedy: 'Correct the lines that are named and import again.',
    facts: { findings: 'file, line, field and rule of each, up to a limit', count: 'how many there are' },
  },
} as const satisfies Partial<WordsOf<ErrorCode>>;
