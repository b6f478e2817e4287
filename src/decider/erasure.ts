import { LedgerError } from '../../events/errors.ts';
import { addDays } from '../../events/time.ts';
import { isFinished } from '../../projections/erasures.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import { type Decided, decided } from './decided.ts';
import type { Circumstances, ErasingFacts, Facts } from './facts.ts';
import { requireErasing, requireKnown } from './ledger/holds.ts';
import { permit } from './permit.ts';
import { invalidCommand, rulesFor, separation } from './rules.ts';

type Asked = AskedOf<'propose-erasure' | 'approve-erasure' | 'record-erased'>;

/** One person asks that text be erased, another agrees (SOD-8), and the ledger records what it destroyed. */
export function decideErasure(asked: Asked, facts: Facts, circumstances: Circumstances): Decided {
  if (asked.name === 'record-erased') return recordErased(asked, facts, circumstances);
  const acting = permit(asked.name, facts.actor, { standings: [] }, rulesFor(false));
  const erasing = requireErasing(facts);
  const event =
    asked.name === 'propose-erasure'
      ? proposed(asked, facts, erasing, circumstances)
      : approved(asked, facts, erasing, circumstances);
  return decided(acting, [], [event]);
}

function proposed(
  { name, data }: AskedOf<'propose-erasure'>,
  facts: Facts,
  erasing: ErasingFacts,
  { at, subject }: Circumstances,
): Decided['events'][0] {
  const { submissions = [], people = [], digests, ground, reason } = data;
  if (submissions.length + people.length + (digests?.length ?? 0) === 0)
    throw invalidCommand(name, 'submissions', 'name at least one submission, person or digest');
  if (erasing.erasure.proposed !== null)
    throw new LedgerError('already-exists', `erasure ${subject} is proposed`, {
      what: 'erasure',
      id: subject,
    });
  requireKnown(people, facts, erasing);
  requireErasable(erasing, at, subject);
  const digestsOf = digests === undefined ? {} : { digests };
  return { type: 'ErasureProposed', data: { submissions, people, ...digestsOf, ground, reason } };
}

function approved(
  { name, data: { proposal } }: AskedOf<'approve-erasure'>,
  { actor }: Facts,
  erasing: ErasingFacts,
  { at, subject }: Circumstances,
): Decided['events'][0] {
  const { proposed: asked, approved: agreed } = erasing.erasure;
  if (asked === null || asked.event !== proposal)
    throw new LedgerError('unknown-reference', `${proposal} is no proposal of erasure ${subject}`, {
      field: 'proposal',
      id: proposal,
    });
  if (agreed !== null)
    throw new LedgerError('already-done', `erasure ${subject} is approved`, {
      what: 'approval',
      id: proposal,
    });
  if (asked.by === actor?.person)
    throw separation('SOD-8', 'who proposed an erasure does not approve it', name);
  if (asked.people === null)
    throw new LedgerError('disclosure-missing', 'whose text the proposal is about can no longer be read', {
      digest: '',
    });
  requireErasable(erasing, at, subject);
  return { type: 'ErasureApproved', data: { proposal } };
}

/** @throws LedgerError `review-open`, `held`, `retention`; `already-done` where nothing is left to erase */
function requireErasable({ covered, holds: { retention } }: ErasingFacts, at: string, subject: string): void {
  const needed = covered.submissions.find(({ isNeeded }) => isNeeded);
  if (needed !== undefined) {
    const { submission } = needed;
    const what = 'a judgment, concern, vote or interest';
    throw new LedgerError(
      'review-open',
      `${what} of submission ${submission} is needed: its review is open`,
      {
        submission,
      },
    );
  }
  if (covered.hold !== null)
    throw new LedgerError('held', `hold ${covered.hold} covers some of it`, { hold: covered.hold });
  for (const { submission, end } of covered.submissions) requireOver(submission, end, retention, at);
  if (covered.digests === 0)
    throw new LedgerError('already-done', 'there is nothing of it that could still be opened', {
      what: 'erasure',
      id: subject,
    });
}

/** While a case goes on its text is kept as that of ended cases is, for nobody knows yet how it will end. */
function requireOver(
  submission: string,
  end: ErasingFacts['covered']['submissions'][number]['end'],
  retention: ErasingFacts['holds']['retention'],
  at: string,
): void {
  if (end === null) {
    const isKept = Object.values(retention).some(({ days }) => days > 0);
    if (!isKept) return;
    throw new LedgerError(
      'retention',
      `submission ${submission} goes on: its text is kept until some time after its end`,
      { submission, recordClass: null, until: null },
    );
  }
  const rule = retention[end.recordClass];
  if (rule === undefined || rule.days === 0) return;
  const until = addDays(end.at, rule.days);
  if (at > until) return;
  throw new LedgerError(
    'retention',
    `submission ${submission} (${end.recordClass}) is kept until ${until}, ${rule.days} days after its end`,
    { submission, recordClass: end.recordClass, until },
  );
}

/** The ledger's own word that keys are destroyed; parts follow each other. */
function recordErased(
  { name, data }: AskedOf<'record-erased'>,
  facts: Facts,
  { via, subject }: Circumstances,
): Decided {
  if (via !== 'system')
    throw new LedgerError('not-permitted', `${name} needs the ledger itself`, {
      command: name,
      accepted: [],
    });
  const { erasure } = requireErasing(facts);
  const { proposal, part, of } = data;
  if (erasure.approved === null || erasure.proposed?.event !== proposal)
    throw new LedgerError('unknown-reference', `${proposal} is no approved proposal of erasure ${subject}`, {
      field: 'proposal',
      id: proposal,
    });
  const next = (erasure.parts.at(-1)?.part ?? 0) + 1;
  if (isFinished(erasure) || part < next)
    throw new LedgerError('already-done', `part ${part} of erasure ${subject} is on record`, {
      what: 'erasure',
      id: subject,
    });
  if (part !== next || of < part)
    throw invalidCommand(name, 'part', `${next}, the part that is next, and at most \`of\``);
  return decided({ role: 'service', team: null }, [], [{ type: 'DisclosuresErased', data }]);
}
