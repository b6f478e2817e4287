import { type Claim, claims, type FindingCode, type Findings } from './finding.ts';
import { notCovered } from './not-covered.ts';
import { audienceOf, type Outcome } from './outcome.ts';
import type { Statement, Verdict, VerifyReport } from './report.ts';

export function composeReport(outcome: Outcome): VerifyReport {
  const { findings, manifest, head, since, digests = null, acts = null, ledger } = outcome;
  const { proved, notProved } = statements(outcome);
  return {
    verdict: verdictOf(findings),
    ledger: ledger?.state.founded?.ledger ?? manifest?.ledger ?? null,
    origin: head?.origin ?? null,
    size: head?.size ?? null,
    root: head === null ? null : Buffer.from(head.root).toString('base64'),
    audience: audienceOf(outcome),
    signedBy: head?.good.map(keyName) ?? [],
    witnesses: head?.witnesses ?? [],
    since: since?.size ?? null,
    digests,
    acts,
    findings: findings.list,
    counts: Object.fromEntries(findings.counts),
    proved,
    notProved,
    notCovered: notCovered(outcome),
  };
}

/** What can still be told where some events are of a later release; the rest may hang on what those say. */
const toldWithoutEvents: readonly Claim[] = [
  'signed',
  'witnessed',
  'files',
  'tree',
  'since',
  'order',
  'clock',
];

function verdictOf(findings: Findings): Verdict {
  if (!claims.some((claim) => findings.failed(claim))) return 'proved';
  const isNewer = findings.counts.has('event-newer') && !invalid.some((code) => findings.counts.has(code));
  return isNewer && !toldWithoutEvents.some((claim) => findings.failed(claim)) ? 'incomplete' : 'failed';
}

const invalid: readonly FindingCode[] = ['event-not-canonical', 'event-invalid'];

function statements(outcome: Outcome): Pick<VerifyReport, 'proved' | 'notProved'> {
  const { findings, head, isWhole = false } = outcome;
  const proved: Statement[] = [];
  const notProved: Statement[] = [];
  for (const claim of claims) {
    const text = wordsOf(claim, outcome);
    if (text === null) continue;
    const looked = claim === 'signed' || claim === 'files' ? head !== null : isWhole;
    const told = toldWithoutEvents.includes(claim) || !findings.failed('events');
    const holds = looked && told && !findings.failed(claim);
    (holds ? proved : notProved).push({ claim, text });
  }
  return { proved, notProved };
}

/** What is claimed, in a sentence that is true where the claim holds; null where it is not asked for. */
function wordsOf(claim: Claim, outcome: Outcome): string | null {
  const { options, head, since, digests, acts } = outcome;
  const size = head?.size ?? 0;
  const audience = audienceOf(outcome);
  switch (claim) {
    case 'signed':
      return `The checkpoint of ${head?.origin ?? 'the log'} with ${size} entries is signed by the key you gave (${head?.good.map(keyName).join(', ') || 'none'}), and the log's own entries name it as theirs.`;
    case 'witnessed':
      if ((options.policy?.quorum ?? null) === null) return null;
      return `Enough of the policy's witnesses cosigned it (${head?.witnesses.join(', ') || 'none'}): they saw one history under this name.`;
    case 'files':
      if (options.unpacked !== undefined) return null;
      return 'The folder holds the files that belong to an export of this size and audience and no others, each as its manifest says.';
    case 'tree':
      return 'Every entry was hashed anew, every tile was built anew and compared byte for byte, and the root is the checkpoint’s: against it not a byte of the log was changed, put in, left out or moved.';
    case 'since':
      if (options.since === undefined) return null;
      return `The log begins with the ${since?.size ?? '?'} entries of the checkpoint that you kept, unchanged.`;
    case 'events':
      return 'Every entry is in its one canonical form and fits the schema of its type.';
    case 'order':
      return 'Revisions are dense in every stream, ids occur once and follow from their commands, and the log begins with the opening of this ledger.';
    case 'clock':
      return 'In no stream does time go back.';
    case 'references':
      return 'Every entry rests on a state of the directory, and on framework versions, that lie before it; each version hashes to its name; heads that the log says it gave out are heads of it.';
    case 'openings':
      return 'Whatever judgments, concerns and votes were opened in the log were recorded so before.';
    case 'accounting':
      if (audience === null) return null;
      return `All ${digests?.digests ?? 0} sealed fields are accounted for, for ${audience}: ${digests?.opened ?? 0} are opened and hash to their digests, ${digests?.erased ?? 0} were erased by events on record, ${digests?.withheld ?? 0} are for more secret audiences.`;
    case 'erasures':
      return 'Each erasure was proposed and approved by two people before it was carried out.';
    case 'authority':
      return `${acts?.held ?? 0} acts were by people who held the role then, ${acts?.system ?? 0} by the ledger itself, ${acts?.founding ?? 0} by its founders; see below for those that cannot be told from an export for this audience.`;
    case 'access':
      return audience === 'auditors'
        ? 'The days of reads of sealed text are sealed in order, and each is here as it was sealed.'
        : 'The days of reads of sealed text are sealed in order; the reads themselves are in the auditors’ export.';
    default:
      return claim satisfies never;
  }
}

export const keyName = ({ name, keyId }: { readonly name: string; readonly keyId: string }): string =>
  `${name}+${keyId}`;
