import type { Described } from '../verb.ts';

/** What stands before the verbs that share it. */
export const nouns: Readonly<Record<string, string>> = {
  submission: 'submissions under review',
  panel: 'who reviews a submission',
  review: 'what a reviewer does: declare interests, judge, comment',
  concern: 'blocking concerns',
  decision: 'what is decided, and what becomes of it',
  condition: 'conditions of an approval',
  framework: 'frameworks: the criteria and rules that submissions are reviewed against',
  person: 'people in the directory',
  team: 'teams of reviewers',
  role: 'who may do what',
  hold: 'what may not be erased until somebody says so',
  erase: 'text that is erased for good, by two people',
  log: 'the log that everyone can check: its keys, and what is sealed in it',
  vault: 'the key of what is sealed',
  receipt: 'that an event stands in the signed log',
  token: 'credentials of people: codes, tokens, sign-in',
};

/** Options that may stand with every verb. */
export const everywhere: readonly Described[] = [
  ['--data <folder>', 'folder of the ledger (GOVLEDGER_DATA, or ./data)'],
  ['--server <url>', 'reach the ledger through this server (GOVLEDGER_SERVER)'],
  ['--store <url>', 'event store, where it is not the one in the data folder: sqlite:PATH'],
  ['--head <folder>', 'where the newest checkpoint is kept, best on another disk (GOVLEDGER_HEAD)'],
  ['--token-file <file>', 'act by the token in this file (GOVLEDGER_TOKEN_FILE, GOVLEDGER_TOKEN)'],
  ['--json', 'JSON for programs instead of text for people'],
  ['--tz <zone>', 'show times in this zone, like Europe/Zurich, instead of UTC'],
];
