import type { ErrorCode } from '../../events/errors.ts';
import type { WordsOf } from './words.ts';

const rule = 'what it has to be';

/** What is wrong with a proof, a checkpoint or a key that somebody checks. */
export const ofProofs = {
  'proof-invalid': {
    means: 'A proof does not lead to the root that it should.',
    remedy:
      'Get it again from the log; if it still does not fit, keep both: they show that the log is not what it says.',
    facts: { proof: 'inclusion, consistency or tree', rule },
  },
  'note-invalid': {
    means: 'A signed note is not spelled as C2SP signed-note asks.',
    remedy: 'Use the file as it was served, byte for byte.',
    facts: { rule },
  },
  'signature-invalid': {
    means: 'A text is not signed by the key that was named.',
    remedy:
      'Check the key with whoever published it; if it is the right one, the text was changed or forged.',
    facts: { key: 'the key or keys' },
  },
  'key-refused': {
    means: 'A public key cannot be relied on.',
    remedy: 'Give a verifier key of C2SP signed-note, as the log or witness publishes it.',
    facts: { rule },
  },
  'verifier-key-needed': {
    means: 'Who signed cannot be told: no key was given that came another way than what is to be verified.',
    remedy:
      'Get the log’s verifier key from whom you trust for it, like the body’s website, a letter or another auditor, and give it with `--vkey`.',
    facts: { where: 'what was to be verified' },
  },
  'checkpoint-invalid': {
    means: 'A text is no checkpoint of a log.',
    remedy: 'A checkpoint has three lines: origin, size and root.',
    facts: { rule },
  },
  'tile-invalid': {
    means: 'A tile or bundle of entries is not what the tree asks for.',
    remedy: 'Get it again from the log; if it still does not fit, the log is not what its checkpoint says.',
    facts: { tile: 'its path', rule },
  },
  'receipt-invalid': {
    means: 'A file is no receipt.',
    remedy: 'Use the file as it was given, or get it again: `govledger receipt EVENT`.',
    facts: { rule },
  },
  'policy-invalid': {
    means: 'A witness policy is not spelled as C2SP tlog-policy asks.',
    remedy:
      'Lines are `log VKEY`, `witness NAME VKEY URL`, `group NAME K|any|all MEMBER…` and `quorum NAME|none`.',
    facts: { line: 'which line', rule },
  },
  'witness-quorum': {
    means: 'Too few witnesses have signed the checkpoint.',
    remedy: 'Wait for more of them, or check with a policy that asks for fewer.',
    facts: { have: 'who has signed', need: 'what the policy asks for' },
  },
} as const satisfies Partial<WordsOf<ErrorCode>>;
