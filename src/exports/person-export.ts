import { z } from 'zod';

export const personExportFormat = 'govledger-person-export';

/** How a sealed text stands in the export, and why where it is withheld. */
const Text = z.strictObject({
  /** Null for an erased one: nothing says any more what it was. */
  field: z.string().nullable(),
  digest: z.string(),
  state: z.enum(['opened', 'erased', 'withheld', 'missing']),
  value: z.unknown().optional(),
  /** With it `[salt, field, value]` hashes to the digest (RFC 9901). */
  salt: z.string().optional(),
  why: z.string().optional(),
});
export type PersonText = z.infer<typeof Text>;

const Entry = z.strictObject({
  index: z.int(),
  stream: z.string(),
  submission: z.uuid().nullable(),
  revision: z.int(),
  id: z.uuid(),
  type: z.string(),
  recordedAt: z.string(),
  occurred: z.unknown().optional(),
  /** `own`: their act. `entered`: brought in by them in somebody else’s name. `about`: somebody else’s, that names them. */
  how: z.enum(['own', 'entered', 'about']),
  role: z.string().optional(),
  team: z.string().optional(),
  via: z.string().optional(),
  command: z.uuid().optional(),
  /** What it says in the open: of one’s own acts, and of the directory’s entries about them. */
  says: z.unknown().optional(),
  /** Where it names them, like `seats.2.holder`. */
  named: z.array(z.string()).optional(),
  texts: z.array(Text),
  /** The place of the receipt that proves an act of theirs to be on record; until then null. */
  receipt: z.null().optional(),
});
export type PersonEntry = z.infer<typeof Entry>;

const Said = z.strictObject({
  state: z.enum(['opened', 'erased', 'withheld', 'missing', 'none']),
  value: z.string().nullable(),
});
export type Said = z.infer<typeof Said>;

/** All that is held about one person, and their own acts. */
export const PersonExport = z
  .strictObject({
    manifest: z.strictObject({
      format: z.literal(personExportFormat),
      version: z.literal(1),
      ledger: z.uuid(),
      origin: z.string(),
      person: z.uuid(),
      madeFor: z.enum(['self', 'somebody-else']),
      madeAt: z.string(),
      reached: z.int(),
      says: z.array(z.string()),
    }),
    directory: z.strictObject({
      kind: z.string(),
      registeredAt: z.string(),
      source: z.string().nullable(),
      name: Said,
      address: Said,
      sourceKey: Said,
      roles: z.array(z.string()),
      teams: z.array(z.string()),
      proposals: z.array(
        z.strictObject({
          event: z.uuid(),
          role: z.string(),
          change: z.enum(['grant', 'revoke']),
          done: z.boolean(),
          about: z.enum(['them', 'somebody-else']),
        }),
      ),
    }),
    credentials: z.strictObject({
      tokens: z.array(z.unknown()),
      feed: z.strictObject({ created: z.string() }).nullable(),
    }),
    credentialHistory: z.array(z.unknown()),
    /** What they read of sealed text. */
    reads: z.array(z.unknown()),
    /** Every entry of the log that is theirs or names them, in ledger order. */
    record: z.array(Entry),
    counts: z.strictObject({
      reads: z.int(),
      own: z.int(),
      entered: z.int(),
      about: z.int(),
      submissions: z.int(),
    }),
  })
  .meta({ id: 'PersonExport' });

export const personExportSays: readonly string[] = [
  'Directory, credentials, what was read, and every entry of the log that is the person’s own or names them.',
  'The texts of their own acts are opened, also of a submission that they no longer see. What others wrote is not.',
  'The secret that their pseudonyms are made with never leaves the ledger. Tokens and addresses are kept as hashes alone.',
  'What was erased cannot be opened any more; that it was there is said.',
];
